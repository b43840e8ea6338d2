using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ContourFlow.Contouring.Cases;

/// <summary>Whether a dose belongs to a case: by what its plan was made on, else by its frame of reference.</summary>
internal sealed class DoseBelonging
{
    private readonly string _ctSeries;
    private readonly string _frame;
    private readonly FrozenSet<string> _results;
    private readonly FrozenSet<string> _otherCts;
    private readonly FrozenDictionary<string, ObjectFacts> _plans;
    private readonly FrozenDictionary<string, StructureSetFacts> _structureSets;

    /// <summary>Of a case.</summary>
    /// <param name="ctSeries">Series Instance UID of the planning CT.</param>
    /// <param name="frame">Its frame of reference.</param>
    /// <param name="facts">Everything of the patient, what this program wrote among it.</param>
    /// <param name="results">SOP Instance UIDs of what this program has made of the case.</param>
    public DoseBelonging(string ctSeries, string frame, ImmutableArray<ObjectFacts> facts, FrozenSet<string> results)
    {
        (_ctSeries, _frame, _results) = (ctSeries, frame, results);
        _otherCts = facts.Where(one => one.Modality == "CT" && one.SeriesInstanceUid != ctSeries).Select(one => one.SeriesInstanceUid).ToFrozenSet(StringComparer.Ordinal);
        _plans = facts.Where(one => DoseFactsReading.IsPlan(one.SopClassUid, one.Modality)).ToFrozenDictionary(one => one.SopInstanceUid, StringComparer.Ordinal);
        _structureSets = facts.Where(one => one.StructureSet is not null).ToFrozenDictionary(one => one.SopInstanceUid, one => one.StructureSet!, StringComparer.Ordinal);
    }

    /// <summary>The only plan that a dose names, where it has come.</summary>
    public ObjectFacts? PlanOf(ObjectFacts dose) => dose.Dose?.Plans is [var only] ? _plans.GetValueOrDefault(only) : null;

    /// <summary>Whether a dose belongs to the case. In another frame of reference it does where its plan was made on this case: whoever scores it says then why it cannot be.</summary>
    public bool Belongs(ObjectFacts dose) => MadeOnThis(dose) ?? dose.FrameOfReferenceUid == _frame;

    // Null where that is not known: several CT series may have one frame of reference. That it was made on another counts where that one is here, and may be a case.
    private bool? MadeOnThis(ObjectFacts dose)
    {
        if (PlanOf(dose)?.Plan?.StructureSetUid is not { Length: > 0 } structureSet) return null;
        if (_results.Contains(structureSet)) return true;
        if (!_structureSets.TryGetValue(structureSet, out var drawn)) return null;
        if (drawn.Series.Any(series => series.SeriesInstanceUid == _ctSeries)) return true;
        return drawn.Series.Any(series => _otherCts.Contains(series.SeriesInstanceUid)) ? false : null;
    }
}
