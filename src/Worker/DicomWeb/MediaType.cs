using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>A media type with its parameters (RFC 9110 section 8.3.1), also where a value that needs quotes has none.</summary>
/// <remarks>
/// Many senders write <c>type=application/dicom</c> without the quotes that its slash asks for, which the parsers of .NET
/// refuse; nothing is ambiguous about it.
/// </remarks>
/// <param name="Name">Type and subtype in lower case, such as <c>multipart/related</c>.</param>
/// <param name="Parameters">Parameters by name, whatever its case, without quotes.</param>
internal sealed record MediaType(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>One object as a Part 10 file (PS3.18 section 8.7.3.3).</summary>
    public const string Dicom = "application/dicom";

    /// <summary>Data sets in the DICOM JSON model (PS3.18 annex F).</summary>
    public const string DicomJson = "application/dicom+json";

    /// <summary>Several parts that belong together (RFC 2387).</summary>
    public const string MultipartRelated = "multipart/related";

    // RFC 2046 section 5.1.1 allows 70 characters; Orthanc sends 73.
    private const int LongestBoundary = 200;

    /// <summary>The boundary between the parts; null where there is none that can be one (RFC 2046 section 5.1.1).</summary>
    public string? Boundary =>
        Parameters.TryGetValue("boundary", out string? boundary) && boundary.Length is > 0 and <= LongestBoundary
            && boundary.All(c => c is >= ' ' and < '\u007f') && boundary[^1] != ' ' ? boundary : null;

    /// <summary>Reads the value of a Content-Type header.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MediaType? mediaType)
    {
        mediaType = null;
        List<string>? pieces = Pieces(text ?? "");
        if (pieces is null || pieces[0].Count(c => c == '/') != 1 || pieces[0].StartsWith('/') || pieces[0].EndsWith('/'))
            return false;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string piece in pieces.Skip(1).Where(piece => piece.Length > 0))
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parameters.TryAdd(piece[..equals].Trim(), Unquoted(piece[(equals + 1)..].Trim())))
                return false;
        }

        mediaType = new MediaType(pieces[0].ToLowerInvariant(), parameters);
        return true;
    }

    /// <summary>Whether a parameter has this value, whatever its case.</summary>
    public bool Has(string parameter, string value) =>
        Parameters.TryGetValue(parameter, out string? said) && string.Equals(said, value, StringComparison.OrdinalIgnoreCase);

    // Between semicolons that stand outside quotes; null when a quote is not closed.
    private static List<string>? Pieces(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == ';' && !quoted)
            {
                pieces.Add(piece.ToString().Trim());
                piece.Clear();
                continue;
            }

            piece.Append(c);
            if (c == '"')
                quoted = !quoted;
            else if (c == '\\' && quoted && i + 1 < text.Length)
                piece.Append(text[++i]);
        }

        pieces.Add(piece.ToString().Trim());
        return quoted ? null : pieces;
    }

    private static string Unquoted(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
            return value;
        var plain = new StringBuilder(value.Length);
        for (int i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length - 1)
                i++;
            plain.Append(value[i]);
        }

        return plain.ToString();
    }
}
