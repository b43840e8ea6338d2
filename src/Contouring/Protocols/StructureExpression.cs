using ContourFlow.Geometry.Margins;

namespace ContourFlow.Contouring.Protocols;

/// <summary>How a derived structure is made from others: a tree of names, margins and set operations.</summary>
public abstract record StructureExpression;

/// <summary>A structure by its canonical name in the protocol (an input's or another derived structure's).</summary>
public sealed record NamedStructure(string Name) : StructureExpression;

/// <summary>The operand grown by margins in the six patient directions.</summary>
public sealed record WithMargin(StructureExpression Operand, PatientMargins Margins) : StructureExpression;

/// <summary>All that lies in one operand or in both.</summary>
public sealed record UnionOf(StructureExpression Left, StructureExpression Right) : StructureExpression;

/// <summary>What lies in both operands.</summary>
public sealed record IntersectionOf(StructureExpression Left, StructureExpression Right) : StructureExpression;

/// <summary>What lies in the minuend and not in the subtrahend.</summary>
public sealed record DifferenceOf(StructureExpression Minuend, StructureExpression Subtrahend) : StructureExpression;
