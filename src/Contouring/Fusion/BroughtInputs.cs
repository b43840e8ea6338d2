using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Fusion;

/// <summary>
/// The protocol's inputs that are drawn on MR series. Which MR counts where several have an input: one of the right
/// weighting whose fusion is accepted, of those the one with the closest planes, then the first by its UID.
/// </summary>
internal sealed class BroughtInputs
{
    private readonly ILookup<string, MrDrawing> _drawings;
    private readonly Dictionary<string, MrFusion> _fusions;
    private readonly PlanningCase _case;
    private readonly Protocol _protocol;
    private readonly int _threads;

    /// <summary>Looks through the MR series of a case.</summary>
    /// <param name="planningCase">The case.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="fusions">The fusion of every MR series.</param>
    /// <param name="threads">How many threads may work at once.</param>
    public BroughtInputs(PlanningCase planningCase, Protocol protocol, ImmutableArray<MrFusion> fusions, int threads)
    {
        _case = planningCase;
        _protocol = protocol;
        _threads = threads;
        _fusions = fusions.ToDictionary(fusion => fusion.Mr.SeriesInstanceUid, StringComparer.Ordinal);
        _drawings = fusions
            .SelectMany(fusion => MrDrawings.Of(fusion.Mr, protocol))
            .ToLookup(drawn => drawn.Input.Name, drawn => drawn.Drawing, StringComparer.Ordinal);
    }

    /// <summary>True when the input is drawn on some MR and the protocol takes it from an MR.</summary>
    public bool IsDrawn(InputDefinition input) => _drawings.Contains(input.Name);

    /// <summary>
    /// True when the MR's drawing counts although the CT has one: the protocol prefers it, and it can be brought over.
    /// </summary>
    public bool IsPreferred(InputDefinition input) => _protocol.Fusion is { Prefer: DrawingPreference.Mr } && Usable(input).Any();

    /// <summary>The input on the CT's planes.</summary>
    /// <exception cref="CaseDataException">No MR that has it can be used; or the drawing itself cannot.</exception>
    public UsedInput Bring(InputDefinition input, ICollection<Finding> findings)
    {
        var usable = Usable(input).ToList();
        if (usable.Count == 0) throw WhyNone(input);
        var chosen = usable[0];
        var same = usable.Where(drawing => drawing.Mr == chosen.Mr).ToList();
        if (same.Count > 1)
        {
            throw new CaseDataException(
                ReasonCodes.RoiAmbiguous,
                $"{input.Name} is drawn on MR series {chosen.Mr.SeriesInstanceUid} in {same.Count} structure sets: "
                + $"{string.Join(", ", same.Select(drawing => drawing.StructureSet.SopInstanceUid))}. Take all but one out of the case.");
        }

        var pose = _fusions[chosen.Mr.SeriesInstanceUid].Pose!;
        var drawn = DrawnInput.Read(input, chosen.Roi, chosen.StructureSet.SopInstanceUid, findings);
        var geometry = MrDrawings.OnCt(drawn, pose, _case.Ct, _threads);
        if (geometry.IsEmpty)
        {
            throw new CaseDataException(
                ReasonCodes.RoiEmpty,
                $"ROI '{chosen.Roi.Name}' of structure set {chosen.StructureSet.SopInstanceUid}, drawn on MR series {chosen.Mr.SeriesInstanceUid}, "
                + "meets no plane of the planning CT once it is brought over.");
        }

        Say(input, usable, chosen, findings);
        return new UsedInput(input, chosen.Roi.Number, input.Name, geometry, ContourFingerprint.Of(chosen.StructureSet.Source, chosen.Roi.Number))
        {
            FromMr = new(chosen.StructureSet.SopInstanceUid, chosen.Mr.SeriesInstanceUid, pose, chosen.Roi),
        };
    }

    private IEnumerable<MrDrawing> Usable(InputDefinition input) =>
        _drawings[input.Name]
            .Where(drawing => MrDrawings.Takes(input, drawing.Mr) && _fusions[drawing.Mr.SeriesInstanceUid].IsAccepted)
            .OrderBy(drawing => Math.Round(drawing.Mr.PlaneSpacing, 2))
            .ThenBy(drawing => drawing.Mr.SeriesInstanceUid, StringComparer.Ordinal)
            .ThenBy(drawing => drawing.StructureSet.SopInstanceUid, StringComparer.Ordinal);

    private CaseDataException WhyNone(InputDefinition input)
    {
        // A refused fusion says more than a weighting that the protocol does not want.
        var refused = _drawings[input.Name].Where(drawing => MrDrawings.Takes(input, drawing.Mr)).ToList();
        if (refused.Count > 0)
        {
            var fusion = _fusions[refused[0].Mr.SeriesInstanceUid];
            return new CaseDataException(
                ReasonCodes.FusionRefused,
                $"{input.Name} is drawn on MR series {fusion.Mr.SeriesInstanceUid} and cannot be brought onto the CT. {fusion.Refusal}");
        }

        var mr = _drawings[input.Name].First().Mr;
        return new CaseDataException(
            ReasonCodes.MrWeighting,
            $"{input.Name} is drawn on MR series {mr.SeriesInstanceUid}, whose weighting is {mr.Weighting}; the protocol takes it from {input.FromMr}. "
            + "Draw it on such an MR or on the CT, or change 'from-mr' in the protocol.");
    }

    private static void Say(InputDefinition input, List<MrDrawing> usable, MrDrawing chosen, ICollection<Finding> findings)
    {
        if (usable.Count < 2) return;
        var others = string.Join(", ", usable.Where(drawing => drawing != chosen).Select(drawing => drawing.Mr.SeriesInstanceUid));
        findings.Add(new Finding(
            Severity.Information,
            "drawn-on-several-mr",
            $"{input.Name} is drawn on several MR series; MR series {chosen.Mr.SeriesInstanceUid} was taken, whose planes are the closest, and not {others}.",
            input.Name));
    }
}
