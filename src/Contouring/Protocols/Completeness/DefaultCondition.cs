namespace ContourFlow.Contouring.Protocols.Completeness;

/// <summary>
/// When a case is complete by a protocol that does not say so: a planning CT without gaps; a structure set on it with the inputs that are
/// always required, or with any of them that may be drawn on an MR on one; and every image that a structure set names.
/// </summary>
internal static class DefaultCondition
{
    /// <summary>The condition of a protocol's inputs.</summary>
    public static CompletenessCondition For(Protocol protocol)
    {
        var always = protocol.Inputs.Where(input => input.Required == InputRequirement.Always).ToList();
        var onCt = always.Where(input => input.FromMr == MrSource.None).Select(input => input.Name);
        CompletenessCondition condition = new BothOf(
            new ExpectedInput(ExpectedInputKind.PlanningCt),
            new ExpectedInput(ExpectedInputKind.StructureSet, [.. onCt], MrSource.None));
        foreach (var input in always.Where(input => input.FromMr != MrSource.None))
        {
            condition = new BothOf(condition, new EitherOf(
                new ExpectedInput(ExpectedInputKind.StructureSet, [input.Name], MrSource.None),
                new ExpectedInput(ExpectedInputKind.MrStructureSet, [input.Name], MrSource.None)));
        }

        return new BothOf(condition, new ExpectedInput(ExpectedInputKind.ImagesOfStructureSets));
    }
}
