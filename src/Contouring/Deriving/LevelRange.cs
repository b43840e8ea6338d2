using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Deriving;

/// <summary>One vertebra or a run of vertebrae, from the most Superior to the most Inferior.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct LevelRange
{
    /// <summary>Makes a range; the order of the two does not matter.</summary>
    public LevelRange(VertebralLevel one, VertebralLevel other)
    {
        First = one <= other ? one : other;
        Last = one <= other ? other : one;
    }

    /// <summary>The most Superior level.</summary>
    public VertebralLevel First { get; }

    /// <summary>The most Inferior level.</summary>
    public VertebralLevel Last { get; }

    /// <summary>Which canal the range calls for (rules E1 to E3).</summary>
    public LevelGroup Group =>
        Last <= VertebralLevel.L5 ? LevelGroup.Spine
        : First >= VertebralLevel.S1 ? LevelGroup.Sacrum
        : LevelGroup.SpineAndSacrum;

    /// <summary>True when the range holds all of the other.</summary>
    public bool Contains(LevelRange other) => First <= other.First && Last >= other.Last;

    /// <summary>
    /// The level that a name or label states ("CTV_T7", "T7 SBRT", "L5-S1", "Th11/12"), or null when it states none.
    /// Several levels in one text give the range that spans them. Letters or digits right before or after ("CTV2",
    /// "GTV1A", "PTV3000") are no level, nor is a number that no vertebra has.
    /// </summary>
    public static LevelRange? Read(string text)
    {
        LevelRange? range = null;
        foreach (Match match in Pattern().Matches(text))
        {
            var letter = match.Groups["letter"].Value;
            if (Level(letter, match.Groups["number"].Value) is not { } one) continue;
            var other = one;
            if (match.Groups["second"].Success)
            {
                // "T7-2" or "T7-24" is a version or a date, not a range: without a letter of its own the second
                // number counts only when it leads to a vertebra further down.
                var secondLetter = match.Groups["secondLetter"];
                var two = Level(secondLetter.Success ? secondLetter.Value : letter, match.Groups["second"].Value);
                if (two is { } there && (secondLetter.Success || there > one)) other = there;
            }

            var found = new LevelRange(one, other);
            range = range is { } before
                ? new LevelRange(
                    (VertebralLevel)Math.Min((int)before.First, (int)found.First),
                    (VertebralLevel)Math.Max((int)before.Last, (int)found.Last))
                : found;
        }

        return range;
    }

    /// <summary>As people write it: "T7" or "L5-S1".</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static VertebralLevel? Level(string letter, string number)
    {
        var name = char.ToUpperInvariant(letter[0]) + number.TrimStart('0');
        return Enum.TryParse<VertebralLevel>(name, out var level) && Enum.IsDefined(level) ? level : null;
    }

    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?<letter>Th|C|T|L|S)(?<number>\d{1,2})(?:\s*[-_/~]\s*(?<secondLetter>Th|C|T|L|S)?(?<second>\d{1,2}))?(?![A-Za-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
