using System.Collections.Concurrent;

namespace ContourFlow.Dicom.Network;

/// <summary>Runs asynchronous work on one thread of its own, to which it also comes back from whatever it awaits.</summary>
internal sealed class OwnThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    private OwnThread()
    {
    }

    /// <summary>Runs the work; ends when it has.</summary>
    /// <param name="work">The work. It may wait on the thread, which is nobody else's.</param>
    /// <param name="name">The thread's name.</param>
    public static Task RunAsync(Func<Task> work, string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => new OwnThread().Run(work, ended)) { IsBackground = true, Name = name };
        thread.Start();
        return ended.Task;
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The work has ended; what still comes back to it is nobody's, and runs where it can.
            ThreadPool.UnsafeQueueUserWorkItem(_ => d(state), null);
        }
    }

    private void Run(Func<Task> work, TaskCompletionSource ended)
    {
        SetSynchronizationContext(this);
        Task running = work();
        _ = running.ContinueWith(_ => _queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var (callback, state) in _queue.GetConsumingEnumerable())
            callback(state);
        if (running.IsFaulted)
            ended.SetException(running.Exception.InnerExceptions);
        else
            ended.SetResult();
    }
}
