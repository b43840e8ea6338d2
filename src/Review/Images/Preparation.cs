using System.Collections.Concurrent;
using System.Text.Json;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Viewing;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Review.Images;

/// <summary>
/// Prepares one revision, in the order in which a page wants it: manifest and polygons from headers, then the CT, then each MR; whoever waits for a
/// part goes on as soon as that part is there.
/// </summary>
internal sealed class Preparation(ShownRevision revision, PreparedFolder folder, string scratch, IObjectStore objects, CaseReadOptions rules)
{
    private const int FilesAtOnce = 4;
    private const int MrsAtOnce = 2;

    private static readonly HashSet<string> First =
    [
        DicomUID.CTImageStorage.UID, DicomUID.EnhancedCTImageStorage.UID, DicomUID.LegacyConvertedEnhancedCTImageStorage.UID, DicomUID.RTStructureSetStorage.UID,
    ];

    private readonly ConcurrentDictionary<string, TaskCompletionSource> parts = new(StringComparer.Ordinal);
    private volatile Exception? ended;

    /// <summary>Whether everybody has been told what came of it.</summary>
    public bool HasEnded => ended is not null;

    /// <summary>Ends when a part is there.</summary>
    /// <exception cref="NothingToShowException">There is no such part.</exception>
    /// <exception cref="StoreUnavailableException">The object store cannot be reached.</exception>
    public Task Of(string name)
    {
        TaskCompletionSource part = Part(name);
        if (ended is { } why)
            part.TrySetException(why);
        return part.Task;
    }

    /// <summary>Does the work; never throws. Everybody who waits is told.</summary>
    /// <returns>What kept it from being done; null when it is done.</returns>
    public async Task<Exception?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
            End(new NothingToShowException("The revision has no such image."));
            return null;
        }
        catch (Exception fault)
        {
            Exception told = Told(fault);
            End(told);
            return told;
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        string first = Directory.CreateDirectory(Path.Combine(scratch, "ct")).FullName, second = Directory.CreateDirectory(Path.Combine(scratch, "mr")).FullName;
        ViewReport report = ViewReport.Read(await BytesAsync(revision.Report.StoreKey, cancellationToken));
        byte[] structureSet = await BytesAsync(revision.StructureSet.StoreKey, cancellationToken);
        await FetchAsync(isFirst: true, first, cancellationToken);
        Task others = report.Fusions.Any(fusion => fusion.MrToCt is not null) ? FetchAsync(isFirst: false, second, cancellationToken) : Task.CompletedTask;
        try
        {
            ViewCase view = await Task.Run(() => ViewCase.Open(first, structureSet, revision.CtSeriesInstanceUid, rules, cancellationToken), cancellationToken);
            Make(PreparedNames.Contours, output => ContourFile.Write(view.Rois, output));
            Make(PreparedNames.Manifest, output => JsonSerializer.Serialize(output, ImageManifest.Of(revision, view, report), JsonSerializerOptions.Web));
            await Task.Run(() => Make(PreparedNames.Ct, output => view.WriteCt(output, cancellationToken)), cancellationToken);
            await others;
            await Task.Run(() => MakeMrs(view, second, report, cancellationToken), cancellationToken);
        }
        finally
        {
            // Nothing comes into the scratch folder once this has ended.
            await others.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void MakeMrs(ViewCase view, string images, ViewReport report, CancellationToken cancellationToken) => Parallel.For(
        0,
        report.Fusions.Length,
        new ParallelOptions { MaxDegreeOfParallelism = MrsAtOnce, CancellationToken = cancellationToken },
        number =>
        {
            if (report.Fusions[number].MrToCt is not null)
                MakeMr(view, images, report.Fusions[number], PreparedNames.Mr(number), cancellationToken);
        });

    // An MR that cannot be shown keeps nobody from the rest.
    private void MakeMr(ViewCase view, string images, ViewFusion fusion, string name, CancellationToken cancellationToken)
    {
        try
        {
            Make(name, output => view.WriteMr(images, fusion, output, cancellationToken));
        }
        catch (CaseDataException fault)
        {
            folder.MakeFault(name, fault.Message);
            Part(name).TrySetException(new NothingToShowException(fault.Message, fault));
        }
    }

    private void Make(string name, Action<Stream> write)
    {
        if (!folder.Has(name))
            folder.Make(name, write);
        Part(name).TrySetResult();
    }

    private async Task FetchAsync(bool isFirst, string into, CancellationToken cancellationToken)
    {
        // Numbered in the order of their UIDs, which came from outside and are no names of files.
        (StoredObject Input, int Number)[] wanted =
        [
            .. revision.Details.Inputs.OrderBy(input => input.SopInstanceUid, StringComparer.Ordinal).Select((input, number) => (input, number))
                .Where(one => First.Contains(one.input.SopClassUid) == isFirst),
        ];
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken },
            async (one, token) => await objects.FetchAsync(one.Input.StoreKey, Path.Combine(into, string.Create(null, $"{one.Number:D6}.dcm")), token));
    }

    private async Task<byte[]> BytesAsync(string key, CancellationToken cancellationToken)
    {
        await using Stream stored = await objects.OpenAsync(key, cancellationToken);
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static Exception Told(Exception fault) => fault switch
    {
        CaseDataException => new NothingToShowException(fault.Message, fault),
        JsonException => new NothingToShowException("The report of this revision cannot be read.", fault),
        IOException or UnauthorizedAccessException => new StoreUnavailableException("The folder of prepared images cannot be written to.", fault),
        AggregateException { InnerExceptions: [var only] } => Told(only),
        StoredBlobException => new NothingToShowException("An object of this revision is missing from the object store, or damaged.", fault),
        _ => fault,
    };

    private TaskCompletionSource Part(string name) => parts.GetOrAdd(name, static unused =>
    {
        var part = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Nobody may be waiting for it: its fault counts as seen.
        _ = part.Task.ContinueWith(static failed => { _ = failed.Exception; }, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return part;
    });

    private void End(Exception why)
    {
        ended = why;
        foreach (TaskCompletionSource part in parts.Values)
            part.TrySetException(why);
    }
}
