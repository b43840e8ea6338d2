namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the key "code" of a structure.</summary>
internal static class CodeReader
{
    public static CodedConcept? Read(MappingReader structure)
    {
        if (structure.Mapping("code") is not { } reader) return null;

        // Code Value and the scheme are SH (16 characters), Code Meaning is LO (64).
        var value = reader.NeededText("value", 16);
        var scheme = reader.NeededText("scheme", 16);
        var meaning = reader.NeededText("meaning", 64);
        var version = reader.Text("scheme-version", 16);
        reader.RefuseTheRest();
        return value is null || scheme is null || meaning is null
            ? null
            : new CodedConcept(value.Value, scheme.Value, meaning.Value, version?.Value);
    }
}
