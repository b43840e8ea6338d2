using System.Text;

namespace ContourFlow.Contouring.Deriving;

/// <summary>
/// How ROI names are compared: ignoring case, with space, '_' and '-' alike and repeated ones as one. '*' in a
/// pattern stands for any run of characters.
/// </summary>
internal static class RoiNames
{
    /// <summary>True when the ROI's name fits the pattern.</summary>
    public static bool Fits(string name, string pattern) => Fits(Normal(name).AsSpan(), Normal(pattern).AsSpan());

    private static string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var character in text.Trim())
        {
            var plain = character is ' ' or '-' or '_' ? '_' : char.ToUpperInvariant(character);
            if (plain != '_' || normal.Length == 0 || normal[^1] != '_')
                normal.Append(plain);
        }

        return normal.ToString();
    }

    // The usual greedy match with one point of return: linear for the patterns that protocols hold.
    private static bool Fits(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        int at = 0, inPattern = 0, star = -1, retry = 0;
        while (at < name.Length)
        {
            if (inPattern < pattern.Length && pattern[inPattern] == '*')
            {
                star = inPattern++;
                retry = at;
            }
            else if (inPattern < pattern.Length && pattern[inPattern] == name[at])
            {
                at++;
                inPattern++;
            }
            else if (star >= 0)
            {
                inPattern = star + 1;
                at = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (inPattern < pattern.Length && pattern[inPattern] == '*')
            inPattern++;
        return inPattern == pattern.Length;
    }
}
