namespace ContourFlow.Worker.Tests;

public sealed class ProgressLineTests
{
    [Fact]
    public void Nothing_is_shown_within_the_first_second()
    {
        var time = new TickingTime();
        using var error = new StringWriter();

        using (var progress = new ProgressLine(Watched(error, isTerminal: true), time))
            progress.Report("reading");

        error.ToString().Should().BeEmpty();
    }

    [Fact]
    public void Each_second_says_what_is_being_done_and_the_end_clears_the_line()
    {
        var time = new TickingTime();
        using var error = new StringWriter();

        using (var progress = new ProgressLine(Watched(error, isTerminal: true), time))
        {
            progress.Report("reading");
            time.Tick();
            progress.Report("deriving");
            time.Tick();
        }

        error.ToString().Should().Be("\r\u001b[Kreading (1 s)\r\u001b[Kderiving (2 s)\r\u001b[K");
    }

    [Fact]
    public void Nothing_is_shown_when_nobody_watches()
    {
        var time = new TickingTime();
        using var error = new StringWriter();

        using (var progress = new ProgressLine(Watched(error, isTerminal: false), time))
        {
            progress.Report("reading");
            time.Tick();
        }

        error.ToString().Should().BeEmpty();
    }

    private static Terminal Watched(TextWriter error, bool isTerminal) => new(TextWriter.Null, error, isTerminal, Width: 80);

    /// <summary>Timers fire when the test says so.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private Action tick = () => { };

        public void Tick() => tick();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            dueTime.Should().Be(TimeSpan.FromSeconds(1));
            tick += () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
