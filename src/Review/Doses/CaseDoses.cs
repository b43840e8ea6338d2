using System.Collections.Concurrent;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Viewing;
using ContourFlow.Contracts;
using ContourFlow.Review.Images;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Doses;

/// <summary>
/// The doses of a case for those who look: what the registry knows of them, their files, and the dose grid as a page draws it, made once of the RT Dose
/// objects and kept on the disk beside the prepared images.
/// </summary>
internal sealed class CaseDoses(IDoseScoreQueries scores, IObjectStore objects, ImageCache cache, ReviewOptions options) : IDisposable
{
    /// <summary>The name of the grid among the prepared parts.</summary>
    public const string Grid = "dose";

    // Raised when the same objects are prepared otherwise, so that what an older program left is made anew.
    private const int Form = 1;

    private const int Attempts = 3;

    private readonly SemaphoreSlim places = new(options.Images.AtOnce);
    private readonly ConcurrentDictionary<string, Lazy<Task>> running = new(StringComparer.Ordinal);

    /// <summary>Every dose of a case, the newest revision first, in it the newest dose first.</summary>
    public Task<IReadOnlyList<DoseScore>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken) => scores.OfCaseAsync(caseId, cancellationToken);

    /// <summary>One dose.</summary>
    /// <exception cref="NothingToShowException">There is none.</exception>
    public async Task<DoseScore> FindAsync(CaseId caseId, string key, CancellationToken cancellationToken) =>
        await scores.FindAsync(caseId, key, cancellationToken) ?? throw new NothingToShowException("The case has no such dose.");

    /// <summary>A file that scoring left.</summary>
    /// <exception cref="NothingToShowException">There is none; the sentence says why.</exception>
    public async Task<(ResultFile File, Stream Content)> OpenAsync(CaseId caseId, string key, string name, CancellationToken cancellationToken)
    {
        DoseScore score = await FindAsync(caseId, key, cancellationToken);
        ResultFile file = score.Files.FirstOrDefault(one => one.Name == name) ?? throw new NothingToShowException(WhyNone(score));
        return (file, await objects.OpenAsync(file.StoreKey, cancellationToken));
    }

    /// <summary>The dose grid as a compressed file (<see cref="DoseGridFile"/>), made where it is not yet.</summary>
    /// <param name="score">The dose.</param>
    /// <param name="cancellationToken">Stops the waiting; the making goes on, for whoever comes next.</param>
    /// <exception cref="NothingToShowException">The objects cannot be read as one dose; the sentence says why.</exception>
    /// <exception cref="StoreUnavailableException">The object store cannot be reached.</exception>
    public async Task<PreparedPart> GridAsync(DoseScore score, CancellationToken cancellationToken)
    {
        string key = KeyOf(score);
        PreparedFolder folder = cache.Of(key);
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if (folder.Has(Grid))
            {
                cache.Touch(folder);
                return new PreparedPart(folder.FileOf(Grid));
            }

            if (folder.FaultOf(Grid) is { } fault)
                throw new NothingToShowException(fault);
            await running.GetOrAdd(key, _ => new Lazy<Task>(() => Task.Run(() => PrepareAsync(key, score, folder), CancellationToken.None))).Value.WaitAsync(cancellationToken);
        }

        // Made, and removed again to make room for others.
        throw new StoreUnavailableException("There is too little room for prepared images.");
    }

    /// <summary>Names exactly what the grid of a dose is made of.</summary>
    public static string KeyOf(DoseScore score) => $"dose-{score.CaseId}-{score.Key}-{Form}";

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task PrepareAsync(string key, DoseScore score, PreparedFolder folder)
    {
        string scratch = cache.NewScratch();
        try
        {
            await places.WaitAsync(CancellationToken.None);
            try
            {
                Directory.CreateDirectory(scratch);
                await MakeAsync(score, folder, scratch);
            }
            finally
            {
                places.Release();
            }
        }
        catch (CaseDataException fault)
        {
            folder.MakeFault(Grid, fault.Message);
            throw new NothingToShowException(fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("The folder of prepared images cannot be written to.", fault);
        }
        finally
        {
            running.TryRemove(key, out _);
            cache.RemoveScratch(scratch);
        }

        cache.Bound(running.ContainsKey);
    }

    private async Task MakeAsync(DoseScore score, PreparedFolder folder, string scratch)
    {
        StoredObject[] inputs = [.. score.Inputs.Where(input => input.SopClassUid == DicomUID.RTDoseStorage.UID).OrderBy(input => input.SopInstanceUid, StringComparer.Ordinal)];
        if (inputs.Length == 0)
            throw new NothingToShowException("The registry names no RT Dose object of this dose.");
        var doses = new List<RtDose>(inputs.Length);
        for (int number = 0; number < inputs.Length; number++)
        {
            // Numbered: a UID came from outside and is no name of a file.
            string file = Path.Combine(scratch, string.Create(null, $"{number:D6}.dcm"));
            await objects.FetchAsync(inputs[number].StoreKey, file, CancellationToken.None);
            doses.Add(RtDoseReader.Read(DicomFile.Open(file, FileReadOption.ReadAll).Dataset));
        }

        folder.Make(Grid, output => DoseGridFile.Write(doses, output));
    }

    private static string WhyNone(DoseScore score) => score.State switch
    {
        DoseScoreState.Refused => $"This dose could not be scored. {score.Reason}".TrimEnd(),
        DoseScoreState.Queued or DoseScoreState.Scoring => "This dose has not been scored yet.",
        DoseScoreState.Superseded => "A newer dose, or newer structures, took its place before it was scored.",
        _ => "This dose has no such file.",
    };
}
