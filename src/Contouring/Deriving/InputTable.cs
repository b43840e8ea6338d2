using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

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
    private readonly ImmutableArray<UnusedObject> _notUsed;
    private readonly HashSet<string> _heldByFusion = new(StringComparer.Ordinal);

    /// <summary>Reads every input that has an ROI; what was noticed goes to <paramref name="findings"/>.</summary>
    /// <param name="planningCase">The case.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="brought">What is drawn on MR series and can, or cannot, be brought onto the CT.</param>
    /// <param name="findings">Gets what was noticed.</param>
    public InputTable(PlanningCase planningCase, Protocol protocol, BroughtInputs brought, ICollection<Finding> findings)
    {
        _protocol = protocol;
        _structureSet = planningCase.StructureSet;
        _notUsed = planningCase.NotUsed;
        var matches = InputMatching.Match(_structureSet, protocol);
        foreach (var input in protocol.Inputs)
        {
            var onCt = matches.TryGetValue(input.Name, out var roi) && (roi.Geometry is { IsEmpty: false } || roi.Fault is not null) ? roi : null;
            var isBrought = brought.IsDrawn(input);
            if (isBrought && (onCt is null || brought.IsPreferred(input)))
            {
                if (onCt is not null) findings.Add(DrawnOnBoth(input, "MR"));
                Take(input, brought, findings);
            }
            else if (roi is not null)
            {
                if (isBrought) findings.Add(DrawnOnBoth(input, "CT"));
                Take(input, roi, findings);
            }
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
            + $"Accepted names: {InputMatching.AcceptedNames(definition)}.{OnUnusedMr(definition)}");
    }

    // What is missing may well have been drawn, on an MR that is not used or not there: then the way out is another one.
    private string OnUnusedMr(InputDefinition definition) => definition.FromMr == MrSource.None
        ? string.Empty
        : string.Concat(_notUsed
            .Where(unused => unused.ReasonCode is "drawn-on-other-modality" or ReasonCodes.StructureSetOfOtherCt or ReasonCodes.FrameOfReferenceMismatch)
            .Where(unused => unused.Kind == "RTSTRUCT")
            .Select(unused => $" {unused.Sentence}"));

    /// <summary>Turns the faults of inputs that nobody asked for into warnings.</summary>
    /// <param name="held">What is told as held.</param>
    public IEnumerable<Finding> FaultsNotNeeded(IEnumerable<HeldStructure> held) =>
        _protocol.Inputs
            .Where(input => _faults.ContainsKey(input.Name) && held.All(one => one.Name != input.Name))
            .Select(input => new Finding(
                Severity.Warning,
                _faults[input.Name].ReasonCode,
                $"{input.Name} was not used: {_faults[input.Name].Message}",
                input.Name));

    /// <summary>True when the input is drawn on an MR only and cannot be used because that MR's fusion is refused.</summary>
    public bool IsHeldByFusion(string name) => _heldByFusion.Contains(name);

    /// <summary>Why the input cannot be used, where it waits for a fusion.</summary>
    public HeldStructure HeldByFusion(string name) => new(name, _faults[name].ReasonCode, _faults[name].Message);

    private void Take(InputDefinition input, Roi roi, ICollection<Finding> findings)
    {
        try
        {
            var geometry = DrawnInput.Read(input, roi, _structureSet.SopInstanceUid, findings);
            _usable.Add(input.Name, new UsedInput(input, roi.Number, roi.Name, geometry, ContourFingerprint.Of(_structureSet, roi.Number)));
        }
        catch (CaseDataException fault)
        {
            _faults.Add(input.Name, fault);
        }
    }

    private void Take(InputDefinition input, BroughtInputs brought, ICollection<Finding> findings)
    {
        try
        {
            _usable.Add(input.Name, brought.Bring(input, findings));
        }
        catch (CaseDataException fault)
        {
            _faults.Add(input.Name, fault);
            if (fault.ReasonCode == ReasonCodes.FusionRefused) _heldByFusion.Add(input.Name);
        }
    }

    private static Finding DrawnOnBoth(InputDefinition input, string counts) => new(
        Severity.Information,
        "drawn-on-both",
        $"{input.Name} is drawn on the CT and on an MR; by the protocol the {counts}'s counts.",
        input.Name);
}
