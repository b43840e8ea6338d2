using System.Text;
using FsCheck.Xunit;

namespace ContourFlow.Dicom.Tests.Text;

/// <summary>Texts by chance, of what a character set has, are read as they were written.</summary>
public class CharacterSetPropertyTests
{
    private static readonly string[][] s_terms =
    [
        [], ["ISO_IR 6"], ["ISO_IR 13"], ["ISO_IR 100"], ["ISO_IR 101"], ["ISO_IR 109"], ["ISO_IR 110"], ["ISO_IR 144"], ["ISO_IR 127"],
        ["ISO_IR 126"], ["ISO_IR 138"], ["ISO_IR 148"], ["ISO_IR 166"], ["ISO_IR 203"], ["ISO_IR 192"], ["GB18030"], ["GBK"],
        ["", "ISO 2022 IR 87"], ["", "ISO 2022 IR 87", "ISO 2022 IR 159"], ["ISO 2022 IR 13", "ISO 2022 IR 87"], ["ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"],
        ["", "ISO 2022 IR 149"], ["ISO 2022 IR 6", "ISO 2022 IR 58"], ["ISO 2022 IR 149"], ["ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126"],
        ["ISO 2022 IR 144", "ISO 2022 IR 87", "ISO 2022 IR 149", "ISO 2022 IR 58", "ISO 2022 IR 13"], ["ISO 2022 IR 166", "ISO 2022 IR 138", "ISO 2022 IR 127"],
    ];

    // The characters of each list of terms: those that are written without an exception.
    private static readonly string[] s_repertoires = [.. s_terms.Select(Repertoire)];

    [Property(MaxTest = 400)]
    public void Text_is_read_as_it_was_written(int seed)
    {
        var chance = new Random(seed);
        int which = chance.Next(s_terms.Length);
        DicomVR vr = new[] { DicomVR.PN, DicomVR.LO, DicomVR.LT, DicomVR.UT }[chance.Next(4)];
        string marks = vr == DicomVR.PN ? "^=^=\\ aB~" : vr == DicomVR.LO ? "\\^= aB" : "\r\n\t\f\\^= aB";
        var text = new StringBuilder("x");
        for (int i = chance.Next(40); i > 0; i--)
            text.Append(s_repertoires[which].Length > 0 && chance.Next(3) > 0 ? s_repertoires[which][chance.Next(s_repertoires[which].Length)] : marks[chance.Next(marks.Length)]);
        text.Append('z');

        // Spaces before a backslash are padding, which a reader may take away.
        string wanted = text.Replace(" \\", "\\").ToString();
        TextFile.Bytes(vr, wanted, s_terms[which]).Should().NotBeEmpty();
    }

    [Property(MaxTest = 200)]
    public void Bytes_by_chance_never_break_the_reading(byte[] bytes, int which)
    {
        string[] terms = s_terms[(which & int.MaxValue) % s_terms.Length];
        foreach (DicomVR vr in (DicomVR[])[DicomVR.PN, DicomVR.LO, DicomVR.UT])
            TextFile.Text(vr, bytes, terms).Should().NotBeNull();
    }

    private static string Repertoire(string[] terms)
    {
        var result = new StringBuilder();
        Encoding[] encodings = terms.Length == 0 ? DicomEncoding.DefaultArray : DicomEncoding.GetEncodings(terms);

        // Every letter of the alphabets, and one in seven of the ideographs and syllables.
        for (int code = 0xA0; code < 0xFFFD; code += code is < 0x600 or (>= 0x2000 and < 0x3200) or >= 0xFF00 ? 1 : 7)
        {
            char c = (char)code;
            if (char.IsSurrogate(c) || c is >= '\uE000' and <= '\uF8FF')
                continue;
            try
            {
                var element = new DicomLongText(DicomTag.PatientComments, c.ToString()) { TargetEncodings = encodings };
                if (element.Buffer.Size > 0)
                    result.Append(c);
            }
            catch (DicomDataException)
            {
                // Not of this set.
            }
        }

        return result.ToString();
    }
}
