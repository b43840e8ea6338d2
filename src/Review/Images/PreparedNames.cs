using System.Globalization;

namespace ContourFlow.Review.Images;

/// <summary>The parts of a prepared revision, by name; a name is a file's too.</summary>
internal static class PreparedNames
{
    /// <summary>The manifest.</summary>
    public const string Manifest = "manifest";

    /// <summary>The polygons.</summary>
    public const string Contours = "contours";

    /// <summary>The planning CT's volume.</summary>
    public const string Ct = "ct";

    /// <summary>An MR's volume.</summary>
    /// <param name="number">Its place among the report's fusions, from 0.</param>
    public static string Mr(int number) => string.Create(CultureInfo.InvariantCulture, $"mr-{number}");

    /// <summary>True for the name of a volume: "ct", "mr-0", "mr-12".</summary>
    public static bool IsVolume(string name) =>
        name == Ct || (name.StartsWith("mr-", StringComparison.Ordinal) && name.Length is 4 or 5 && name.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0
            && (name.Length == 4 || name[3] != '0'));
}
