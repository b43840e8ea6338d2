using System.Text.Json;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Reads an answer in the DICOM JSON model (PS3.18 annex F), up to the largest that is read.</summary>
internal static class DicomJsonAnswer
{
    private static readonly JsonSerializerOptions Style = new()
    {
        // Archives hold values that break the rules of their representation; a search for a series does not end by it.
        Converters = { new DicomJsonConverter(autoValidate: false) },
        MaxDepth = 256,
    };

    /// <summary>Whether the answer says that it is DICOM JSON, or says nothing: Orthanc's reports of failure have no Content-Type.</summary>
    public static bool Is(HttpResponseMessage response) =>
        !response.Content.Headers.TryGetValues("Content-Type", out IEnumerable<string>? said)
        || (MediaType.TryParse(said.First(), out MediaType? type) && type.Name is MediaType.DicomJson or "application/json");

    /// <summary>The data sets: of an array, or the one.</summary>
    /// <exception cref="DicomWebException">It is not DICOM JSON, or larger than what is read.</exception>
    /// <exception cref="BrokenBodyException">The body's own.</exception>
    public static async Task<DicomDataset[]> ReadAsync(
        HttpResponseMessage response, ArchiveExchange exchange, DicomWebOptions options, Deadline deadline, string what)
    {
        if (!Is(response))
            throw new DicomWebException($"{what} was answered with another media type than {MediaType.DicomJson}. Check the root of the archive's DICOMweb.", response.StatusCode);
        using MemoryStream text = await TextAsync(response, exchange, options, deadline, what);
        if (text.Length == 0)
            return [];
        try
        {
            bool isArray = new Utf8JsonReader(text.GetBuffer().AsSpan(0, (int)text.Length)) is var reader && reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            DicomDataset?[] dataSets = isArray
                ? JsonSerializer.Deserialize<DicomDataset?[]>(text, Style)!
                : [JsonSerializer.Deserialize<DicomDataset>(text, Style)];
            return dataSets.Select(dataSet => dataSet ?? throw new JsonException("A data set is null.")).ToArray();
        }
        catch (Exception fault) when (fault is JsonException or DicomDataException)
        {
            // Their messages can have a piece of the text.
            throw new DicomWebException($"{what} was answered with what is not DICOM JSON (PS3.18 annex F).", response.StatusCode);
        }
    }

    private static async Task<MemoryStream> TextAsync(
        HttpResponseMessage response, ArchiveExchange exchange, DicomWebOptions options, Deadline deadline, string what)
    {
        var text = new MemoryStream();
        await using Stream body = await exchange.BodyAsync(response, deadline);
        byte[] block = new byte[64 * 1024];
        int count;
        while ((count = await body.ReadAsync(block, deadline.Token)) > 0)
        {
            if (text.Length + count > options.MaximumAnswerBytes)
                throw new DicomWebException($"{what} was answered with more than {options.MaximumAnswerBytes} bytes.", response.StatusCode);
            text.Write(block, 0, count);
        }

        text.Position = 0;
        return text;
    }
}
