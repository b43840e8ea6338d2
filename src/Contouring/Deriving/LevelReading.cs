using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Deriving;

/// <summary>
/// The vertebral level: from the CTV's name, the structure set's label or the case's own note; else inferred from
/// which canal is contoured; never from image content (geometry specification 5, "Level").
/// </summary>
internal static class LevelReading
{
    /// <summary>The level that the names state, or null when none does.</summary>
    /// <exception cref="CaseDataException"><see cref="ReasonCodes.LevelContradiction"/>: two of them disagree.</exception>
    public static (LevelRange Range, string Source)? FromNames(string? ctvRoiName, string structureSetLabel, LevelRange? note)
    {
        (LevelRange Range, string Source)? stated = null;
        foreach (var (range, source) in Statements(ctvRoiName, structureSetLabel, note))
        {
            if (stated is not { } before)
            {
                stated = (range, source);
                continue;
            }

            if (!before.Range.Contains(range) && !range.Contains(before.Range))
            {
                throw new CaseDataException(
                    ReasonCodes.LevelContradiction,
                    $"The vertebral level is {before.Range} by the {before.Source} and {range} by the {source}. "
                    + "Correct the one that is wrong; nothing is derived from a level in doubt.");
            }
        }

        return stated;
    }

    /// <summary>The level group by which canal is contoured where the CTV is, or null when neither is there.</summary>
    public static LevelGroup? FromCanals(Structure ctv, Structure? spinalCanal, Structure? sacralCanal, double reach)
    {
        var spine = spinalCanal is not null && Meets(ctv, spinalCanal, reach);
        var sacrum = sacralCanal is not null && Meets(ctv, sacralCanal, reach);
        return (spine, sacrum) switch
        {
            (true, true) => LevelGroup.SpineAndSacrum,
            (true, false) => LevelGroup.Spine,
            (false, true) => LevelGroup.Sacrum,
            _ => null,
        };
    }

    private static IEnumerable<(LevelRange Range, string Source)> Statements(string? ctvRoiName, string label, LevelRange? note)
    {
        if (ctvRoiName is not null && LevelRange.Read(ctvRoiName) is { } byName)
            yield return (byName, $"ROI name '{ctvRoiName}'");
        if (LevelRange.Read(label) is { } byLabel)
            yield return (byLabel, "Structure Set Label");
        if (note is { } byNote)
            yield return (byNote, "case's own note");
    }

    private static bool Meets(Structure ctv, Structure canal, double reach) =>
        !ctv.IsEmpty && !canal.IsEmpty
        && canal.Regions[0].Z <= ctv.Regions[^1].Z + reach
        && canal.Regions[^1].Z >= ctv.Regions[0].Z - reach;
}
