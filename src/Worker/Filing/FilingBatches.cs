using ContourFlow.Contouring.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Filing;

/// <summary>Says of objects which cases they touch.</summary>
internal static class FilingBatches
{
    /// <summary>The batch of some objects.</summary>
    public static FilingBatch Of(IReadOnlyList<SpooledObject> objects, IntakeSection options) => new()
    {
        Objects = [.. objects.Select(one => one.Object)],
        Cases =
        [
            .. objects
                // The CT's own word of whose it is comes before that of a structure set.
                .OrderBy(one => one.Facts.StructureSet is not null)
                .SelectMany(one => CaseAssembly.PlanningCtsOf(one.Facts).Select(series => new CaseMention(series, ProtocolFor(one.Object.ReceivingAe, options), one.Facts.PatientKey)))
                .DistinctBy(mention => mention.CtSeriesInstanceUid, StringComparer.Ordinal),
        ],
        PatientsToLookAt =
        [
            .. objects.Where(one => CaseAssembly.ConcernsEveryCase(one.Facts)).Select(one => one.Facts.PatientKey).Distinct(StringComparer.Ordinal),
        ],
        PatientsWithDoses =
        [
            .. objects.Where(one => CaseDoses.Concerns(one.Facts)).Select(one => one.Facts.PatientKey).Distinct(StringComparer.Ordinal),
        ],
        QuietTime = options.QuietTime,
    };

    // The title that an object was sent to chooses the protocol, where the configuration says so.
    private static string ProtocolFor(string title, IntakeSection options) => options.ProtocolByTitle.GetValueOrDefault(title, options.Protocol);
}
