namespace ContourFlow.Dicom.Network;

/// <summary>What a peer is waited for.</summary>
internal enum Awaited
{
    Bytes,
    Sending,
    Response,
}

/// <summary>
/// The deadlines of one connection, looked at by one timer: setting one costs no more than storing a number, so that every
/// read can have one.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private const long None = long.MaxValue;

    private readonly TimeProvider _time;
    private readonly Action<Awaited> _missed;
    private readonly ITimer _timer;
    private readonly long[] _due = [None, None, None];

    /// <param name="time">The clock.</param>
    /// <param name="shortest">The shortest deadline that will be set: they are looked at four times as often, and each second at most.</param>
    /// <param name="missed">Called once for each deadline that was missed.</param>
    public Deadlines(TimeProvider time, TimeSpan shortest, Action<Awaited> missed)
    {
        (_time, _missed) = (time, missed);
        var period = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 4, 5, 1000));
        _timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    public void Set(Awaited what, TimeSpan after) =>
        Volatile.Write(ref _due[(int)what], _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency));

    public void Clear(Awaited what) => Volatile.Write(ref _due[(int)what], None);

    public void Dispose() => _timer.Dispose();

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
