using System.Buffers.Binary;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>
/// The marker segments of a JPEG stream (ITU-T T.81 annex B), looked at before a decoder is: frame, scans and tables
/// are those of one sequential Huffman-coded image, and the stream has its end. What a decoder does not need is left
/// out of <see cref="Prepared"/>.
/// </summary>
internal sealed class JpegStream
{
    private const byte Sof0 = 0xC0, Sof1 = 0xC1, Sof3 = 0xC3, Dht = 0xC4, Jpg = 0xC8, Dac = 0xCC, Sof15 = 0xCF;
    private const byte Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, Dqt = 0xDB, Dnl = 0xDC, Dri = 0xDD, Tem = 0x01;

    // All ones is never a Huffman code (F.1.2.1.2): a decoder that goes on behind the end of a scan finds it out here,
    // where JpegLibrary would take zeros and go on.
    private static readonly byte[] s_noCode = [0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF, 0];

    private readonly List<byte> _prepared;
    private readonly List<byte> _scanned = [];
    private byte[] _components = [];
    private byte[] _sampling = [];

    private JpegStream(ReadOnlySpan<byte> stream)
    {
        _prepared = new List<byte>(stream.Length + 64);
        Walk(stream);
    }

    /// <summary>Rows of the frame.</summary>
    public int Rows { get; private set; }

    /// <summary>Columns of the frame.</summary>
    public int Columns { get; private set; }

    /// <summary>Bits of a sample.</summary>
    public int Precision { get; private set; }

    /// <summary>Components of the frame.</summary>
    public int Components => _components.Length;

    /// <summary>Whether the frame is coded by prediction (process 14) and not by DCT.</summary>
    public bool IsLossless { get; private set; }

    /// <summary>The selection value of the predictor (table H.1), from 1 to 7; 0 where there is none.</summary>
    public int Predictor { get; private set; }

    /// <summary>Whether the extended process is needed: more than 8 bits, or more tables than the baseline has.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>How many rows lie between two restarts of the prediction; 0 for none.</summary>
    public int RowsBetweenRestarts { get; private set; }

    /// <summary>Whether a component has fewer samples than another.</summary>
    public bool IsSubsampled => _sampling.Any(s => s != _sampling[0]);

    /// <summary>The stream for the decoder. Of a lossless frame it says selection value 1: see <see cref="JpegPrediction"/>.</summary>
    public byte[] Prepared => [.. _prepared];

    /// <summary>Looks at a stream.</summary>
    /// <exception cref="DicomDataException">It is cut off, damaged, or not of such a kind.</exception>
    public static JpegStream Of(ReadOnlySpan<byte> stream) => new(stream);

    private void Walk(ReadOnlySpan<byte> stream)
    {
        if (stream.Length < 4 || stream[0] != 0xFF || stream[1] != Soi)
            throw new DicomDataException("the stream does not begin as JPEG");
        _prepared.AddRange(stream[..2]);
        int at = 2;
        while (true)
        {
            byte marker = NextMarker(stream, ref at);
            if (marker == Eoi)
                break;
            if (marker is Soi or Tem or (>= 0xD0 and <= 0xD7))
                throw new DicomDataException($"marker FF{marker:X2} stands where none can be");
            if (stream.Length - at < 2)
                throw CutOff();
            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[at..]);
            if (length < 2 || length > stream.Length - at)
                throw CutOff();
            Segment(marker, stream.Slice(at + 2, length - 2));
            at += length;
            if (marker == Sos)
                Scan(stream, ref at);
        }

