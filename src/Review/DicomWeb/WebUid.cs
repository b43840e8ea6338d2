using System.Buffers;

namespace ContourFlow.Review.DicomWeb;

/// <summary>A UID in a path, which comes from outside.</summary>
internal static class WebUid
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789.");

    /// <summary>Whether it is one: digits and dots, not more than 64, no dot at an end or beside another.</summary>
    public static bool IsOne(string? uid) =>
        uid is { Length: > 0 and <= Longest } && uid.AsSpan().IndexOfAnyExcept(Characters) < 0
        && uid[0] != '.' && uid[^1] != '.' && !uid.Contains("..", StringComparison.Ordinal);
}
