using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols.Completeness;

/// <summary>When a case is complete: a boolean expression over the inputs that are expected.</summary>
public abstract record CompletenessCondition
{
    /// <summary>Whether it is met.</summary>
    /// <param name="isHere">Says of an expected input whether it is there.</param>
    public abstract bool IsMet(Func<ExpectedInput, bool> isHere);

    /// <summary>Every expected input that it speaks of, once each, in the order of the text.</summary>
    public IEnumerable<ExpectedInput> Inputs => All().Distinct();

    /// <summary>The inputs as they come, with repetitions.</summary>
    private protected abstract IEnumerable<ExpectedInput> All();

    /// <summary>The inputs of another condition.</summary>
    private protected static IEnumerable<ExpectedInput> AllOf(CompletenessCondition condition) => condition.All();
}

/// <summary>Each of several conditions.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
public sealed record BothOf(CompletenessCondition Left, CompletenessCondition Right) : CompletenessCondition
{
    /// <inheritdoc/>
    public override bool IsMet(Func<ExpectedInput, bool> isHere) => Left.IsMet(isHere) && Right.IsMet(isHere);

    /// <inheritdoc/>
    public override string ToString() => $"{Inner(Left)} and {Inner(Right)}";

    private protected override IEnumerable<ExpectedInput> All() => AllOf(Left).Concat(AllOf(Right));

    private static string Inner(CompletenessCondition one) => one is EitherOf ? $"({one})" : one.ToString();
}

/// <summary>One of two conditions at least.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
public sealed record EitherOf(CompletenessCondition Left, CompletenessCondition Right) : CompletenessCondition
{
    /// <inheritdoc/>
    public override bool IsMet(Func<ExpectedInput, bool> isHere) => Left.IsMet(isHere) || Right.IsMet(isHere);

    /// <inheritdoc/>
    public override string ToString() => $"{Inner(Left)} or {Inner(Right)}";

    private protected override IEnumerable<ExpectedInput> All() => AllOf(Left).Concat(AllOf(Right));

    private static string Inner(CompletenessCondition one) => one is BothOf ? $"({one})" : one.ToString();
}

/// <summary>A condition that must not be met.</summary>
/// <param name="Condition">The condition.</param>
public sealed record NotMet(CompletenessCondition Condition) : CompletenessCondition
{
    /// <inheritdoc/>
    public override bool IsMet(Func<ExpectedInput, bool> isHere) => !Condition.IsMet(isHere);

    /// <inheritdoc/>
    public override string ToString() => Condition is BothOf or EitherOf ? $"not ({Condition})" : $"not {Condition}";

    private protected override IEnumerable<ExpectedInput> All() => AllOf(Condition);
}

/// <summary>What a case may be expected to have.</summary>
public enum ExpectedInputKind
{
    /// <summary>The planning CT, without gaps, and with every image that a structure set names of it.</summary>
    PlanningCt,

    /// <summary>A structure set on the planning CT.</summary>
    StructureSet,

    /// <summary>A structure set on an MR series of the case.</summary>
    MrStructureSet,

    /// <summary>An MR series that can be fused.</summary>
    Mr,

    /// <summary>A Spatial Registration that somebody else wrote.</summary>
    Registration,

    /// <summary>Every image that a structure set of the case names.</summary>
    ImagesOfStructureSets,
}

/// <summary>An input that is expected.</summary>
/// <param name="Kind">What.</param>
/// <param name="Names">Of a structure set: names of the protocol's inputs that have to be drawn in it.</param>
/// <param name="Weighting">Of an MR: how it has to be weighted; <see cref="MrSource.None"/> for what is no MR.</param>
public sealed record ExpectedInput(ExpectedInputKind Kind, ImmutableArray<string> Names, MrSource Weighting) : CompletenessCondition
{
    /// <summary>An input that needs no more to be said.</summary>
    public ExpectedInput(ExpectedInputKind kind)
        : this(kind, [], kind == ExpectedInputKind.Mr ? MrSource.Any : MrSource.None)
    {
    }

    /// <inheritdoc/>
    public override bool IsMet(Func<ExpectedInput, bool> isHere)
    {
        ArgumentNullException.ThrowIfNull(isHere);
        return isHere(this);
    }

    /// <summary>Whether what meets this one meets the other too.</summary>
    public bool Implies(ExpectedInput other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Kind != other.Kind) return Kind == ExpectedInputKind.MrStructureSet && other is { Kind: ExpectedInputKind.Mr, Weighting: MrSource.Any };
        return other.Names.All(name => Names.Contains(name, StringComparer.Ordinal)) && (other.Weighting == Weighting || other.Weighting == MrSource.Any);
    }

    /// <inheritdoc/>
    public bool Equals(ExpectedInput? other) =>
        other is not null && Kind == other.Kind && Weighting == other.Weighting && Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Weighting, Names.Length);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ExpectedInputKind.Mr => $"mr({(Weighting == MrSource.Any ? "any" : Weighting.ToString())})",
        _ when Names.IsEmpty => ConditionWords.Of(Kind),
        _ => $"{ConditionWords.Of(Kind)}({string.Join(", ", Names)})",
    };

    private protected override IEnumerable<ExpectedInput> All() => [this];
}
