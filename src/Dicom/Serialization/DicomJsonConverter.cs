using System.Text.Json;
using System.Text.Json.Serialization;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Serialization;

/// <summary>Converts data sets to and from the DICOM JSON model (PS3.18 Annex F) for System.Text.Json.</summary>
/// <remarks>
/// The serializer's depth limit is 64 JSON levels by default, which are 21 levels of sequences; set
/// <see cref="JsonSerializerOptions.MaxDepth"/> for more. <see cref="DicomJson"/> does.
/// </remarks>
public class DicomJsonConverter : JsonConverter<DicomDataset>
{
    private readonly bool _autoValidate;
    private readonly NumberSerializationMode _numberMode;

    /// <summary>Makes a converter.</summary>
    /// <param name="writeTagsAsKeywords">Whether keywords name the attributes in the place of tags. Both are read.</param>
    /// <param name="autoValidate">Whether values that are read are checked against the rules of their representation and the dictionary.</param>
    /// <param name="numberSerializationMode">How DS, IS, SV and UV are written. Both ways are read.</param>
    public DicomJsonConverter(
        bool writeTagsAsKeywords = false,
        bool autoValidate = true,
        NumberSerializationMode numberSerializationMode = NumberSerializationMode.AsNumber)
    {
        WriteTagsAsKeywords = writeTagsAsKeywords;
        _autoValidate = autoValidate;
        _numberMode = numberSerializationMode;
    }

    /// <summary>Whether each attribute says its keyword beside its value representation.</summary>
    public bool WriteKeyword { get; set; }

    /// <summary>Whether each attribute says its name beside its value representation.</summary>
    public bool WriteName { get; set; }

    private bool WriteTagsAsKeywords { get; }

    /// <summary>Writes a data set.</summary>
    /// <exception cref="DicomDataException">A value has no place in DICOM JSON: its tag is named.</exception>
    public override void Write(Utf8JsonWriter writer, DicomDataset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        new DicomJsonWriting(writer, _numberMode, WriteTagsAsKeywords, WriteKeyword, WriteName).Write(value);
    }

    /// <summary>Reads a data set.</summary>
    /// <exception cref="JsonException">What is there is not JSON; says where.</exception>
    /// <exception cref="DicomDataException">It is not of the DICOM JSON model, or a value breaks a rule; says the path.</exception>
    public override DicomDataset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return new DicomJsonReading(_autoValidate, CreateBulkDataUriByteBuffer).Read(document.RootElement);
    }

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(DicomDataset);

    /// <summary>Makes the buffer of a BulkDataURI; nothing is fetched.</summary>
    protected virtual IBulkDataUriByteBuffer CreateBulkDataUriByteBuffer(string bulkDataUri) => new BulkDataUriByteBuffer(bulkDataUri);
}
