using System.Diagnostics.Metrics;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Operations.Metrics;

/// <summary>Figures of this process: when it started, its disks, its review page, its receiver.</summary>
internal sealed class ProcessMeter
{
    private readonly ReceiverWatch watch;

    /// <summary>Makes the instruments; those of the receiver for a gateway only, that of the page where there is to be one.</summary>
    public ProcessMeter(IMeterFactory meters, ServiceOptions options, Roles roles, ReceiverWatch watch, IServiceProvider services, TimeProvider time)
    {
        this.watch = watch;
        Meter meter = meters.Create(OperationsServices.MeterName);
        double started = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        meter.CreateObservableGauge("contourflow.process.start_time", () => started, "s", "When this process started, in seconds since 1970.");
        if (ReviewHost.IsPartOf(options, roles))
            meter.CreateObservableGauge("contourflow.review.listening", () => services.GetService<ReviewHost>() is { IsListening: true } ? 1 : 0, "1", "Whether the review page of this process listens: 1 or 0.");
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
