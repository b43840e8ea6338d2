using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Expressions;

/// <summary>An expression with the place of every name in it.</summary>
/// <param name="Expression">The tree.</param>
/// <param name="Names">Every name in order of appearance.</param>
internal sealed record ParsedExpression(StructureExpression Expression, ImmutableArray<Placed<string>> Names);
