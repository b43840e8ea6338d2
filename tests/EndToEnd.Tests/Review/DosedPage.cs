using System.Collections.Immutable;
using ContourFlow.Contouring.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Review;
using ContourFlow.Review.Hosting;
using ContourFlow.Review.Tests.Doses;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Reviewing;
using ContourFlow.Storage.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>
/// The review page over the case that others look at, with two doses of it: the newest round about the ring, with a scorecard of made-up figures in which
/// every verdict occurs, and an older one that rises evenly, so that its lines are known.
/// </summary>
public sealed class DosedPage(ReviewedService reviewed, ChromiumBrowser chromium) : IAsyncLifetime
{
    private const double Step = 0.1;

    private readonly TemporaryFolder folder = new();
    private ServiceProvider? services;
    private WebApplication? server;

    /// <summary>The curve of PTV_Eval as it stands in the scorecard: percent at k · 0.1 Gy.</summary>
    internal static ImmutableArray<double> PtvCurve { get; } = Curve(38, 3.2);

    /// <summary>What the evenly rising dose rises by, Gy a mm to Left, Posterior and Superior of the ring's centre, where it is 30 Gy.</summary>
    internal static PatientVector Slope { get; } = new(0.12, 0.08, 0.06);

    /// <summary>The doses; what a test changes it puts back.</summary>
    internal KnownDoses Known { get; } = new();

