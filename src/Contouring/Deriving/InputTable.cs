using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Solids;

namespace ContourFlow.Contouring.Deriving;

/// <summary>
/// The protocol's inputs with the ROI that stands for each. A fault of an ROI holds the case only when the ROI is
/// needed; otherwise it becomes a warning.
/// </summary>
internal sealed class InputTable
{
    private readonly Dictionary<string, UsedInput> _usable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CaseDataException> _faults = new(StringComparer.Ordinal);
    private readonly Protocol _protocol;
    private readonly PlanningStructureSet _structureSet;

    /// <summary>Reads every input that has an ROI; what was noticed goes to <paramref name="findings"/>.</summary>
    public InputTable(PlanningCase planningCase, Protocol protocol, ICollection<Finding> findings)
    {
        _protocol = protocol;
        _structureSet = planningCase.StructureSet;
        var matches = InputMatching.Match(_structureSet, protocol);
        foreach (var input in protocol.Inputs)
        {
            if (matches.TryGetValue(input.Name, out var roi))
                Take(input, roi, findings);
        }
    }

    /// <summary>The inputs that can be used, in the protocol's order.</summary>
    public ImmutableArray<UsedInput> Usable =>
        [.. _protocol.Inputs.Where(input => _usable.ContainsKey(input.Name)).Select(input => _usable[input.Name])];

    /// <summary>The usable input of this canonical name, or null.</summary>
    public UsedInput? Find(string name) => _usable.GetValueOrDefault(name);

    /// <summary>The usable input with this role, or null.</summary>
    public UsedInput? Find(StructureRole role) => Definition(role) is { } input ? Find(input.Name) : null;

    /// <summary>The protocol's input with this role, or null.</summary>
    public InputDefinition? Definition(StructureRole role) => _protocol.Inputs.FirstOrDefault(input => input.Role == role);

    /// <summary>The input of this name; holds the case when it cannot be used.</summary>
    /// <param name="name">Canonical name.</param>
    /// <param name="reasonCode">The reason code when no ROI stands for it.</param>
    /// <param name="because">Why it is needed, as the start of a sentence: "The level T7 calls for a SpinalCanal".</param>
    /// <exception cref="CaseDataException">It is missing, empty, or could not be read.</exception>
    public UsedInput Require(string name, string reasonCode, string because)
    {
        if (_usable.TryGetValue(name, out var usable)) return usable;
        if (_faults.TryGetValue(name, out var fault)) throw fault;
        var definition = _protocol.Inputs.First(input => string.Equals(input.Name, name, StringComparison.Ordinal));
        throw new CaseDataException(
            reasonCode,
            $"{because}, and structure set {_structureSet.SopInstanceUid} has no such ROI. "
            + $"Accepted names: {InputMatching.AcceptedNames(definition)}.");
    }

    /// <summary>Turns the faults of inputs that nobody asked for into warnings.</summary>
    public IEnumerable<Finding> FaultsNotNeeded() =>
        _protocol.Inputs
            .Where(input => _faults.ContainsKey(input.Name))
            .Select(input => new Finding(
                Severity.Warning,
                _faults[input.Name].ReasonCode,
                $"{input.Name} was not used: {_faults[input.Name].Message}",
                input.Name));

    private void Take(InputDefinition input, Roi roi, ICollection<Finding> findings)
    {
        if (roi.Fault is not null)
        {
            _faults.Add(input.Name, roi.Fault);
            return;
        }

        if (roi.Geometry is not { IsEmpty: false } drawn)
        {
            _faults.Add(input.Name, new CaseDataException(
                ReasonCodes.RoiEmpty,
                $"ROI '{roi.Name}' (number {roi.Number}) of structure set {_structureSet.SopInstanceUid} has no closed contours. "
                + $"Draw it, or remove it so that another ROI can stand for {input.Name}."));
            return;
        }

        foreach (var finding in roi.Findings)
            findings.Add(finding);
        var filling = GapInterpolation.Fill(drawn, input.InterpolatePlanes);
        if (!filling.Remaining.IsEmpty && !input.SeparateParts)
        {
            _faults.Add(input.Name, Gap(input, roi, filling.Remaining));
            return;
        }

        foreach (var z in filling.Interpolated)
        {
            findings.Add(new Finding(
                Severity.Warning,
                ReasonCodes.RoiGap,
                $"'{roi.Name}' has no contour at z = {z:0.00} mm between planes that have one; the plane was interpolated.",
                roi.Name,
                z));
        }

        _usable.Add(input.Name, new UsedInput(input, roi.Number, roi.Name, filling.Structure, ContourFingerprint.Of(_structureSet, roi.Number)));
    }

    private CaseDataException Gap(InputDefinition input, Roi roi, ImmutableArray<PlaneGap> gaps)
    {
        var places = string.Join("; ", gaps.Select(gap =>
            $"{gap.MissingPlanes} plane{(gap.MissingPlanes == 1 ? string.Empty : "s")} between z = {gap.Below:0.00} and {gap.Above:0.00} mm"));
        var allowed = input.InterpolatePlanes == 0
            ? $"the protocol allows no interpolation for {input.Name}"
            : $"the protocol interpolates at most {input.InterpolatePlanes} for {input.Name}";
        return new CaseDataException(
            ReasonCodes.RoiGap,
            $"ROI '{roi.Name}' (number {roi.Number}) of structure set {_structureSet.SopInstanceUid} has gaps: {places}; {allowed}. "
            + "Draw the missing contours.");
    }
}
