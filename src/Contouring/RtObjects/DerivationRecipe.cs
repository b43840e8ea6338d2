using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// How a structure was made, as written into its ROI Description: enough to see later that an input has changed
/// since (rule E13).
/// </summary>
/// <param name="AlgorithmVersion">Version of the algorithm.</param>
/// <param name="ProtocolName">The protocol.</param>
/// <param name="ProtocolVersion">Its version.</param>
/// <param name="ProtocolHash">SHA-256 of its file, lower-case hex.</param>
/// <param name="Operands">The inputs it rests on.</param>
/// <param name="Expression">What was evaluated.</param>
public sealed partial record DerivationRecipe(
    string AlgorithmVersion,
    string ProtocolName,
    string ProtocolVersion,
    string ProtocolHash,
    ImmutableArray<RecipeOperand> Operands,
    string Expression)
{
    /// <summary>Longest ROI Description: a Short Text (ST).</summary>
    public const int MaximumLength = 1024;

    /// <summary>What fingerprints are cut to, in characters, where all of them do not fit: 64 bits still tell any two drawings apart.</summary>
    private const int ShortFingerprint = 16;

    /// <summary>The recipe as text of at most 1024 ASCII characters.</summary>
    public string ToText()
    {
        var text = Compose(64);
        if (text.Length > MaximumLength) text = Compose(ShortFingerprint);
        return WrittenText.Fit(text, MaximumLength);
    }

    /// <summary>Reads a recipe; null when the text is none of ours.</summary>
    public static DerivationRecipe? Parse(string? text)
    {
        if (text is null || Head().Match(text) is not { Success: true } head) return null;
        var operands = Operand().Matches(text)
            .Select(m => new RecipeOperand(m.Groups["name"].Value, int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m.Groups["fingerprint"].Value)
            {
                MrStructureSetUid = m.Groups["set"].Success ? m.Groups["set"].Value : null,
                RegistrationUid = m.Groups["registration"].Success ? m.Groups["registration"].Value : null,
            });
        var made = text.IndexOf("; made: ", StringComparison.Ordinal);
        return new(
            head.Groups["algorithm"].Value,
            head.Groups["name"].Value,
            head.Groups["version"].Value,
            head.Groups["hash"].Value,
            [.. operands],
            made < 0 ? string.Empty : text[(made + 8)..]);
    }

    private string Compose(int fingerprintLength)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ContourFlow algorithm {AlgorithmVersion}; protocol {ProtocolName} {ProtocolVersion} sha256:{ProtocolHash}");
        foreach (var operand in Operands)
            text.Append(CultureInfo.InvariantCulture, $"; {operand.Name} = ROI {operand.RoiNumber} sha256:{operand.Fingerprint[..Math.Min(fingerprintLength, operand.Fingerprint.Length)]}{operand.Origin}");
        text.Append(CultureInfo.InvariantCulture, $"; made: {Expression}");
        return WrittenText.Ascii(text.ToString());
    }

    [GeneratedRegex("^ContourFlow algorithm (?<algorithm>\\S+); protocol (?<name>\\S+) (?<version>\\S+) sha256:(?<hash>[0-9a-f]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Head();

    [GeneratedRegex("; (?<name>\\S+) = ROI (?<number>\\d{1,9}) sha256:(?<fingerprint>[0-9a-f]{16,64})( on MR, structure set (?<set>[0-9.]+), (by registration (?<registration>[0-9.]+)|in the same frame))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operand();
}

/// <summary>An input of a recipe.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="RoiNumber">Its ROI Number.</param>
/// <param name="Fingerprint">The beginning (16 characters or more) of its <see cref="ContourFingerprint"/>.</param>
public sealed record RecipeOperand(string Name, int RoiNumber, string Fingerprint)
{
    /// <summary>SOP Instance UID of the structure set that has it, where it was drawn on an MR; null for the planning structure set.</summary>
    public string? MrStructureSetUid { get; init; }

    /// <summary>SOP Instance UID of the Spatial Registration that brought it from the MR; null also where MR and CT share a frame of reference.</summary>
    public string? RegistrationUid { get; init; }

    internal string Origin => MrStructureSetUid is null
        ? string.Empty
        : $" on MR, structure set {MrStructureSetUid}, {(RegistrationUid is null ? "in the same frame" : $"by registration {RegistrationUid}")}";

    /// <summary>True when a fingerprint is the one of the recipe, as far as the recipe gives it.</summary>
    public bool IsOf(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return Fingerprint.Length >= 16 && fingerprint.StartsWith(Fingerprint, StringComparison.Ordinal);
    }
}
