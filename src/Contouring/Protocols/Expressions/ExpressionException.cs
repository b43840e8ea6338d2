namespace ContourFlow.Contouring.Protocols.Expressions;

/// <summary>A fault of an expression and where in its text it is; never leaves the loader.</summary>
internal sealed class ExpressionException(int offset, string message) : Exception(message)
{
    /// <summary>Index in the expression's text.</summary>
    public int Offset { get; } = offset;
}
