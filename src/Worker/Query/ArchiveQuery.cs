using System.Collections.Immutable;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Query;

/// <summary>Asks an archive by C-FIND (DICOM PS3.4 section C.4.1).</summary>
internal static class ArchiveQuery
{
    // UIDs in one list: archives have limits on the length of a key.
    private const int ListLength = 20;

    /// <summary>All that matches.</summary>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost.</exception>
    /// <exception cref="QueryRefusedException">It refuses.</exception>
    public static async Task<ImmutableArray<DicomDataset>> FindAsync(Destination archive, DicomCFindRequest request, CancellationToken cancellationToken) =>
        (await FindAsync(archive, request, int.MaxValue, cancellationToken)).Found;

    /// <summary>What matches, up to a limit: at one more the archive is asked to stop, by C-CANCEL.</summary>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost.</exception>
    /// <exception cref="QueryRefusedException">It refuses.</exception>
    public static async Task<Matches> FindAsync(Destination archive, DicomCFindRequest request, int limit, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<DicomDataset>();
        DicomStatus last = DicomStatus.ProcessingFailure;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? stopping = null;
        request.OnResponseReceived = (_, response) =>
        {
            last = response.Status;
            if (response.Status.State != DicomState.Pending || response.Dataset is not { } match)
                return;
            if (found.Count < limit)
                found.Add(match);
            else
                stopping ??= enough.CancelAsync();
        };
        IDicomClient client = archive.Client();
        await client.AddRequestAsync(request);
        try
        {
            await client.SendAsync(enough.Token);
        }
        catch (OperationCanceledException) when (stopping is not null && !cancellationToken.IsCancellationRequested)
        {
            // What was wanted is here.
        }

        if (stopping is not null)
            await stopping;
        return stopping is not null || last.State == DicomState.Success
            ? new Matches(found.ToImmutable(), IsCut: stopping is not null)
            : throw new QueryRefusedException(archive.Remote.Title, "the query", last);
    }

    /// <summary>Which of these objects the archive has.</summary>
    /// <returns>Their SOP Instance UIDs.</returns>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost.</exception>
    /// <exception cref="QueryRefusedException">It refuses.</exception>
    public static Task<ImmutableHashSet<string>> HeldAsync(Destination archive, IReadOnlyList<OutgoingObject> objects, CancellationToken cancellationToken) =>
        HeldAsync(request => FindAsync(archive, request, cancellationToken), objects);

    /// <summary>Which of these objects an archive has.</summary>
    /// <param name="find">Asks it.</param>
    /// <param name="objects">The objects.</param>
    /// <returns>Their SOP Instance UIDs.</returns>
    /// <exception cref="QueryRefusedException">It refuses, and not only lists.</exception>
    internal static async Task<ImmutableHashSet<string>> HeldAsync(Func<DicomCFindRequest, Task<ImmutableArray<DicomDataset>>> find, IReadOnlyList<OutgoingObject> objects)
    {
        var held = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        bool takesLists = true;
        foreach (var series in objects.GroupBy(item => (item.StudyInstanceUid, item.SeriesInstanceUid)))
        {
            foreach (OutgoingObject[] list in series.Chunk(ListLength).Where(list => list.Length > 1 && takesLists))
            {
                try
                {
                    await AskAsync(find, list, held);
                }
                catch (QueryRefusedException)
                {
                    // It may take single UIDs all the same; where it refuses to be asked at all, it says so of those.
                    takesLists = false;
                }
            }

            // Where lists are not understood, or refused, nothing was found by one.
            foreach (OutgoingObject item in series.Where(item => !held.Contains(item.SopInstanceUid)))
                await AskAsync(find, [item], held);
        }

        return held.ToImmutable();
    }

    private static async Task AskAsync(Func<DicomCFindRequest, Task<ImmutableArray<DicomDataset>>> find, OutgoingObject[] list, ImmutableHashSet<string>.Builder held)
    {
        DicomCFindRequest request = DicomCFindRequest.CreateImageQuery(list[0].StudyInstanceUid, list[0].SeriesInstanceUid);

        // A list of UIDs (PS3.4 section C.2.2.2.2), which an object's own attribute could not be.
        request.Dataset!.NotValidated().AddOrUpdate(DicomTag.SOPInstanceUID, [.. list.Select(item => item.SopInstanceUid)]);
        var wanted = list.Select(item => item.SopInstanceUid).ToHashSet(StringComparer.Ordinal);

        // An archive that does not match by the key gives everything: what was not asked for proves nothing.
        foreach (DicomDataset match in await find(request))
        {
            if (match.GetSingleValueOrDefault(DicomTag.SOPInstanceUID, "") is { } uid && wanted.Contains(uid))
                held.Add(uid);
        }
    }
}
