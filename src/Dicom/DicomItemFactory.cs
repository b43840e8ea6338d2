using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>Makes the items of a value representation, from bytes or from values.</summary>
internal static class DicomItemFactory
{
    /// <summary>An element of bytes as a little-endian file holds them.</summary>
    public static DicomElement FromBytes(DicomVR vr, DicomTag tag, CharacterSets sets, IByteBuffer data) => vr.Code switch
    {
        "AE" => new DicomApplicationEntity(tag, data),
        "AS" => new DicomAgeString(tag, data),
        "AT" => new DicomAttributeTag(tag, data),
        "CS" => new DicomCodeString(tag, data),
        "DA" => new DicomDate(tag, data),
        "DS" => new DicomDecimalString(tag, data),
        "DT" => new DicomDateTime(tag, data),
        "FD" => new DicomFloatingPointDouble(tag, data),
        "FL" => new DicomFloatingPointSingle(tag, data),
        "IS" => new DicomIntegerString(tag, data),
        "LO" => new DicomLongString(tag, sets, data),
        "LT" => new DicomLongText(tag, sets, data),
        "OB" => new DicomOtherByte(tag, data),
        "OD" => new DicomOtherDouble(tag, data),
        "OF" => new DicomOtherFloat(tag, data),
        "OL" => new DicomOtherLong(tag, data),
        "OV" => new DicomOtherVeryLong(tag, data),
        "OW" => new DicomOtherWord(tag, data),
        "PN" => new DicomPersonName(tag, sets, data),
        "SH" => new DicomShortString(tag, sets, data),
        "SL" => new DicomSignedLong(tag, data),
        "SS" => new DicomSignedShort(tag, data),
        "ST" => new DicomShortText(tag, sets, data),
        "SV" => new DicomSignedVeryLong(tag, data),
        "TM" => new DicomTime(tag, data),
        "UC" => new DicomUnlimitedCharacters(tag, sets, data),
        "UI" => new DicomUniqueIdentifier(tag, data),
        "UL" => new DicomUnsignedLong(tag, data),
        "UR" => new DicomUniversalResource(tag, CharacterSets.Default, data),
        "US" => new DicomUnsignedShort(tag, data),
        "UT" => new DicomUnlimitedText(tag, sets, data),
        "UV" => new DicomUnsignedVeryLong(tag, data),
        _ => new DicomUnknown(tag, data),
    };

    /// <summary>The value representation of a tag for values of this type, by the dictionary.</summary>
    /// <exception cref="DicomDataException">The dictionary does not know the tag.</exception>
    public static DicomVR RepresentationFor<T>(DicomTag tag)
    {
        DicomDictionaryEntry entry = tag.DictionaryEntry;
        if (ReferenceEquals(entry, DicomDictionary.UnknownTag))
            throw new DicomDataException($"{tag} is not in the dictionary: say its value representation when it is added.");
        DicomVR[] vrs = entry.ValueRepresentations;
        if (vrs.Length == 1)
            return vrs[0];
        DicomVR? wanted = typeof(T) == typeof(short) ? DicomVR.SS : typeof(T) == typeof(ushort) ? DicomVR.US : typeof(T) == typeof(byte) ? DicomVR.OB : null;
        if (wanted is not null && vrs.Contains(wanted))
            return wanted;
        return typeof(T) == typeof(ushort) && vrs.Contains(DicomVR.OW) ? DicomVR.OW : vrs[0];
    }

    /// <summary>An item of values.</summary>
    /// <exception cref="InvalidOperationException">Values of this type do not make an item of this representation.</exception>
    public static DicomItem FromValues<T>(DicomVR vr, DicomTag tag, T[]? values)
    {
        T[] given = values ?? [];
        if (given.Length == 0 && !ReferenceEquals(vr, DicomVR.SQ))
            return FromBytes(vr, tag, CharacterSets.Default, EmptyBuffer.Value);
        return given switch
        {
            IByteBuffer[] { Length: 1 } buffers when !ReferenceEquals(vr, DicomVR.SQ) => FromBytes(vr, tag, CharacterSets.Default, buffers[0]),
            DicomDataset[] items when ReferenceEquals(vr, DicomVR.SQ) => new DicomSequence(tag, items),
            string[] texts when vr.IsString => FromTexts(vr, tag, texts),
            _ => FromOthers(vr, tag, given),
        };
    }

