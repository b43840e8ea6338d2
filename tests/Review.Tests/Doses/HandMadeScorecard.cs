using ContourFlow.Contouring.Dose;

namespace ContourFlow.Review.Tests.Doses;

/// <summary>A scorecard of made-up figures, for what only passes it on.</summary>
internal static class HandMadeScorecard
{
    public static DoseScorecard Of(string verdict) => new(
        DoseScorecardJson.Schema, DoseScorecardJson.SchemaVersion, "1.0.0", "1", verdict, "Made by hand.",
        new("spine-sbrt-sib", "1", new string('a', 64), "Trial", "A paper"),
        new(30, 5),
        null,
        null,
        new("2.25.7", "Structures"),
        [new("PTV_Eval", 1, "PTV_Eval", "#FF0000", 50, 0, 20, 52, 35, 0.1, [100, 100, 0], null, null)],
        [new("PTV_Eval", "PTV_Eval", "D98%", "Gy", 20, 19.9, 20.1, null, new(21, null, "at least 21 Gy", DoseWords.Fail), DoseWords.Violated, null, "Too low.")],
        []);
}
