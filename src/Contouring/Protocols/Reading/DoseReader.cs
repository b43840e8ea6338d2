using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the section "dose".</summary>
internal sealed class DoseReader
{
    private readonly FaultList _faults;

    private DoseReader(FaultList faults) => _faults = faults;

    public static DoseDraft? Read(MappingReader top, FaultList faults)
    {
        if (top.Mapping("dose") is not { } section) return null;
        var prescription = section.Quantity(section.Need("prescription"), "Gy", 0.1, 200);
        var fractions = section.Number(section.Need("fractions"), 1, 100);
        if (fractions is { } count && count.Value != Math.Floor(count.Value))
        {
            faults.Add(count.Place, "A whole number of fractions is expected.");
            fractions = null;
        }

        var uncertainty = section.Find("surface-uncertainty") is { } stated ? section.Quantity(stated, "mm", 0, 2) : new(DefaultUncertainty, section.Place);
        var objectives = section.Need("objectives") is { } table ? new DoseReader(faults).Objectives(table) : [];
        section.RefuseTheRest();
        return new(
            objectives,
            prescription is null || fractions is null || uncertainty is null ? null : (prescription.Value, (int)fractions.Value, uncertainty.Value));
    }

    /// <summary>Geometry specification 7, mm.</summary>
    private const double DefaultUncertainty = 0.1;

    private ImmutableArray<ObjectiveDraft> Objectives(YamlEntry table)
    {
        if (table.Value is not YamlMapping structures)
        {
            _faults.Add(table.Value.Place, "Structures with figures are expected here: PTV_Eval: and below it D98%: {mandatory: at least 21 Gy}.");
            return [];
        }

        if (structures.Entries.IsEmpty) _faults.Add(structures.Place, "There are no objectives: leave 'dose' out, or say what is asked.");
        return [.. structures.Entries.SelectMany(OfStructure)];
    }

    private IEnumerable<ObjectiveDraft> OfStructure(YamlEntry structure)
    {
        if (structure.Value is not YamlMapping figures)
        {
            _faults.Add(structure.Value.Place, "Figures with bounds are expected here, one a line: D98%: {mandatory: at least 21 Gy}.");
            yield break;
        }

        foreach (var figure in figures.Entries)
        {
            if (Metric(figure) is not { } metric || MappingReader.Of(figure.Value, _faults) is not { } bounds) continue;
            var optimal = Bounds(bounds, "optimal", metric);
            var mandatory = Bounds(bounds, "mandatory", metric);
            if (bounds.Find("optimal") is null && bounds.Find("mandatory") is null)
                _faults.Add(figure.Value.Place, "An objective has 'optimal', 'mandatory' or both, such as {optimal: at least 27 Gy, mandatory: at least 21 Gy}.");
            bounds.RefuseTheRest();
            yield return new(new(structure.Key, structure.KeyPlace), metric, optimal, mandatory);
        }
    }

    private DoseMetric? Metric(YamlEntry figure)
    {
        if (DoseText.Metric(figure.Key) is not { } metric)
        {
            _faults.Add(figure.KeyPlace, $"'{figure.Key}' is no figure: write D98%, D0.03cc, Dmean, Dmax, Dmin, V27Gy[%] or V27Gy[cc].");
            return null;
        }

        if (metric.Value is >= 0 and var value && value <= (metric.Kind == DoseMetricKind.DoseToPercent ? 100 : 1000)) return metric;
        _faults.Add(figure.KeyPlace, $"'{figure.Key}' is out of range: percentages go to 100, volumes and doses to 1000.");
        return null;
    }

    private Placed<DoseBounds>? Bounds(MappingReader bounds, string key, DoseMetric metric)
    {
        if (bounds.Text(key, 64) is not { } text) return null;
        if (DoseText.Bounds(text.Value, metric.Unit) is not { } read)
        {
            _faults.Add(text.Place, $"'{text.Value}' is no bound here: write 'at least 27 {metric.Unit}', 'at most 51 {metric.Unit}' or '42 to 48 {metric.Unit}'.");
            return null;
        }

        if (read is { Low: { } low, High: { } high } && low > high)
        {
            _faults.Add(text.Place, $"'{text.Value}' goes from the higher to the lower: nothing lies between.");
            return null;
        }

        return new(read, text.Place);
    }
}
