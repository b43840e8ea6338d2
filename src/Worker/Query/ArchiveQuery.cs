using System.Collections.Immutable;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Query;

/// <summary>An archive refused a query.</summary>
internal sealed class QueryRefusedException(string archive, DicomStatus status)
    : Exception($"{archive} refuses the query: status {status.Code:x4}, {status.Description}.")
{
    /// <summary>The status (DICOM PS3.4 table C.4-1).</summary>
    public DicomStatus Status { get; } = status;
}

/// <summary>Asks an archive by C-FIND (DICOM PS3.4 section C.4.1).</summary>
internal static class ArchiveQuery
{
    // UIDs in one list: archives have limits on the length of a key.
    private const int ListLength = 20;

    /// <summary>All that matches.</summary>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost.</exception>
    /// <exception cref="QueryRefusedException">It refuses.</exception>
    public static async Task<ImmutableArray<DicomDataset>> FindAsync(Destination archive, DicomCFindRequest request, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<DicomDataset>();
        DicomStatus last = DicomStatus.ProcessingFailure;
        request.OnResponseReceived = (_, response) =>
        {
            last = response.Status;
            if (response.Status.State == DicomState.Pending && response.Dataset is { } match)
                found.Add(match);
        };
        IDicomClient client = archive.Client();
        await client.AddRequestAsync(request);
        await client.SendAsync(cancellationToken);
        return last.State == DicomState.Success ? found.ToImmutable() : throw new QueryRefusedException(archive.Remote.Title, last);
    }

    /// <summary>Which of these objects the archive has.</summary>
    /// <returns>Their SOP Instance UIDs.</returns>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost.</exception>
    /// <exception cref="QueryRefusedException">It refuses.</exception>
    public static async Task<ImmutableHashSet<string>> HeldAsync(Destination archive, IReadOnlyList<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        var held = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var series in objects.GroupBy(item => (item.StudyInstanceUid, item.SeriesInstanceUid)))
        {
            foreach (OutgoingObject[] list in series.Chunk(ListLength))
                await AskAsync(archive, list, held, cancellationToken);

            // Where lists are not understood nothing was found by one.
            foreach (OutgoingObject item in series.Where(item => !held.Contains(item.SopInstanceUid) && series.Skip(1).Any()))
                await AskAsync(archive, [item], held, cancellationToken);
        }

        return held.ToImmutable();
    }

    private static async Task AskAsync(Destination archive, OutgoingObject[] list, ImmutableHashSet<string>.Builder held, CancellationToken cancellationToken)
    {
        DicomCFindRequest request = DicomCFindRequest.CreateImageQuery(list[0].StudyInstanceUid, list[0].SeriesInstanceUid);

        // A list of UIDs (PS3.4 section C.2.2.2.2), which an object's own attribute could not be.
        request.Dataset!.NotValidated().AddOrUpdate(DicomTag.SOPInstanceUID, [.. list.Select(item => item.SopInstanceUid)]);
        var wanted = list.Select(item => item.SopInstanceUid).ToHashSet(StringComparer.Ordinal);

        // An archive that does not match by the key gives everything: what was not asked for proves nothing.
        foreach (DicomDataset match in await FindAsync(archive, request, cancellationToken))
        {
            if (match.GetSingleValueOrDefault(DicomTag.SOPInstanceUID, "") is { } uid && wanted.Contains(uid))
                held.Add(uid);
        }
    }
}
