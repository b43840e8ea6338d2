using System.Globalization;
using System.Text.Json;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Serialization;

/// <summary>Writes one data set as an object of the DICOM JSON model (PS3.18 F.2).</summary>
internal sealed class DicomJsonWriting(Utf8JsonWriter writer, NumberSerializationMode mode, bool tagsAsKeywords, bool writeKeyword, bool writeName)
{
    /// <summary>Levels of sequences, as in files.</summary>
    public const int MaximumDepth = 64;

    // What one JSON string of .NET's writer can hold, with some room.
    private const int MaximumBinary = 700_000_000;
    private const int MaximumText = 150_000_000;

    /// <summary>Writes the data set.</summary>
    /// <exception cref="DicomDataException">A value has no place in DICOM JSON: its tag is named.</exception>
    public void Write(DicomDataset dataset) => Write(dataset, 0);

    private void Write(DicomDataset dataset, int depth)
    {
        if (depth > MaximumDepth)
            throw new DicomDataException($"The data set has sequences nested deeper than {MaximumDepth} levels.");
        writer.WriteStartObject();
        foreach (DicomItem item in dataset)
        {
            // PS3.18 F.2.2: group lengths shall not be included.
            if (item.Tag.Element != 0)
                WriteItem(item, depth);
        }

        writer.WriteEndObject();
    }

    private void WriteItem(DicomItem item, int depth)
    {
        DicomDictionaryEntry entry = item.Tag.DictionaryEntry;
        bool isKnown = !ReferenceEquals(entry, DicomDictionary.UnknownTag) && !item.Tag.IsPrivate && entry.MaskTag is null;
        writer.WriteStartObject(tagsAsKeywords && isKnown && entry.Keyword.Length > 0 ? entry.Keyword : item.Tag.ToString("J", null));
        writer.WriteString("vr", item.ValueRepresentation.Code);
        if (writeKeyword && isKnown)
            writer.WriteString("keyword", entry.Keyword);
        if (writeName && isKnown)
            writer.WriteString("name", entry.Name);
        switch (item)
        {
            case DicomSequence sequence:
                WriteSequence(sequence, depth);
                break;
            // Text that was made of text has no bytes yet.
            case DicomElement element when element is not DicomStringElement { IsText: true } && element.Buffer is IBulkDataUriByteBuffer bulk:
                writer.WriteString("BulkDataURI", bulk.BulkDataUri);
                break;
            case DicomElement element when element.ValueRepresentation.Code is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "UN":
                WriteBinary(element);
                break;
            case DicomElement element:
                WriteValues(element);
                break;
            default:
                throw new DicomDataException($"{item.Tag} is compressed pixel data, which DICOM JSON has no place for. Decompress it, take it out, or put a BulkDataURI in its place.");
        }

        writer.WriteEndObject();
    }

    private void WriteSequence(DicomSequence sequence, int depth)
    {
        if (sequence.Items.Count == 0)
            return;
        writer.WriteStartArray("Value");
        foreach (DicomDataset child in sequence.Items)
            Write(child, depth + 1);
        writer.WriteEndArray();
    }

    private void WriteBinary(DicomElement element)
    {
        if (element.Buffer.Size == 0)
            return;
        if (element.Buffer.Size > MaximumBinary)
            throw new DicomDataException($"{element.Tag} has {element.Buffer.Size} bytes; {MaximumBinary} fit into a JSON text. Put a BulkDataURI in its place.");
        writer.WriteBase64String("InlineBinary", element.Buffer.AsSpan());
    }

