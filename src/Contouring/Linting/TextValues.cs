using System.Text;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting;

/// <summary>The values of an element of text as they are in the file: bytes between backslashes.</summary>
/// <param name="Bytes">All bytes, without the padding at the end.</param>
internal readonly record struct TextValues(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The values of an element; none when it is absent or no element of bytes.</summary>
    public static TextValues Of(DicomDataset dataset, DicomTag tag)
    {
        if (dataset.GetDicomItem<DicomElement>(tag) is not { } element) return default;
        try
        {
            return new(Trimmed(element.Buffer.Data));
        }
        catch (DicomDataException)
        {
            // Text that was never in a file, and that the data set's character set does not have.
            return new(Trimmed(Encoding.UTF8.GetBytes(dataset.Text(tag))));
        }
    }

    public int Length => Bytes.Length;

    /// <summary>The values, each without the spaces around it.</summary>
    public IEnumerable<string> Each()
    {
        if (Bytes.Length == 0) yield break;
        var start = 0;
        while (start <= Bytes.Length)
        {
            var end = Bytes.Span[start..].IndexOf((byte)'\\');
            end = end < 0 ? Bytes.Length : start + end;
            yield return Encoding.Latin1.GetString(Bytes.Span[start..end].Trim(" \0"u8));
            start = end + 1;
        }
    }

    /// <summary>Length in bytes of the longest value, spaces around it counted: what the standard limits.</summary>
    public int Longest()
    {
        var longest = 0;
        foreach (var range in Bytes.Span.Split((byte)'\\'))
        {
            var (_, length) = range.GetOffsetAndLength(Bytes.Length);
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    private static ReadOnlyMemory<byte> Trimmed(byte[] bytes)
    {
        var length = bytes.Length;
        while (length > 0 && bytes[length - 1] is (byte)' ' or 0) length--;
        return bytes.AsMemory(0, length);
    }
}
