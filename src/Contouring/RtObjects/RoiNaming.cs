using System.Globalization;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Names for added ROIs: unique ignoring case. A name that the input already uses stays the input's; ours gets "~1",
/// "~2", … with the name cut where sixteen characters are not enough, and a reviewer is told.
/// </summary>
internal sealed class RoiNaming
{
    private readonly HashSet<string> _taken;

    public RoiNaming(IEnumerable<string> taken) =>
        _taken = new(taken.Select(name => name.Trim()), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether nobody has the name.</summary>
    public bool IsFree(string name) => !_taken.Contains(name);

    /// <summary>Takes a name: the wanted one, or the nearest that is free.</summary>
    public string Take(string wanted)
    {
        var name = wanted;
        for (var n = 1; !_taken.Add(name); n++)
        {
            var suffix = "~" + n.ToString(CultureInfo.InvariantCulture);
            name = wanted[..Math.Min(wanted.Length, WrittenText.ShortString - suffix.Length)] + suffix;
        }

        return name;
    }
}
