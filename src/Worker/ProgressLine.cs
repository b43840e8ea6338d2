namespace ContourFlow.Worker;

/// <summary>
/// One line on standard error that says what is being done, shown once a second has gone by and only to somebody
/// who watches; gone when the work is done.
/// </summary>
internal sealed class ProgressLine : IProgress<string>, IDisposable
{
    private const string ClearLine = "\r\u001b[K";
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TextWriter writer;
    private readonly ITimer? timer;
    private string stage = "working";
    private int seconds;
    private bool over;

    public ProgressLine(Terminal terminal, TimeProvider? time = null)
    {
        writer = terminal.Error;
        if (terminal.ErrorIsTerminal)
            timer = (time ?? TimeProvider.System).CreateTimer(_ => Show(), state: null, Tick, Tick);
    }

    public void Report(string value)
    {
        lock (gate)
            stage = value;
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            over = true;
            if (seconds > 0)
                writer.Write(ClearLine);
        }
    }

    private void Show()
    {
        lock (gate)
        {
            if (over)
                return;
            seconds++;
            writer.Write($"{ClearLine}{stage} ({seconds} s)");
            writer.Flush();
        }
    }
}
