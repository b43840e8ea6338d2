using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Scoring;

/// <summary>Doses of a made-up patient, and what is to be done with them.</summary>
internal static class DoseSample
{
    public const string RtDose = "1.2.840.10008.5.1.4.1.1.481.2";

    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(20);

    public static readonly CompletedScore Scorecard = new(
        "optimal", "spine", Sha256("protocol"), ResultObject("2.25.1"),
        [new ResultFile("dose.json", Sha256("dose"), Key("dose"), 7), new ResultFile("dose.html", Sha256("page"), Key("page"), 8)], TimeSpan.FromSeconds(2));

    public static string DoseUid(int number) => $"1.2.3.1.4.{number}";

    /// <summary>Files doses of the patient.</summary>
    public static Task<IReadOnlyList<FilingOutcome>> FileAsync(TestRegistry registry, params int[] numbers) => registry.Filing.FileAsync(
        Batch([.. numbers.Select(number => Filed(RtDose, "RTDOSE", 1, "1.2.3.1.4", DoseUid(number), ""))], []) with { PatientsWithDoses = ["patient-1"] }, default);

    /// <summary>The case, as who looks at its doses sees it; every test has it due.</summary>
    public static async Task<DosesToLookAt> LookAsync(TestRegistry registry)
    {
        registry.Time.Advance(Quiet);
        (await registry.Scoring.TakeDueAsync(10, ClaimTime, default)).Should().Equal(Case(1));
        return (await registry.Scoring.LookAtAsync(Case(1), default))!;
    }

    /// <summary>What a dose on structures would be.</summary>
    public static WantedScore Wanted(DosesToLookAt seen, int number) =>
        new(ScoreKey.Of(seen.Structures!.Results[0].Sha256, Sha256("protocol"), [(DoseUid(number), Sha256(DoseUid(number)))]), [DoseUid(number)]);

    /// <summary>Looks, and wants these doses scored.</summary>
    public static async Task<string[]> WantAsync(TestRegistry registry, params int[] numbers)
    {
        DosesToLookAt seen = await LookAsync(registry);
        WantedScore[] wanted = [.. numbers.Select(number => Wanted(seen, number))];
        (await registry.Scoring.WantAsync(seen, wanted, default)).Should().BeTrue();
        return [.. wanted.Select(one => one.Key)];
    }

    /// <summary>A processed case with a dose that is to be scored.</summary>
    public static async Task<string> QueuedAsync(TestRegistry registry)
    {
        await ProcessedAsync(registry, Result());
        await FileAsync(registry, 1);
        return (await WantAsync(registry, 1))[0];
    }

    public static Task<ScoreClaim> ClaimAsync(TestRegistry registry, string key, string worker = "worker", int mostAttempts = 5) =>
        registry.Scoring.ClaimAsync(Case(1), key, worker, ClaimTime, mostAttempts, default);

    public static async Task ScoredAsync(TestRegistry registry, string key)
    {
        (await ClaimAsync(registry, key)).Outcome.Should().Be(ClaimOutcome.Claimed);
        (await registry.Scoring.CompleteAsync(Case(1), key, 0, "worker", Scorecard, default)).Should().BeTrue();
    }

    public static async Task<DoseScore> FindAsync(TestRegistry registry, string key) => (await registry.Doses.FindAsync(Case(1), key, default))!;

    public static async Task<string[]> StatesAsync(TestRegistry registry) =>
        [.. (await registry.Doses.OfCaseAsync(Case(1), default)).Select(score => $"{score.Inputs[0].SopInstanceUid[^1]} on {score.Revision} {score.State}")];
}