        if (_components.Length == 0 || _scanned.Count != _components.Length)
            throw new DicomDataException("the stream ends before every component has been coded");
        _prepared.AddRange([0xFF, Eoi]);
    }

    private static byte NextMarker(ReadOnlySpan<byte> stream, ref int at)
    {
        if (at >= stream.Length)
            throw CutOff();
        if (stream[at] != 0xFF)
            throw new DicomDataException($"a marker was expected at byte {at}");
        while (at < stream.Length && stream[at] == 0xFF)
            at++;
        return at < stream.Length ? stream[at++] : throw CutOff();
    }

    private void Segment(byte marker, ReadOnlySpan<byte> content)
    {
        switch (marker)
        {
            case Dht:
                CheckTables(content);
                break;
            case Dqt:
                break;
            case Dri when content.Length == 2:
                RowsBetweenRestarts = BinaryPrimitives.ReadUInt16BigEndian(content); // in units until the frame is known
                break;
            case Sof0 or Sof1 or Sof3:
                Frame(marker, content);
                break;
            case Sos:
                ScanHeader(content);
                return;
            case Dnl:
                throw new DicomDataException("the number of lines comes behind the image, which is not decoded");
            case Dac or (>= Sof0 and <= Sof15 and not Jpg):
                throw new DicomDataException($"the stream is coded by a process that is not decoded (marker FF{marker:X2})");
            default:
                return; // application data and comments
        }

        Add(marker, content);
    }

    private void Add(byte marker, ReadOnlySpan<byte> content)
    {
        int length = content.Length + 2;
        _prepared.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length]);
        _prepared.AddRange(content);
    }

    // B.2.2
    private void Frame(byte marker, ReadOnlySpan<byte> content)
    {
        if (_components.Length > 0)
            throw new DicomDataException("the stream has two frames");
        if (content.Length < 6 || content[5] is 0 or > 4 || content.Length != 6 + (3 * content[5]))
            throw new DicomDataException("the frame header has a length that cannot be");
        Precision = content[0];
        Rows = BinaryPrimitives.ReadUInt16BigEndian(content[1..]);
        Columns = BinaryPrimitives.ReadUInt16BigEndian(content[3..]);
        if (Rows == 0 || Columns == 0)
            throw new DicomDataException("the frame header has no rows or no columns");
        IsLossless = marker == Sof3;
        IsExtended = marker == Sof1 && Precision != 8;
        if (IsLossless ? Precision is < 2 or > 16 : Precision is not (8 or 12) || (marker == Sof0 && Precision != 8))
            throw new DicomDataException($"the stream has {Precision} bits a sample, which its process does not have");
        _components = new byte[content[5]];
        _sampling = new byte[content[5]];
        for (int i = 0; i < _components.Length; i++)
        {
            _components[i] = content[6 + (3 * i)];
            _sampling[i] = content[7 + (3 * i)];
        }

        if (_components.Distinct().Count() != _components.Length)
            throw new DicomDataException("two components have one identifier");
        CheckSampling();
    }

    // The forms in use: all alike, or chroma of a half or a quarter.
    private void CheckSampling()
    {
        int across = _sampling.Max(s => s >> 4);
        int down = _sampling.Max(s => s & 15);
        foreach (byte sampling in _sampling)
        {
            int h = sampling >> 4;
            int v = sampling & 15;
            if ((h != 1 && h != across) || (v != 1 && v != down) || across is not (1 or 2 or 4) || down is not (1 or 2 or 4))
                throw new DicomDataException("the components are sampled in a way that is not decoded");
        }

        if (IsLossless && (across > 1 || down > 1))
            throw new DicomDataException("a lossless stream with components of several sizes is not decoded");

        // One component alone has one block a unit, whatever its factors say (A.2.2).
        if (_sampling.Length == 1 && _sampling[0] != 0x11)
            throw new DicomDataException("the only component has a sampling factor other than 1, which is not decoded");
    }

    // B.2.3
    private void ScanHeader(ReadOnlySpan<byte> content)
    {
        if (_components.Length == 0)
            throw new DicomDataException("a scan comes before the frame");
        if (content.Length < 1 || content[0] is 0 or > 4 || content.Length != 4 + (2 * content[0]))
            throw new DicomDataException("the scan header has a length that cannot be");
        int count = content[0];
        for (int i = 0; i < count; i++)
        {
            byte component = content[1 + (2 * i)];
            if (!_components.Contains(component) || _scanned.Contains(component))
                throw new DicomDataException("a scan has a component that is not in the frame or was coded before");
            _scanned.Add(component);
        }

        if (count != _components.Length && (IsSubsampled || IsLossless))
            throw new DicomDataException("components that are coded in scans of their own are not decoded in this process");

        // Of a sequential DCT the last three bytes say nothing new, and real encoders leave them zero.
        byte[] header = content.ToArray();
        int parameters = 1 + (2 * count);
        if (IsLossless)
        {
            Predictor = header[parameters];
            if (Predictor is < 1 or > 7 || header[parameters + 1] != 0 || header[parameters + 2] != 0)
                throw new DicomDataException("the scan has a predictor or a point transform that is not decoded");
            header[parameters] = 1;
            if (RowsBetweenRestarts % Columns != 0)
                throw new DicomDataException("the prediction restarts within a row");
            RowsBetweenRestarts /= Columns;
        }

        Add(Sos, header);
    }

    // The coded data reach to the next marker that is none of a restart (B.1.1.2).
    private void Scan(ReadOnlySpan<byte> stream, ref int at)
    {
        int start = at;
        while (true)
        {
            int next = stream[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= stream.Length)
                throw CutOff();
            at += next + 1;
            if (stream[at] is 0 or (>= 0xD0 and <= 0xD7))
            {
                at++;
                continue;
            }

            if (stream[at] != 0xFF)
                break;
        }

        at--;
        _prepared.AddRange(stream[start..at]);
        _prepared.AddRange(s_noCode);
    }

    // B.2.4.2: codes that overlap, or none at all, are no table; and a difference has at most 16 bits.
    private static void CheckTables(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            int symbols = 0;
            int room = 1 << 16;
            for (int length = 1; length <= 16 && content.Length >= 17; length++)
            {
                symbols += content[length];
                room -= content[length] << (16 - length);
            }

            if (content.Length < 17 || symbols is 0 or > 256 || room < 0 || content.Length < 17 + symbols || content[0] >> 4 > 1 || (content[0] & 15) > 3)
                throw new DicomDataException("a Huffman table cannot be");
            if (content[0] >> 4 == 0 && content.Slice(17, symbols).ContainsAnyExceptInRange((byte)0, (byte)16))
                throw new DicomDataException("a Huffman table has differences of more than 16 bits");
            content = content[(17 + symbols)..];
        }
    }

    private static DicomDataException CutOff() => new("the stream is cut off");
}