    private static DicomElement FromTexts(DicomVR vr, DicomTag tag, string[] values) => vr.Code switch
    {
        "AE" => new DicomApplicationEntity(tag, values),
        "AS" => new DicomAgeString(tag, values),
        "CS" => new DicomCodeString(tag, values),
        "DA" => new DicomDate(tag, values),
        "DS" => new DicomDecimalString(tag, values),
        "DT" => new DicomDateTime(tag, values),
        "IS" => new DicomIntegerString(tag, values),
        "LO" => new DicomLongString(tag, values),
        "LT" => new DicomLongText(tag, One(vr, tag, values)),
        "PN" => new DicomPersonName(tag, values),
        "SH" => new DicomShortString(tag, values),
        "ST" => new DicomShortText(tag, One(vr, tag, values)),
        "TM" => new DicomTime(tag, values),
        "UC" => new DicomUnlimitedCharacters(tag, values),
        "UI" => new DicomUniqueIdentifier(tag, values),
        "UR" => new DicomUniversalResource(tag, One(vr, tag, values)),
        "UT" => new DicomUnlimitedText(tag, One(vr, tag, values)),
        _ => throw Mismatch<string>(vr, tag),
    };

    private static DicomItem FromOthers<T>(DicomVR vr, DicomTag tag, T[] values) => (vr.Code, (object)values) switch
    {
        // Arrays of unsigned and signed numbers of one size pass for each other in a pattern, so types are compared.
        ("AT", DicomTag[] v) => new DicomAttributeTag(tag, v),
        ("DA", DateTime[] v) => new DicomDate(tag, v),
        ("DA", DicomDateRange[] { Length: 1 } v) => new DicomDate(tag, v[0]),
        ("TM", DateTime[] v) => new DicomTime(tag, v),
        ("TM", DicomDateRange[] { Length: 1 } v) => new DicomTime(tag, v[0]),
        ("DT", DateTime[] v) => new DicomDateTime(tag, v),
        ("DT", DicomDateRange[] { Length: 1 } v) => new DicomDateTime(tag, v[0]),
        ("DS", decimal[] v) => new DicomDecimalString(tag, v),
        ("DS", double[] v) => new DicomDecimalString(tag, Array.ConvertAll(v, x => Finite(x, tag))),
        ("DS", float[] v) => new DicomDecimalString(tag, Array.ConvertAll(v, x => decimal.TryParse(x.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal d) ? DicomDecimalString.ToDecimalString(d) : Finite(x, tag))),
        ("IS", int[] v) when typeof(T) == typeof(int) => new DicomIntegerString(tag, v),
        ("SL", int[] v) when typeof(T) == typeof(int) => new DicomSignedLong(tag, v),
        ("UL", uint[] v) when typeof(T) == typeof(uint) => new DicomUnsignedLong(tag, v),
        ("OL", uint[] v) when typeof(T) == typeof(uint) => new DicomOtherLong(tag, v),
        ("SS", short[] v) when typeof(T) == typeof(short) => new DicomSignedShort(tag, v),
        ("US", ushort[] v) when typeof(T) == typeof(ushort) => new DicomUnsignedShort(tag, v),
        ("OW", ushort[] v) when typeof(T) == typeof(ushort) => new DicomOtherWord(tag, v),
        ("SV", long[] v) when typeof(T) == typeof(long) => new DicomSignedVeryLong(tag, v),
        ("UV", ulong[] v) when typeof(T) == typeof(ulong) => new DicomUnsignedVeryLong(tag, v),
        ("OV", ulong[] v) when typeof(T) == typeof(ulong) => new DicomOtherVeryLong(tag, v),
        ("FD", double[] v) => new DicomFloatingPointDouble(tag, v),
        ("OD", double[] v) => new DicomOtherDouble(tag, v),
        ("FL", float[] v) => new DicomFloatingPointSingle(tag, v),
        ("OF", float[] v) => new DicomOtherFloat(tag, v),
        ("OB", byte[] v) when typeof(T) == typeof(byte) => new DicomOtherByte(tag, v),
        ("OW", byte[] v) when typeof(T) == typeof(byte) => new DicomOtherWord(tag, new MemoryByteBuffer(v)),
        ("UN", byte[] v) when typeof(T) == typeof(byte) => new DicomUnknown(tag, v),
        ("UI", DicomUID[] v) => new DicomUniqueIdentifier(tag, v),
        ("UI", DicomTransferSyntax[] v) => new DicomUniqueIdentifier(tag, v),
        ("SQ", _) when values.Length == 0 => new DicomSequence(tag),
        _ => throw Mismatch<T>(vr, tag),
    };

    private static string Finite(double value, DicomTag tag) =>
        double.IsFinite(value) ? DicomDecimalString.ToDecimalString(value) : throw new DicomDataException($"{tag}: DS holds finite numbers only.");

    private static string One(DicomVR vr, DicomTag tag, string[] values) =>
        values.Length == 1 ? values[0] : throw new DicomValidationException("", vr, $"{tag} {tag.DictionaryEntry.Keyword} holds one text; {values.Length} were given.");

    private static InvalidOperationException Mismatch<T>(DicomVR vr, DicomTag tag) =>
        new($"{tag}: values of {typeof(T).Name} do not make an element of {vr.Code}.");
}
