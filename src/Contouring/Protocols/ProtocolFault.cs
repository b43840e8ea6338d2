namespace ContourFlow.Contouring.Protocols;

/// <summary>One fault of a protocol file.</summary>
/// <param name="Line">Line in the file, from 1; 0 when the fault is the file as a whole.</param>
/// <param name="Column">Column in the line, from 1; 0 when the fault is the file as a whole.</param>
/// <param name="Path">Where in the protocol, such as "derived.PTV.expression"; empty at the top.</param>
/// <param name="Sentence">What is wrong and the way out.</param>
public sealed record ProtocolFault(int Line, int Column, string Path, string Sentence)
{
    /// <summary>As compilers write it: "12:5: derived.PTV.expression: ...".</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{Line}:{Column}: " : "";
        return Path.Length > 0 ? $"{place}{Path}: {Sentence}" : $"{place}{Sentence}";
    }
}
