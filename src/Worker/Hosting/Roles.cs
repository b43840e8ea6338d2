namespace ContourFlow.Worker.Hosting;

/// <summary>What a process of the service does. `serve` does all of it; on a cluster each role has processes of its own.</summary>
[Flags]
internal enum Roles
{
    /// <summary>Receives objects, files them into cases, and looks whether these are complete.</summary>
    Gateway = 1,

    /// <summary>Processes cases.</summary>
    Worker = 2,

    /// <summary>Brings results to their destinations.</summary>
    Publisher = 4,

    /// <summary>Serves the review page.</summary>
    Review = 8,

    /// <summary>All of it.</summary>
    All = Gateway | Worker | Publisher | Review,
}
