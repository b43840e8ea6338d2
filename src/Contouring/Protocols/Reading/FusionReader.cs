namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the section "fusion".</summary>
internal static class FusionReader
{
    public static FusionDraft? Read(MappingReader top)
    {
        if (top.Mapping("fusion") is not { } reader) return null;
        var age = reader.Quantity(reader.Need("maximum-age"), "d", 0, 3660);
        var spacing = reader.Quantity(reader.Need("maximum-plane-spacing"), "mm", 0.1, 10);
        var rotation = reader.Quantity(reader.Need("maximum-rotation"), "deg", 0, 45);
        var translation = reader.Quantity(reader.Need("maximum-translation"), "mm", 0, 2000);
        var overlap = reader.Quantity(reader.Need("minimum-overlap"), "%", 10, 100);
        var prefer = reader.Choice(reader.Need("prefer"), [("ct", DrawingPreference.Ct), ("mr", DrawingPreference.Mr)]);
        reader.RefuseTheRest();
        return new FusionDraft(
            reader.Place,
            age is null || spacing is null || rotation is null || translation is null || overlap is null || prefer is null
                ? null
                : new FusionRules(age.Value, spacing.Value, rotation.Value, translation.Value, overlap.Value / 100, prefer.Value));
    }
}
