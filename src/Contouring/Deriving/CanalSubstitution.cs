using System.Collections.Immutable;

namespace ContourFlow.Contouring.Deriving;

/// <summary>What rules E2 and E6 change of one derivation: an operand left out, or the sac in the canal's place.</summary>
/// <param name="RoiName">The ROI Name to write.</param>
/// <param name="Findings">What the reviewer is told.</param>
internal sealed record CanalSubstitution(string RoiName, ImmutableArray<Finding> Findings)
{
    /// <summary>The name of an input that counts as empty (foramina: none), or null.</summary>
    public string? LeftOut { get; init; }

    /// <summary>The canal's canonical name when the sac stands for it, or null.</summary>
    public string? Canal { get; init; }

    /// <summary>The sac's canonical name when it stands for the canal, or null.</summary>
    public string? Sac { get; init; }

    /// <summary>True when the operand counts as empty.</summary>
    public bool IsLeftOut(string name) => string.Equals(name, LeftOut, StringComparison.Ordinal);

    /// <summary>The operand that is really used for a name of the expression.</summary>
    public string NameFor(string name) => Sac is not null && string.Equals(name, Canal, StringComparison.Ordinal) ? Sac : name;

    /// <summary>The description in words, with what was changed.</summary>
    public string Describe(string words)
    {
        if (Sac is not null) words += $" ({Sac} in place of {Canal})";
        if (LeftOut is not null) words += $" ({LeftOut}: none)";
        return words;
    }
}
