namespace ContourFlow.Dicom.Network;

/// <summary>What a peer is waited for.</summary>
internal enum Awaited
{
    Bytes,
    Sending,
    Response,
}

/// <summary>
/// The deadlines of one connection, looked at by one timer: setting one costs little more than storing a number, so that every
/// read can have one.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private const long None = long.MaxValue;

    private readonly TimeProvider _time;
    private readonly Action<Awaited> _missed;
    private readonly ITimer _timer;
    private readonly long[] _due = [None, None, None];
    private long _period = long.MaxValue;

    /// <param name="time">The clock.</param>
    /// <param name="missed">Called once for each deadline that was missed.</param>
    public Deadlines(TimeProvider time, Action<Awaited> missed)
    {
        (_time, _missed) = (time, missed);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(Awaited what, TimeSpan after)
    {
        Volatile.Write(ref _due[(int)what], _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency));
        LookEvery((long)Math.Clamp(after.TotalMilliseconds / 4, 5, 5000));
    }

    public void Clear(Awaited what) => Volatile.Write(ref _due[(int)what], None);

    public void Dispose() => _timer.Dispose();

    // Each quarter of the shortest deadline so far. Each look wakes a thread, which then looks about for more to do.
    private void LookEvery(long milliseconds)
    {
        if (milliseconds >= Volatile.Read(ref _period))
            return;
        Volatile.Write(ref _period, milliseconds);
        try
        {
            _timer.Change(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds));
        }
        catch (ObjectDisposedException)
        {
            // The connection is closed: nothing is awaited any more.
        }
    }

    private void Look()
    {
        long now = _time.GetTimestamp();
        for (int what = 0; what < _due.Length; what++)
        {
            long due = Volatile.Read(ref _due[what]);
            if (due <= now && Interlocked.CompareExchange(ref _due[what], None, due) == due)
                _missed((Awaited)what);
        }
    }
}
