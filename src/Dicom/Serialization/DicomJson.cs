using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContourFlow.Dicom.Serialization;

/// <summary>Data sets as text of the DICOM JSON model (PS3.18 Annex F), both ways.</summary>
public static class DicomJson
{
    /// <summary>A JSON level each for the data set, the attribute and its values, at every depth that a file can have.</summary>
    internal const int MaximumJsonDepth = (3 * DicomJsonWriting.MaximumDepth) + 4;

    /// <summary>The text of a data set.</summary>
    /// <param name="dataset">The data set. Group lengths are left out, and Specific Character Set says ISO_IR 192.</param>
    /// <param name="writeTagsAsKeywords">Whether keywords name the attributes in the place of tags. DICOM JSON has tags.</param>
    /// <param name="formatIndented">Whether the text has lines.</param>
    /// <param name="numberSerializationMode">How DS, IS, SV and UV are written.</param>
    /// <exception cref="DicomDataException">A value has no place in DICOM JSON: its tag is named.</exception>
    public static string ConvertDicomToJson(
        DicomDataset dataset,
        bool writeTagsAsKeywords = false,
        bool formatIndented = false,
        NumberSerializationMode numberSerializationMode = NumberSerializationMode.AsNumber)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return JsonSerializer.Serialize(dataset, Options(writeTagsAsKeywords, formatIndented, autoValidate: true, numberSerializationMode));
    }

    /// <summary>The text of several data sets, as an array.</summary>
    /// <exception cref="DicomDataException">A value has no place in DICOM JSON: its tag is named.</exception>
    public static string ConvertDicomToJson(IEnumerable<DicomDataset> dataset, bool writeTagsAsKeywords = false, bool formatIndented = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return JsonSerializer.Serialize(dataset.ToArray(), Options(writeTagsAsKeywords, formatIndented, autoValidate: true, NumberSerializationMode.AsNumber));
    }

    /// <summary>The data set of a text.</summary>
    /// <param name="json">An object of the DICOM JSON model.</param>
    /// <param name="autoValidate">Whether values are checked against the rules of their representation and the dictionary.</param>
    /// <exception cref="JsonException">The text is not JSON; says where.</exception>
    /// <exception cref="DicomDataException">The JSON is not of the DICOM JSON model, or a value breaks a rule; says the path.</exception>
    public static DicomDataset ConvertJsonToDicom(string json, bool autoValidate = true)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSerializer.Deserialize<DicomDataset>(json, Options(false, false, autoValidate, NumberSerializationMode.AsNumber))
            ?? throw new DicomDataException("The JSON text is null; an object is expected.");
    }

    /// <summary>The data sets of a text that holds an array of them, or one.</summary>
    /// <exception cref="JsonException">The text is not JSON; says where.</exception>
    /// <exception cref="DicomDataException">The JSON is not of the DICOM JSON model, or a value breaks a rule; says the path.</exception>
    public static DicomDataset[] ConvertJsonToDicomArray(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!json.AsSpan().TrimStart().StartsWith("["))
            return [ConvertJsonToDicom(json)];
        DicomDataset?[] datasets = JsonSerializer.Deserialize<DicomDataset?[]>(json, Options(false, false, autoValidate: true, NumberSerializationMode.AsNumber))!;
        return [.. datasets.Select((d, i) => d ?? throw new DicomDataException($"$[{i}] is null; an object is expected."))];
    }

    private static JsonSerializerOptions Options(bool keywords, bool indented, bool autoValidate, NumberSerializationMode mode) => new()
    {
        Converters = { new DicomJsonConverter(keywords, autoValidate, mode) },
        WriteIndented = indented,
        MaxDepth = MaximumJsonDepth,

        // UTF-8 as it is; the text is no part of a page of HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
