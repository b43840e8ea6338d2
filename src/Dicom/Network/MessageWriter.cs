using System.Buffers.Binary;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// Writes one message as P-DATA-TF PDUs (PS3.8 section 9.3.5 and annex E). The command and the beginning of the data set leave in one
/// write, and each further PDU in one: a header of its own would wait for the acknowledgement of what went before it.
/// </summary>
internal sealed class MessageWriter
{
    private const int PduHeader = 6;
    private const int PdvHeader = 6;

    // Below the size from which arrays are never moved, with room for the command before it.
    private const int LargestFragment = 60 * 1024;

    private readonly Stream _network;
    private readonly byte _contextId;
    private readonly int _fragment;
    private readonly Action _beforeWrite;

    /// <param name="network">The connection.</param>
    /// <param name="contextId">The presentation context.</param>
    /// <param name="maximumPduLength">The longest P-DATA-TF that the peer takes, in bytes behind its header; 0: any.</param>
    /// <param name="beforeWrite">Called before each write, to set its deadline.</param>
    public MessageWriter(Stream network, byte contextId, uint maximumPduLength, Action beforeWrite)
    {
        (_network, _contextId, _beforeWrite) = (network, contextId, beforeWrite);

        // Some peers offer less than anything can be sent in; fragments have even lengths (PS3.8 section 9.3.1).
        long most = maximumPduLength == 0 ? LargestFragment : Math.Clamp((long)maximumPduLength - PdvHeader, 2, LargestFragment);
        _fragment = (int)most & ~1;
    }

    /// <summary>Whether anything of the message has been handed to the connection.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Writes a message that has no data set.</summary>
    /// <exception cref="DicomNetworkException">The connection is lost; the inner exception says how.</exception>
    public async Task WriteCommandAsync(DicomDataset command)
    {
        using var bytes = new MemoryStream();
        Fragments(bytes, CommandCoding.Write(command), isCommand: true);
        Begin();
        try
        {
            await _network.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw Lost(fault);
        }
    }

    /// <summary>Writes a message with its data set; waits on the calling thread.</summary>
    /// <param name="command">The command set.</param>
    /// <param name="content">The bytes of the data set.</param>
    /// <exception cref="DicomNetworkException">The connection is lost; the inner exception says how.</exception>
    public void Write(DicomDataset command, IMessageContent content)
    {
        using var head = new MemoryStream();
        Fragments(head, CommandCoding.Write(command), isCommand: true);
        using var data = new FragmentStream(_network, _contextId, _fragment, head.ToArray(), Begin);
        content.WriteTo(data);
        data.Complete();
    }

    private static DicomNetworkException Lost(Exception fault) => new("The connection was lost while sending.", fault);

    private void Begin()
    {
        HasBegun = true;
        _beforeWrite();
    }

    private void Fragments(MemoryStream target, ReadOnlySpan<byte> bytes, bool isCommand)
    {
        Span<byte> header = stackalloc byte[PduHeader + PdvHeader];
        do
        {
            int count = Math.Min(bytes.Length, _fragment);
            Header(header, _contextId, count, isCommand, isLast: count == bytes.Length);
            target.Write(header);
            target.Write(bytes[..count]);
            bytes = bytes[count..];
        }
        while (!bytes.IsEmpty);
    }

    private static void Header(Span<byte> header, byte contextId, int count, bool isCommand, bool isLast)
    {
        header[0] = (byte)PduType.Data;
        header[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[2..], (uint)(count + PdvHeader));
        BinaryPrimitives.WriteUInt32BigEndian(header[PduHeader..], (uint)(count + 2));
        header[10] = contextId;
        header[11] = (byte)((isCommand ? 1 : 0) | (isLast ? 2 : 0));
    }

    /// <summary>Cuts what is written to it into PDUs. The last one is told from the others, so that one is always kept back.</summary>
    private sealed class FragmentStream : Stream
    {
        private readonly Stream _network;
        private readonly byte _contextId;
        private readonly Action _beforeWrite;
        private readonly byte[] _block;
        private readonly int _fragment;

        // Where the header of the PDU in the making is: behind the command at first.
        private int _start;
        private int _filled;

        public FragmentStream(Stream network, byte contextId, int fragment, byte[] head, Action beforeWrite)
        {
            (_network, _contextId, _fragment, _beforeWrite) = (network, contextId, fragment, beforeWrite);
            _block = new byte[head.Length + PduHeader + PdvHeader + fragment];
            head.CopyTo(_block, 0);
            _start = head.Length;
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                if (_filled == _fragment)
                    Send(isLast: false);
                int count = Math.Min(buffer.Length, _fragment - _filled);
                buffer[..count].CopyTo(_block.AsSpan(_start + PduHeader + PdvHeader + _filled));
                _filled += count;
                buffer = buffer[count..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public void Complete() => Send(isLast: true);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private void Send(bool isLast)
        {
            Header(_block.AsSpan(_start), _contextId, _filled, isCommand: false, isLast);
            _beforeWrite();
            try
            {
                _network.Write(_block, 0, _start + PduHeader + PdvHeader + _filled);
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                // Told from a fault of the file that is sent.
                throw Lost(fault);
            }

            (_start, _filled) = (0, 0);
        }
    }
}