    /// <summary>The ring's centre.</summary>
    internal PatientPoint Centre => new(reviewed.Ring.CentreX, reviewed.Ring.CentreY, reviewed.Ring.Planes[4]);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!ChromiumBrowser.IsHere)
            return;
        PatientPoint centre = Centre;
        string frame = await FrameOfReferenceAsync();
        DoseScore round = await ScoreAsync('1', frame, point => 52 * Math.Exp(-Math.Pow((point - centre).Length / 46, 2)), Scorecard(DoseWords.Violated), minutes: 20);
        DoseScore even = await ScoreAsync('2', frame, point => 30 + (point - centre).Dot(Slope), Scorecard(DoseWords.Optimal), minutes: 10);
        Known.All = [round, even];
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(reviewed.Story.Get<ICaseQueries>())
            .AddSingleton(reviewed.Story.Get<ICaseDecisions>())
            .AddSingleton(reviewed.Story.Get<IReviewRecords>())
            .AddSingleton(reviewed.Story.Get<IObjectStore>())
            .AddSingleton<IDoseScoreQueries>(Known)
            .BuildServiceProvider();
        server = ReviewServer.Build(new ReviewOptions { Port = 0, Folder = folder["review"] }, services);
        await server.StartAsync();
    }

    /// <summary>A browser with the case open and its dose loaded.</summary>
    internal async Task<WatchedPage> OpenAsync(ColorScheme scheme = ColorScheme.Dark)
    {
        WatchedPage watched = await chromium.OpenAsync(scheme);
        IPage page = watched.Page;
        await page.GotoAsync(ReviewServer.SignInLink(server!)!.AbsoluteUri);
        await page.GetByLabel("Your name").FillAsync("Dosi Metrist");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await reviewed.OpenCaseAsync(page);
        await page.WaitForFunctionAsync("() => window.__review.dose()");
        return watched;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        if (services is not null)
            await services.DisposeAsync();
        folder.Dispose();
    }

    private async Task<string> FrameOfReferenceAsync()
    {
        RevisionDetails revision = (await reviewed.Story.Cases.DetailsAsync(reviewed.CaseId, default))!.Revisions[^1];
        string path = folder["ct.dcm"];
        await reviewed.Story.Get<IObjectStore>().FetchAsync(revision.Inputs.First(input => input.SopClassUid == DicomUID.CTImageStorage.UID).StoreKey, path, default);
        return (await DicomFile.OpenAsync(path)).Dataset.GetString(DicomTag.FrameOfReferenceUID);
    }

    private async Task<DoseScore> ScoreAsync(char key, string frame, Func<PatientPoint, double> of, DoseScorecard scorecard, int minutes)
    {
        IObjectStore objects = reviewed.Story.Get<IObjectStore>();
        // 180 mm to each side across, 160 along and 150 high, the ring in the middle but for parts of a spacing.
        var made = new MadeDose(frame, new(Math.Round(Centre.X) - 90.5, Math.Round(Centre.Y) - 80.25, Math.Round(Centre.Z) - 75.5), 61, 65, [.. Enumerable.Range(0, 51).Select(k => k * 3.0)], of);
        string uid = $"2.25.90{key}";
        StoredBlob dose = await objects.PutAsync(made.File(uid), default);
        var files = new List<ResultFile>();
        foreach ((string name, byte[] content) in DoseFiles.Of(scorecard))
        {
            StoredBlob blob = await objects.PutAsync(content, default);
            files.Add(new ResultFile(name, blob.Sha256, blob.Key, blob.Length));
        }

        DateTimeOffset at = TimeProvider.System.GetUtcNow().AddHours(-1).AddMinutes(minutes);
        return new DoseScore(
            reviewed.CaseId, 1, new string(key, 64), DoseScoreState.Scored, [new StoredObject(uid, DicomUID.RTDoseStorage.UID, dose.Sha256, dose.Key, dose.Length)],
            scorecard.Verdict, null, null, at, at, files);
    }

    private DoseScorecard Scorecard(string verdict) => new(
        DoseScorecardJson.Schema, DoseScorecardJson.SchemaVersion, "1.0.0", "1", verdict,
        "Violated: SpinalCord_PRV02 D0.03cc. Not evaluable: ThecalSac D0.03cc. Indeterminate: GTV D2%.",
        new("spine-sbrt-sib", "1.0", new string('a', 64), "Spine SBRT with a simultaneous boost", "Mitsuyoshi et al. 2025"),
        new(30, 5),
        new(["2.25.901"], "PLAN", "GY", "PHYSICAL", "2.25.1", 61, 65, 51, 3, 2.5, 3, 51.87, [Centre.X, Centre.Y, Centre.Z]),
        new("2.25.77", IsHere: false, null, null),
        new("2.25.7", "ContourFlow"),
        [
            Structure("GTV", 1, "#FF3030", 8.9, Curve(46, 1.4)),
            Structure("CTV", 2, "#FF9000", 31.5, Curve(41, 2.6)),
            Structure("PTV_Eval", 3, "#FFE000", 62.4, PtvCurve),
            Structure("SpinalCord", 4, "#30A0FF", 5.2, Curve(17, 3)),
            Structure("SpinalCord_PRV02", 5, "#00E0C0", 10.4, Curve(20, 3)),
            new("ThecalSac", 6, "ThecalSac", "#80FF80", 14.1, 1.2, null, null, null, Step, [], "dose-outside-grid", "1.2 of 14.1 cm³ of 'ThecalSac' (8.51 %) lie outside the dose grid, where the dose is not known. Export a dose grid that holds it."),
            Structure("BODY", 7, "#00FF00", 8420, Curve(3, 6)),
        ],
        [
            Line("PTV_Eval", "D2%", 44.1, new(42, 48, "42 to 48 Gy", DoseWords.Pass), new(null, 51, "at most 51 Gy", DoseWords.Pass), DoseWords.Optimal),
            Line("PTV_Eval", "D98%", 26.9996, new(27, null, "at least 27 Gy", DoseWords.Fail), new(21, null, "at least 21 Gy", DoseWords.Pass), DoseWords.Mandatory),
            Line("GTV", "D2%", 48.01, new(45, 48, "45 to 48 Gy", DoseWords.Indeterminate), new(null, 51, "at most 51 Gy", DoseWords.Pass), DoseWords.Indeterminate),
            Line("SpinalCord_PRV02", "D0.03cc", 27.31, null, new(null, 25, "at most 25 Gy", DoseWords.Fail), DoseWords.Violated),
            new("ThecalSac", "ThecalSac", "D0.03cc", "Gy", null, null, null, null, new(null, 30, "at most 30 Gy", null), DoseWords.NotEvaluable, "dose-outside-grid", "1.2 of 14.1 cm³ of 'ThecalSac' (8.51 %) lie outside the dose grid."),
        ],
        [
            new("warning", "dose-plan-missing", "RT Plan 2.25.77, which the dose names, has not been received: the number of fractions is not known. Send the plan.", null),
            new("warning", "dose-grid-coarse", "The points of the dose grid are 3 mm apart: figures near steep gradients are uncertain.", null),
        ]);

    private static ScoredStructure Structure(string name, int number, string colour, double cc, ImmutableArray<double> curve) =>
        new(name, number, name, colour, cc, 0, 0.5, (curve.Length - 1) * Step, 20, Step, curve, null, null);

    private static ScoredObjective Line(string structure, string metric, double value, ScoredBounds? optimal, ScoredBounds? mandatory, string verdict) => new(
        structure, structure, metric, "Gy", value, value - 0.04, value + 0.05, optimal, mandatory, verdict, null,
        $"{metric} of '{structure}' is {value:0.00} Gy: {verdict}.");

    // Half of the volume gets the middle; it ends at 0 where less than a thousandth of it is left.
    private static ImmutableArray<double> Curve(double middle, double width)
    {
        var curve = ImmutableArray.CreateBuilder<double>();
        for (int k = 0; ; k++)
        {
            double share = 100 / (1 + Math.Exp(((k * Step) - middle) / width)) * (1 + Math.Exp(-middle / width));
            curve.Add(share < 0.1 ? 0 : Math.Round(share, 4));
            if (share < 0.1)
                return curve.ToImmutable();
        }
    }
}
