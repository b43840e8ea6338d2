using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Deriving;

/// <summary>
/// Makes a protocol's structures from a case: names, level, rules E1 to E3, E6, E7 and E9, expressions. Pure: the
/// same case, protocol and options give the same structures, number for number, at any thread count.
/// </summary>
public sealed class Deriver
{
    private readonly PlanningCase _case;
    private readonly Protocol _protocol;
    private readonly ProcessOptions _options;
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, Structure> _structures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<UsedInput>> _operands = new(StringComparer.Ordinal);
    private readonly List<DerivedStructure> _derived = [];
    private readonly List<HeldStructure> _held = [];
    private readonly InputTable _inputs;
    private LevelDetermination? _level;
    private CanalRules? _canals;

    private Deriver(PlanningCase planningCase, Protocol protocol, ProcessOptions options, ImmutableArray<MrFusion> fusions)
    {
        _case = planningCase;
        _protocol = protocol;
        _options = options;
        _inputs = new InputTable(
            planningCase, protocol, new BroughtInputs(planningCase, protocol, fusions, options.MaximumDegreeOfParallelism), _findings);
    }

    /// <summary>Derives everything that the protocol asks for.</summary>
    /// <exception cref="CaseDataException">The case cannot be done: an input is missing, in doubt or broken.</exception>
    /// <param name="planningCase">The case.</param>
    /// <param name="protocol">What is asked for.</param>
    /// <param name="options">Level by the case's own note, threads.</param>
    /// <param name="fusions">The fusion of every MR series; empty where nothing is drawn on an MR.</param>
    /// <param name="cancellation">Stops between structures.</param>
    public static Derivation Derive(
        PlanningCase planningCase,
        Protocol protocol,
        ProcessOptions options,
        ImmutableArray<MrFusion> fusions = default,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(planningCase);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(options);
        return new Deriver(planningCase, protocol, options, fusions.IsDefault ? [] : fusions).Derive(cancellation);
    }

    private Derivation Derive(CancellationToken cancellation)
    {
        foreach (var input in _protocol.Inputs.Where(input => input.Required == InputRequirement.Always))
            _inputs.Require(input.Name, ReasonCodes.RoiMissing, $"Protocol {_protocol.Name} needs {input.Name}");
        foreach (var input in _inputs.Usable)
        {
            _structures.Add(input.Definition.Name, input.Geometry);
            _operands.Add(input.Definition.Name, [input]);
        }

        if (_protocol.Levels is { } levels)
        {
            _level = CordRules.Level(_inputs, _case.StructureSet.Label, levels, _options.Level);
            if (_level.Inferred)
            {
                _findings.Add(new Finding(
                    Severity.Warning, "level-inferred", $"No name states the vertebral level; it was inferred from the {_level.Source}."));
            }

            CordRules.Require(_inputs, _level, levels);
            _canals = new CanalRules(_inputs, levels);
        }

        _held.AddRange(_inputs.HeldByFusion());
        foreach (var definition in _protocol.Derived)
        {
            cancellation.ThrowIfCancellationRequested();
            Make(definition);
        }

        _findings.AddRange(_inputs.FaultsNotNeeded());
        return new Derivation(_level, _inputs.Usable, [.. _derived], [.. _findings]) { Held = [.. _held] };
    }

    private void Make(DerivedDefinition definition)
    {
        if (Variant(definition) is not { } variant) return;
        var substitution = _canals?.Substitute(definition, variant, _level!) ?? new CanalSubstitution(definition.RoiName, []);
        if (MissingOperand(variant, substitution) is { } missing)
        {
            if (HeldBy(missing) is { } held)
            {
                _held.Add(held with { Name = definition.Name });
                return;
            }

            if (!definition.SkipWithoutOperands)
                _inputs.Require(missing, ReasonCodes.RoiMissing, $"{definition.Name} is made from {missing}");
            _findings.Add(new Finding(
                Severity.Information, "not-derived", $"{definition.RoiName} was not derived: the structure set has no {missing}.", definition.RoiName));
            return;
        }

        var structures = Operands(variant, substitution);
        var growth = new GrowthOptions
        {
            LatticeStep = LatticeStep(),
            MaximumDegreeOfParallelism = _options.MaximumDegreeOfParallelism,
        };
        var made = new ExpressionEvaluation(structures, growth).Evaluate(variant.Expression);
        RemovedSlivers? slivers = null;
        if (variant.Expression is DifferenceOf or IntersectionOf)
            (made, slivers) = RemoveSlivers(made);
        _findings.AddRange(substitution.Findings);
        _structures[definition.Name] = made;
        _operands[definition.Name] = [.. ExpressionWords.NamesIn(variant.Expression)
            .SelectMany(name => _operands.GetValueOrDefault(substitution.NameFor(name), []))
            .DistinctBy(input => input.Definition.Name, StringComparer.Ordinal)
            .OrderBy(input => input.RoiNumber)
            .ThenBy(input => input.Definition.Name, StringComparer.Ordinal)];
        _derived.Add(new DerivedStructure(
            definition,
            substitution.RoiName,
            made,
            substitution.Describe(ExpressionWords.Describe(variant.Expression)),
            variant,
            _operands[definition.Name],
            slivers));
    }

    // Rule E9.
    private (Structure Structure, RemovedSlivers Removed) RemoveSlivers(Structure made)
    {
        var removal = Slivers.Remove(made, _protocol.SliverArea, _protocol.SliverOpening);
        return (removal.Structure, new RemovedSlivers(removal.Pieces, removal.RemovedVolume));
    }

    // The level group is settled as late as it is needed: whether the PTV reaches the other canal (rule E3) can be
    // said only once there is a PTV.
    private DerivedVariant? Variant(DerivedDefinition definition)
    {
        if (_canals is null || _level is null || definition.Variants.All(variant => variant.Group is null))
            return definition.Variants.FirstOrDefault(variant => variant.Group is null);
        var ptv = _derived.Find(made => made.Definition.Role == StructureRole.Ptv)?.Geometry;
        _level = _canals.Settle(_level, ptv, _options.MaximumDegreeOfParallelism, _findings);
        return definition.Variants.FirstOrDefault(variant => variant.Group == _level.Group)
            ?? definition.Variants.FirstOrDefault(variant => variant.Group is null);
    }

    // An operand that waits for a fusion, itself or through another structure that does.
    private HeldStructure? HeldBy(string operand) =>
        _held.Find(held => string.Equals(held.Name, operand, StringComparison.Ordinal));

    private string? MissingOperand(DerivedVariant variant, CanalSubstitution substitution) =>
        ExpressionWords.NamesIn(variant.Expression)
            .Where(name => !substitution.IsLeftOut(name) && !_structures.ContainsKey(substitution.NameFor(name)))
            .Cast<string?>()
            .FirstOrDefault();

    private Dictionary<string, Structure> Operands(DerivedVariant variant, CanalSubstitution substitution)
    {
        var operands = new Dictionary<string, Structure>(StringComparer.Ordinal);
        foreach (var name in ExpressionWords.NamesIn(variant.Expression))
        {
            operands[name] = substitution.IsLeftOut(name)
                ? new Structure(_case.Ct.Grid, [])
                : _structures[substitution.NameFor(name)];
        }

        return operands;
    }

    // Specification 2: min(0.5 mm, pixel / 2).
    private double LatticeStep()
    {
        var plane = _case.Ct.Slices[0].Plane;
        return Math.Min(0.5, Math.Min(plane.RowSpacing, plane.ColumnSpacing) / 2);
    }
}
