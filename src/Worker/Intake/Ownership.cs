using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Whether the folder of received objects is still the one that was opened. A lock is on a file, not on its name: once the folder is
/// removed another process can make and lock one of the same name. Looked at when it is asked, once a second at most.
/// </summary>
internal sealed class Ownership
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly string mark;
    private readonly ILogger log;
    private readonly TimeProvider time;
    private long lookedAt;
    private bool isOurs = true;

    /// <summary>Leaves a mark of its own in the folder.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Ownership(string working, ILogger log, TimeProvider time)
    {
        (this.log, this.time) = (log, time);
        path = Path.Combine(working, "owner");
        mark = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {time.GetUtcNow().Ticks} {time.GetTimestamp()}");
        File.WriteAllText(path, mark);
        lookedAt = time.GetTimestamp();
    }

    /// <summary>Whether no other mark is there. Where there is none at all nothing can be written either, which is said when it is tried.</summary>
    public bool IsOurs
    {
        get
        {
            lock (gate)
            {
                if (time.GetElapsedTime(lookedAt) < s_period)
                    return isOurs;
                lookedAt = time.GetTimestamp();
                bool wasOurs = isOurs;
                isOurs = Read() is not { } found || found == mark;
                if (wasOurs && !isOurs)
                    IntakeLog.Removed(log, Path.GetDirectoryName(path)!);
                return isOurs;
            }
        }
    }

    /// <summary>Takes the mark away, if it is still this one's: the folder is let go.</summary>
    public void Release()
    {
        if (Read() == mark)
            PartFile.Discard(path);
    }

    private string? Read()
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
