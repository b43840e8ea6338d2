using System.Text.RegularExpressions;
using ContourFlow.Contouring.Protocols.Expressions;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>What names and roles of structures may be.</summary>
internal static partial class StructureNames
{
    /// <summary>Largest length of an ROI Name as written (geometry specification 6).</summary>
    public const int LongestRoiName = 16;

    /// <summary>The words for the roles.</summary>
    public static readonly (string Word, StructureRole Role)[] Roles =
    [
        ("other", StructureRole.Other),
        ("body", StructureRole.Body),
        ("gtv", StructureRole.Gtv),
        ("ctv", StructureRole.Ctv),
        ("ptv", StructureRole.Ptv),
        ("ptv-eval", StructureRole.PtvEval),
        ("spinal-cord", StructureRole.SpinalCord),
        ("spinal-cord-prv", StructureRole.SpinalCordPrv),
        ("thecal-sac", StructureRole.ThecalSac),
        ("spinal-canal", StructureRole.SpinalCanal),
        ("sacral-canal", StructureRole.SacralCanal),
        ("sacral-foramina", StructureRole.SacralForamina),
    ];

    /// <summary>The word for a role.</summary>
    public static string WordOf(StructureRole role) => Roles.First(pair => pair.Role == role).Word;

    /// <summary>The key as a canonical name; a faulty one is told and kept, so that its users are not faulty too.</summary>
    public static Placed<string> Canonical(YamlEntry entry, FaultList faults)
    {
        var name = entry.Key;
        if (!CanonicalName().IsMatch(name))
            faults.Add(entry.KeyPlace, "A structure's name here has letters, digits and '_', starts with a letter and has at most 64 characters.");
        else if (MarginSides.IsReserved(name))
            faults.Add(entry.KeyPlace, $"'{name}' is a word of the expression language: give the structure another name.");
        return new Placed<string>(name, entry.KeyPlace);
    }

    /// <summary>The name as an ROI Name, or null with a fault.</summary>
    public static Placed<string>? Roi(Placed<string> name, FaultList faults)
    {
        if (name.Value.Length > LongestRoiName)
        {
            faults.Add(name.Place, $"'{name.Value}' has {name.Value.Length} characters; an ROI name has at most {LongestRoiName}: write a short one as roi-name.");
            return null;
        }

        if (RoiName().IsMatch(name.Value)) return name;
        faults.Add(name.Place, $"'{name.Value}' has a character that some planning systems refuse: letters, digits and _^~!- are safe.");
        return null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CanonicalName();

    [GeneratedRegex("^[A-Za-z0-9_^~!-]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoiName();
}
