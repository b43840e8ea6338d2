using System.Collections.Concurrent;

namespace ContourFlow.Review.Access;

/// <summary>Sessions that were signed out of before they expired: a copy of their cookie lets nobody in any more. Kept by this process until they would have expired.</summary>
internal sealed class EndedSessions(ReviewAccess access, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new(StringComparer.Ordinal);

    /// <summary>Ends a session.</summary>
    public void Add(string number)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string old, DateTimeOffset until) in ended)
        {
            if (until < now)
                ended.TryRemove(old, out _);
        }

        ended[number] = now + access.SessionTimeout;
    }

    /// <summary>Whether a session was ended.</summary>
    public bool Has(string number) => ended.ContainsKey(number);
}
