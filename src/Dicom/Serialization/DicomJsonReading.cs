using System.Runtime.InteropServices;
using System.Text.Json;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Serialization;

/// <summary>Reads one object of the DICOM JSON model (PS3.18 F.2) as a data set. Every fault says its path in the text, and no value.</summary>
internal sealed class DicomJsonReading(bool autoValidate, Func<string, IBulkDataUriByteBuffer> bulkData)
{
    private bool _hasOtherThanAscii;

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DicomDataException">It is not of the DICOM JSON model, or a value breaks a rule; says the path.</exception>
    public DicomDataset Read(JsonElement json)
    {
        DicomDataset dataset = ReadDataset(json, "$", 0);

        // JSON is Unicode. A data set without a character set could not be written.
        if (_hasOtherThanAscii && !dataset.Contains(DicomTag.SpecificCharacterSet))
            dataset.Add(DicomTag.SpecificCharacterSet, CodeSet.Utf8.Term);
        return dataset;
    }

    private DicomDataset ReadDataset(JsonElement json, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Fault(path, $"is {Kind(json)}; an object is expected");
        if (depth > DicomJsonWriting.MaximumDepth)
            throw Fault(path, $"is nested deeper than {DicomJsonWriting.MaximumDepth} levels of sequences");
        var properties = new List<(DicomTag Tag, string Path, JsonElement Json)>();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            // A name can be as long as the text, and anything: only a tag or a keyword is said.
            DicomTag? tag = TagOf(property.Name);
            if (tag is null)
                throw Fault(path, "has a member whose name is neither a tag of eight hexadecimal digits nor a keyword of the dictionary");
            string here = $"{path}.{tag.ToString("J", null)}";
            if (tag.Group == 0x0002)
                throw Fault(here, "belongs to the file meta information, not to the data set");
            if (tag.Element != 0)
                properties.Add((tag, here, property.Value));
        }

        Dictionary<uint, DicomPrivateCreator> creators = Creators(properties);
        var items = new List<DicomItem>(properties.Count);
        foreach ((DicomTag tag, string here, JsonElement value) in properties)
        {
            DicomTag full = tag.IsPrivate && creators.TryGetValue(((uint)tag.Group << 16) | ((uint)tag.Element >> 8), out DicomPrivateCreator? creator)
                ? new DicomTag(tag.Group, tag.Element, creator)
                : tag;
            DicomItem item = ReadItem(full, value, here, depth);
            Validate(item, here);
            items.Add(item);
        }

        var dataset = new DicomDataset { AutoValidate = autoValidate };
        return dataset.TryTakeRead(CollectionsMarshal.AsSpan(items), out DicomTag? twice) ? dataset : throw Fault($"{path}.{twice!.ToString("J", null)}", "is there twice, with different values");
    }

    private void Validate(DicomItem item, string path)
    {
        if (!autoValidate || item is not DicomElement element || (element is not DicomStringElement { IsText: true } && element.Buffer is IBulkDataUriByteBuffer))
            return;
        try
        {
            item.Validate();
        }
        catch (DicomValidationException e)
        {
            throw new DicomValidationException(e.Content, e.VR, $"{path}: {e.Message}");
        }
    }

    private DicomItem ReadItem(DicomTag tag, JsonElement json, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Fault(path, $"is {Kind(json)}; an object with the member \"vr\" is expected");
        JsonElement? vrText = null, value = null, binary = null, bulk = null;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            // Others, such as the keyword, are for people.
            ref JsonElement? member = ref vrText;
            switch (property.Name)
            {
                case "vr":
                    break;
                case "Value":
                    member = ref value;
                    break;
                case "InlineBinary":
                    member = ref binary;
                    break;
                case "BulkDataURI":
                    member = ref bulk;
                    break;
                default:
                    continue;
            }

            if (member is not null)
                throw Fault(path, $"has two members \"{property.Name}\"");
            member = property.Value;
        }

        DicomVR vr = VrOf(tag, vrText, path);
        if ((value is null ? 0 : 1) + (binary is null ? 0 : 1) + (bulk is null ? 0 : 1) > 1)
            throw Fault(path, "has more than one of \"Value\", \"InlineBinary\" and \"BulkDataURI\"");
        if (bulk is { } uri)
            return ReferenceEquals(vr, DicomVR.SQ) ? throw Fault(path, "is a sequence with a BulkDataURI") : DicomItemFactory.FromBytes(vr, tag, CharacterSets.Default, bulkData(Text(uri, path + ".BulkDataURI")));
        if (binary is { } base64)
            return DicomItemFactory.FromBytes(vr, tag, CharacterSets.Default, Bytes(vr, base64, path));
        if (value is { ValueKind: not (JsonValueKind.Array or JsonValueKind.Null) } other)
            throw Fault(path + ".Value", $"is {Kind(other)}; an array is expected");
        JsonElement[] values = value is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
        if (ReferenceEquals(vr, DicomVR.SQ))
            return new DicomSequence(tag, values.Select((v, i) => v.ValueKind == JsonValueKind.Null ? new DicomDataset { AutoValidate = autoValidate } : ReadDataset(v, $"{path}.Value[{i}]", depth + 1)).ToList());
        return new DicomJsonValues(vr, tag, path + ".Value", s => _hasOtherThanAscii |= s).Read(values);
    }

    private static DicomVR VrOf(DicomTag tag, JsonElement? text, string path)
    {
        if (text is { } said)
        {
            return DicomVR.TryParse(Text(said, path + ".vr"), out DicomVR? vr) && !ReferenceEquals(vr, DicomVR.NONE)
                ? vr
                : throw Fault(path + ".vr", "is no value representation of DICOM");
        }

        // A member that is required, and left out by some; the dictionary says it where it says one.
        DicomVR[] known = tag.DictionaryEntry.ValueRepresentations;
        return known.Length == 1 && !ReferenceEquals(known[0], DicomVR.UN) ? known[0] : throw Fault(path, "has no member \"vr\"");
    }

    private static MemoryByteBuffer Bytes(DicomVR vr, JsonElement json, string path)
    {
        if (vr.Code is not ("OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "UN"))
            throw Fault(path, $"has the member \"InlineBinary\", which {vr.Code} does not allow");
        return json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out byte[]? bytes)
            ? new MemoryByteBuffer(bytes)
            : throw Fault(path + ".InlineBinary", "is not text in Base64");
    }

    private static Dictionary<uint, DicomPrivateCreator> Creators(List<(DicomTag Tag, string Path, JsonElement Json)> properties)
    {
        var creators = new Dictionary<uint, DicomPrivateCreator>();
        foreach ((DicomTag tag, string path, JsonElement json) in properties)
        {
            if (tag.IsPrivateCreatorElement && json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty("Value", out JsonElement values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() == 1
                && values[0].ValueKind == JsonValueKind.String)
            {
                creators[tag.Key] = DicomDictionary.Default.GetPrivateCreator(Text(values[0], path + ".Value[0]").TrimEnd(' '));
            }
        }

        return creators;
    }

    private static DicomTag? TagOf(string name)
    {
        if (name.Length == 8 && uint.TryParse(name, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint key))
            return key;
        return DicomDictionary.Default.FindKeyword(name);
    }

    internal static string Text(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.String)
            throw Fault(path, $"is {Kind(json)}; a string is expected");
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new DicomDataException($"{path} holds half a character.", e);
        }
    }

    internal static DicomDataException Fault(string path, string what) => new($"{path} {what}.");

    internal static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
