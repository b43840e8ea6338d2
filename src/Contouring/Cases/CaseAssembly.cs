using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Puts a case together from the facts of everything that has come of its patient: what belongs to it, and what it lacks. Pure: the order in
/// which objects came, and how often, does not matter. docs/cases.md explains the rules.
/// </summary>
public static class CaseAssembly
{
    /// <summary>Puts a case together.</summary>
    /// <param name="ctSeriesInstanceUid">Series Instance UID of the planning CT: the case.</param>
    /// <param name="objects">What has come of the patient; of others it is passed over.</param>
    /// <param name="protocol">What makes the case complete, and whether and which MR is used.</param>
    /// <param name="isCtKnownWhole">
    /// Whether an archive has said that the planning CT has no more images than are here: gaps between its planes are then the scanner's.
    /// </param>
    public static AssembledCase Assemble(
        string ctSeriesInstanceUid, IEnumerable<ObjectFacts> objects, Protocol protocol, bool isCtKnownWhole = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ctSeriesInstanceUid);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(protocol);
        var contents = CaseContents.Of(ctSeriesInstanceUid, objects, protocol);
        var missing = new CaseCompleteness(contents, protocol, isCtKnownWhole).Missing();
        return new(contents.Inputs(), missing, contents.StudyInstanceUid);
    }

    /// <summary>
    /// Series Instance UIDs of the planning CTs to whose cases an object belongs by its own word: a CT image that may be a slice to that of its
    /// series, a structure set to those that it names. None for what this program wrote.
    /// </summary>
    public static ImmutableArray<string> PlanningCtsOf(ObjectFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.IsOwn) return [];
        if (facts.StructureSet is { } structureSet)
        {
            return
            [
                .. structureSet.Series
                    .Where(series => IsUid(series.SeriesInstanceUid) && ImageClasses.IsCt(series.ImageClassUid))
                    .Select(series => series.SeriesInstanceUid)
                    .Distinct(StringComparer.Ordinal),
            ];
        }

        return facts.SeriesInstanceUid.Length > 0 && CtCandidates.MayBePlanningCt(FactsReading.Scanned(facts)) ? [facts.SeriesInstanceUid] : [];
    }

    // What is none would be the name of a case, and could be anything.
    private static bool IsUid(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiDigit(c) || c == '.');

    /// <summary>Whether an object can change any case of its patient, so that all of them are to be looked at: an MR image, a registration, a structure set. Never what this program wrote.</summary>
    public static bool ConcernsEveryCase(ObjectFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return !facts.IsOwn && (facts.StructureSet is not null || facts.Registration is not null || facts is { Modality: "MR", Image: not null });
    }
}
