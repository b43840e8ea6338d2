using System.Collections.Immutable;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>Reads what decides which case a dose or a plan belongs to. Odd values are missing.</summary>
internal static class DoseFactsReading
{
    private const int DateLength = 8;

    /// <summary>Whether an object is an RT Dose.</summary>
    public static bool IsDose(string sopClassUid, string modality) => sopClassUid == DicomUID.RTDoseStorage.UID || modality == "RTDOSE";

    /// <summary>Whether an object is an RT Plan, of photons, electrons or ions.</summary>
    public static bool IsPlan(string sopClassUid, string modality) =>
        sopClassUid == DicomUID.RTPlanStorage.UID || sopClassUid == DicomUID.RTIonPlanStorage.UID || modality == "RTPLAN";

    /// <summary>The facts of an RT Dose.</summary>
    public static DoseFacts DoseOf(DicomDataset dataset)
    {
        var plans = DosedPlan.AllOf(dataset);
        var groups = plans.SelectMany(plan => plan.FractionGroups).ToList();
        return new()
        {
            SummationType = dataset.Text(DicomTag.DoseSummationType),
            Units = dataset.Text(DicomTag.DoseUnits),
            Type = dataset.Text(DicomTag.DoseType),
            Plans = [.. plans.Select(plan => plan.SopInstanceUid).Order(StringComparer.Ordinal)],
            FractionGroups = Rising(groups.Select(group => group.Number).OfType<int>()),
            Beams = Rising(groups.SelectMany(group => group.Beams)),
            Dated = Moment(dataset),
        };
    }

    /// <summary>The facts of an RT Plan.</summary>
    public static PlanFacts PlanOf(DicomDataset dataset) => new() { StructureSetUid = RtPlan.Of(dataset).StructureSetUid };

    private static ImmutableArray<int> Rising(IEnumerable<int> numbers) => [.. numbers.Distinct().Order()];

    private static string Moment(DicomDataset dataset)
    {
        var made = Moment(dataset, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime);
        return made.Length > 0 ? made : Moment(dataset, DicomTag.ContentDate, DicomTag.ContentTime);
    }

    // A day without a time does not tell which of two of one day is newer.
    private static string Moment(DicomDataset dataset, DicomTag day, DicomTag time) =>
        (dataset.Text(day), dataset.Text(time)) is ({ Length: DateLength } date, { Length: > 0 } hours) && date.All(char.IsAsciiDigit) ? date + hours : string.Empty;
}
