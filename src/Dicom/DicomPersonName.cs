using System.Text;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of person names (PN): up to three groups (alphabetic, ideographic, phonetic) of five components.</summary>
public sealed class DicomPersonName : DicomMultiStringElement
{
    /// <summary>Makes an element of these names, written as family^given^middle^prefix^suffix.</summary>
    public DicomPersonName(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of one name.</summary>
    public DicomPersonName(DicomTag tag, string Last, string First, string? Middle = null, string? Prefix = null, string? Suffix = null)
        : base(tag, $"{Last}^{First}^{Middle}^{Prefix}^{Suffix}".TrimEnd('^'))
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomPersonName(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomPersonName(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.PN;

    /// <summary>The family name of the first value's alphabetic group.</summary>
    public string Last => Component(0);

    /// <summary>The given name.</summary>
    public string First => Component(1);

    /// <summary>The middle name.</summary>
    public string Middle => Component(2);

    /// <summary>The prefix.</summary>
    public string Prefix => Component(3);

    /// <summary>The suffix.</summary>
    public string Suffix => Component(4);

    /// <summary>Whether both have the same names, empty components and groups at an end not counted.</summary>
    public static bool HaveSameContent(DicomPersonName? nameA, DicomPersonName? nameB)
    {
        if (nameA is null || nameB is null)
            return nameA is null && nameB is null;
        return Normal(nameA).SequenceEqual(Normal(nameB), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Normal(DicomPersonName name) =>
        name.Values().Select(v => string.Join('=', v.Split('=').Select(g => g.TrimEnd('^', ' '))).TrimEnd('='));

    private string Component(int index)
    {
        if (Count == 0)
            return "";
        string[] components = Values()[0].Split('=')[0].Split('^');
        return index < components.Length ? components[index] : "";
    }
}
