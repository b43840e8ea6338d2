using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ContourFlow.Storage.Tests.Cases;

/// <summary>Counts the commands that a piece of work sends to a database, and none of what runs beside it.</summary>
internal sealed class CommandCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly AsyncLocal<bool> isOurs = new();
    private readonly List<IDisposable> subscriptions = [];
    private int count;

    private CommandCount()
    {
    }

    /// <summary>How many commands a piece of work sends.</summary>
    public static async Task<int> OfAsync(Func<Task> work)
    {
        using var counter = new CommandCount();
        counter.subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(counter));
        counter.isOurs.Value = true;
        await work();
        return Volatile.Read(ref counter.count);
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (isOurs.Value && value.Key == RelationalEventId.CommandExecuting.Name)
            Interlocked.Increment(ref count);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => throw new InvalidOperationException("What is to be counted cannot be followed.", error);

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}
