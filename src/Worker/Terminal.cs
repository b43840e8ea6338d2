namespace ContourFlow.Worker;

/// <summary>Where the program speaks: answers on <paramref name="Out"/>, messages and progress on <paramref name="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ErrorIsTerminal">Whether somebody watches standard error: progress is shown only then.</param>
/// <param name="Width">Columns that a table may take.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool ErrorIsTerminal, int Width)
{
    // Wide enough for two UIDs side by side; a file or a pipe has no width of its own.
    private const int WidthWithoutTerminal = 160;

    /// <summary>Whether the run is the whole process, whose environment is then its own to set.</summary>
    public bool IsOfProcess { get; init; }

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsErrorRedirected,
        Console.IsOutputRedirected ? WidthWithoutTerminal : Math.Max(60, Console.WindowWidth))
    {
        IsOfProcess = true,
    };
}
