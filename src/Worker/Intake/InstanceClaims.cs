using System.Collections.Concurrent;

namespace ContourFlow.Worker.Intake;

/// <summary>Who is putting which SOP instance into its place: one at a time, the others wait.</summary>
internal sealed class InstanceClaims
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> taken = new(StringComparer.Ordinal);

    /// <summary>Waits until nobody else has the instance, and takes it until disposed.</summary>
    public async ValueTask<IDisposable> TakeAsync(string sopInstanceUid, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            TaskCompletionSource holder = taken.GetOrAdd(sopInstanceUid, mine);
            if (holder == mine)
                return new Claim(taken, sopInstanceUid, mine);
            await holder.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Claim(ConcurrentDictionary<string, TaskCompletionSource> taken, string uid, TaskCompletionSource mine) : IDisposable
    {
        public void Dispose()
        {
            taken.TryRemove(KeyValuePair.Create(uid, mine));
            mine.TrySetResult();
        }
    }
}
