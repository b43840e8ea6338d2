using System.Diagnostics.Metrics;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Receiving;

namespace ContourFlow.Worker.Operations.Metrics;

/// <summary>Figures of this process: its receiver and its disks.</summary>
internal sealed class ProcessMeter
{
    private readonly ReceiverWatch watch;

    /// <summary>Makes the instruments; those of the receiver for a gateway only.</summary>
    public ProcessMeter(IMeterFactory meters, ServiceOptions options, Roles roles, ReceiverWatch watch)
    {
        this.watch = watch;
        Meter meter = meters.Create(OperationsServices.MeterName);
        meter.CreateObservableGauge("contourflow.disk.free_ratio", () => Free(options), "1", "Free part of the disk of each folder that this process writes to: 0 to 1.");
        if (!roles.HasFlag(Roles.Gateway))
            return;
        meter.CreateObservableUpDownCounter("contourflow.receiver.associations.open", () => Of(state => (long)state.Admission.Inside), "{association}", "Associations that are let in now.");
        meter.CreateObservableCounter("contourflow.receiver.associations", () => Of(state => state.Counts.Associations), "{association}", "Associations that were let in.");
        meter.CreateObservableCounter("contourflow.receiver.associations.rejected", () => Of(state => state.Counts.Rejected), "{association}", "Associations that were rejected.");
        meter.CreateObservableCounter("contourflow.receiver.objects", Objects, "{object}", "Objects that were sent to us, by what became of them.");
    }

    private IEnumerable<Measurement<long>> Objects() => watch.Receiver?.State.Counts is { } counts
        ? [Outcome("stored", counts.Stored), Outcome("already-here", counts.AlreadyHere), Outcome("kept-aside", counts.KeptAside), Outcome("refused", counts.Refused)]
        : [];

    private static Measurement<long> Outcome(string outcome, long count) => new(count, new KeyValuePair<string, object?>("outcome", outcome));

    private IEnumerable<Measurement<long>> Of(Func<ReceiverState, long> figure) =>
        watch.Receiver is { } receiver ? [new Measurement<long>(figure(receiver.State))] : [];

    private static IEnumerable<Measurement<double>> Free(ServiceOptions options)
    {
        (string Name, string? Path)[] folders = [("data", options.Data), ("scratch", options.Processing.Scratch), ("objects", options.Objects.Folder)];
        foreach ((string name, string? path) in folders)
        {
            if (path is not null && Ratio(path) is { } ratio)
                yield return new Measurement<double>(ratio, new KeyValuePair<string, object?>("folder", name));
        }
    }

    private static double? Ratio(string folder)
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(folder));
            return disk.TotalSize == 0 ? null : (double)disk.AvailableFreeSpace / disk.TotalSize;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A disk that does not answer has no figure; health says why.
            return null;
        }
    }
}
