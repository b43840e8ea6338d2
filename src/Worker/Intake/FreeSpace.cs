using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// The watermark of a folder's disk. The disk is asked at most once a second; what was written since is taken off.
/// </summary>
internal sealed class FreeSpace(IntakeOptions options, string folder, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? askedAt;
    private long free;
    private long leftFree;
    private long written;
    private bool isLow;

    /// <summary>Whether as much is free as is to be left free; false too when the disk does not answer.</summary>
    public bool IsEnough
    {
        get
        {
            lock (gate)
            {
                if (askedAt is not { } since || time.GetElapsedTime(since) >= s_period)
                    Ask();
                long now = free - Interlocked.Read(ref written);
                bool wasLow = isLow;
                isLow = now < leftFree;
                if (isLow && !wasLow)
                    IntakeLog.BelowWatermark(log, folder, Math.Max(0, now), leftFree);
                return !isLow;
            }
        }
    }

    /// <summary>Takes note of bytes that are being written; of a negative number, when they are gone again.</summary>
    public void Take(long bytes) => Interlocked.Add(ref written, bytes);

    private void Ask()
    {
        Interlocked.Exchange(ref written, 0);
        askedAt = time.GetTimestamp();
        try
        {
            var disk = new DriveInfo(folder);
            free = disk.AvailableFreeSpace;
            leftFree = Math.Max(options.FreeBytes, (long)(disk.TotalSize * (options.FreePercent / 100)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A disk that does not answer has no room.
            (free, leftFree) = (0, Math.Max(1, options.FreeBytes));
        }
    }
}
