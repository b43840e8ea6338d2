using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContourFlow.Contracts;

/// <summary>
/// Names a case: one planning CT series and everything that belongs to it. Follows from the series' UID, so that every
/// process, whatever it saw first, names the same case alike. Written as 32 lower-case hexadecimal digits.
/// </summary>
/// <remarks><c>default</c> names no case.</remarks>
[JsonConverter(typeof(CaseIdConverter))]
public readonly record struct CaseId : IParsable<CaseId>
{
    private readonly Guid value;

    private CaseId(Guid value) => this.value = value;

    /// <summary>The case of a planning CT: the first 16 bytes of the SHA-256 of the UID's text.</summary>
    /// <param name="seriesInstanceUid">Series Instance UID (0020,000E) of the planning CT.</param>
    /// <exception cref="ArgumentException">The UID is empty.</exception>
    public static CaseId OfPlanningCt(string seriesInstanceUid)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(seriesInstanceUid);
        return new CaseId(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seriesInstanceUid)).AsSpan(0, 16), bigEndian: true));
    }

    /// <summary>The case of a stored value.</summary>
    public static CaseId Of(Guid value) => new(value);

    /// <inheritdoc/>
    public static CaseId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out CaseId id) ? id : throw new FormatException("A case is named by 32 hexadecimal digits.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseId result)
    {
        bool isOne = Guid.TryParseExact(s, "N", out Guid guid);
        result = isOne ? new CaseId(guid) : default;
        return isOne;
    }

    /// <summary>The value to store.</summary>
    public Guid ToGuid() => value;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => value.ToString("N");

    private sealed class CaseIdConverter : JsonConverter<CaseId>
    {
        public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), null, out CaseId id) ? id : throw new JsonException("A case is named by 32 hexadecimal digits.");

        public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
