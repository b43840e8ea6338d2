namespace ContourFlow.Worker.Publishing;

/// <summary>Waits for the registry where nothing can be awaited: where a peer's message is handled, or the next step of a sending must not begin before.</summary>
/// <remarks>
/// An association that is served has a thread of its own, to which everything that is awaited on it comes back. Were the registry asked on that thread while the
/// thread waits, its answer would wait for the thread and the thread for its answer; with SQLite, whose one writer it may be by then, the whole process
/// would. So it is asked on a thread of the pool, which is nobody's to come back to.
/// </remarks>
internal static class AwaitedRegistry
{
    /// <summary>Waits until the registry has done something.</summary>
    /// <exception cref="Storage.Objects.StoreUnavailableException">It cannot be reached.</exception>
    public static void Do(Func<Task> act) => Task.Run(act).GetAwaiter().GetResult();

    /// <summary>Waits for an answer of the registry.</summary>
    /// <exception cref="Storage.Objects.StoreUnavailableException">It cannot be reached.</exception>
    public static T Ask<T>(Func<Task<T>> ask) => Task.Run(ask).GetAwaiter().GetResult();
}