    private void WriteValues(DicomElement element)
    {
        if (element.Count == 0)
            return;
        writer.WriteStartArray("Value");
        switch (element.ValueRepresentation.Code)
        {
            // Shortest digits that give the number back, of its own precision.
            case "FL":
                Array.ForEach(element.Get<float[]>(), v => WriteReal(v, float.IsFinite(v), writer.WriteNumberValue));
                break;
            case "FD":
                Array.ForEach(element.Get<double[]>(), v => WriteReal(v, double.IsFinite(v), writer.WriteNumberValue));
                break;
            case "SS" or "SL":
                Array.ForEach(element.Get<int[]>(), writer.WriteNumberValue);
                break;
            case "US" or "UL":
                Array.ForEach(element.Get<uint[]>(), writer.WriteNumberValue);
                break;
            case "SV":
                Array.ForEach(element.Get<long[]>(), v => WriteLong(v.ToString(CultureInfo.InvariantCulture), Math.Abs((double)v)));
                break;
            case "UV":
                Array.ForEach(element.Get<ulong[]>(), v => WriteLong(v.ToString(CultureInfo.InvariantCulture), v));
                break;
            case "AT":
                Array.ForEach(element.Get<DicomTag[]>(), v => writer.WriteStringValue(v.ToString("J", null)));
                break;
            case "PN":
                Array.ForEach(element.Get<string[]>(), v => WriteName(v, element.Tag));
                break;
            case "DS" or "IS":
                Array.ForEach(element.Get<string[]>(), v => WriteNumberText(v, element));
                break;
            default:
                // The text is Unicode from here on (PS3.18 F.2.1.1: UTF-8 is what JSON has).
                string[] texts = element.Tag == DicomTag.SpecificCharacterSet ? [CodeSet.Utf8.Term] : element.Get<string[]>();
                Array.ForEach(texts, v => WriteText(v, element.Tag));
                break;
        }

        writer.WriteEndArray();
    }

    // JSON has no number for these: the words that JavaScript, Python and .NET read as numbers are written.
    private void WriteReal<T>(T value, bool isFinite, Action<T> write)
        where T : IFormattable
    {
        if (isFinite)
            write(value);
        else
            writer.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
    }

    private void WriteLong(string digits, double size)
    {
        if (mode == NumberSerializationMode.AsNumber || (mode == NumberSerializationMode.PreferablyAsNumber && size <= 1L << 53))
            writer.WriteRawValue(digits);
        else
            writer.WriteStringValue(digits);
    }

    private void WriteNumberText(string text, DicomElement element)
    {
        if (text.Length == 0)
        {
            writer.WriteNullValue();
            return;
        }

        string? number = mode == NumberSerializationMode.AsString ? null : JsonNumberText.Of(text, element is DicomIntegerString);
        if (mode == NumberSerializationMode.AsNumber && number is null)
            throw new DicomDataException($"{element.Tag} {element.Tag.DictionaryEntry.Keyword} holds text that is not a number, so it cannot be a JSON number. {nameof(NumberSerializationMode.PreferablyAsNumber)} writes it as text.");
        if (number is null || (mode == NumberSerializationMode.PreferablyAsNumber && !JsonNumberText.IsInRange(number)))
            WriteText(text, element.Tag);
        else
            writer.WriteRawValue(number);
    }

    private void WriteName(string name, DicomTag tag)
    {
        string[] groups = name.Split('=', 3);
        if (groups.All(g => g.Length == 0))
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        for (int i = 0; i < groups.Length; i++)
        {
            // PS3.18 F.2.2: the groups that are not empty.
            if (groups[i].Length == 0)
                continue;
            writer.WritePropertyName(PersonNameGroups.Names[i]);
            WriteText(groups[i], tag);
        }

        writer.WriteEndObject();
    }

    private void WriteText(string text, DicomTag tag)
    {
        if (text.Length > MaximumText)
            throw new DicomDataException($"{tag} has a text of {text.Length} characters; {MaximumText} fit into a JSON text.");
        if (text.Length == 0)
        {
            writer.WriteNullValue();
            return;
        }

        try
        {
            writer.WriteStringValue(text);
        }
        catch (ArgumentException e)
        {
            throw new DicomDataException($"{tag} holds half a character, which no JSON text can hold.", e);
        }
    }
}

/// <summary>What DICOM JSON calls the groups of a person name, in their order.</summary>
internal static class PersonNameGroups
{
    public static readonly string[] Names = ["Alphabetic", "Ideographic", "Phonetic"];
}
