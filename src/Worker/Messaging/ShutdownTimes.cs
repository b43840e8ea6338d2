using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// How a process that is asked to stop divides its time, each limit before the next: consumers finish or hand back what they are at, the bus
/// cancels what is left, the bus is stopped, the host ends.
/// </summary>
/// <param name="Drain">How long what is under way may go on; then it is cancelled by ourselves and handed back.</param>
/// <param name="ConsumerStop">When the bus cancels consumers that are still at it.</param>
/// <param name="Stop">When the bus stops waiting for them.</param>
/// <param name="Host">When the host ends whatever happens: Operations.ShutdownTimeout.</param>
internal sealed record ShutdownTimes(TimeSpan Drain, TimeSpan ConsumerStop, TimeSpan Stop, TimeSpan Host)
{
    /// <summary>The times of a configuration.</summary>
    public static ShutdownTimes Of(ServiceOptions options)
    {
        TimeSpan all = options.Operations.ShutdownTimeout;
        return new ShutdownTimes(all * 0.6, all * 0.75, all * 0.9, all);
    }
}
