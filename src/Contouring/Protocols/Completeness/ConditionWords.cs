namespace ContourFlow.Contouring.Protocols.Completeness;

/// <summary>The words of conditions.</summary>
internal static class ConditionWords
{
    public const string And = "and";
    public const string Or = "or";
    public const string Not = "not";

    /// <summary>The expected inputs by their word.</summary>
    public static readonly (string Word, ExpectedInputKind Kind)[] Kinds =
    [
        ("planning-ct", ExpectedInputKind.PlanningCt),
        ("structure-set", ExpectedInputKind.StructureSet),
        ("mr-structure-set", ExpectedInputKind.MrStructureSet),
        ("mr", ExpectedInputKind.Mr),
        ("registration", ExpectedInputKind.Registration),
        ("images-of-structure-sets", ExpectedInputKind.ImagesOfStructureSets),
    ];

    /// <summary>Weightings of an MR by their word.</summary>
    public static readonly (string Word, MrSource Weighting)[] Weightings = [("T1", MrSource.T1), ("T2", MrSource.T2), ("any", MrSource.Any)];

    /// <summary>The word of an expected input.</summary>
    public static string Of(ExpectedInputKind kind) => Array.Find(Kinds, one => one.Kind == kind).Word;
}
