using System.Buffers;
using System.Buffers.Binary;

namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>What the decoder has found.</summary>
internal enum PduPart
{
    /// <summary>Nothing whole yet: more bytes are needed.</summary>
    NeedsMore,

    /// <summary>A PDU other than P-DATA-TF, whole.</summary>
    Pdu,

    /// <summary>Bytes of a fragment of a P-DATA-TF.</summary>
    Fragment,
}

/// <summary>One thing that the decoder has found.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Type">The PDU that it is, or is part of.</param>
/// <param name="Bytes">The PDU's bytes behind its header, or those of the fragment that have come.</param>
/// <param name="ContextId">Presentation context of a fragment.</param>
/// <param name="IsCommand">Whether the fragment is of a command set; otherwise of a data set.</param>
/// <param name="EndsMessage">Whether these bytes are the last of their command or data set.</param>
internal readonly record struct PduFinding(
    PduPart Part, PduType Type, ReadOnlySequence<byte> Bytes, byte ContextId, bool IsCommand, bool EndsMessage);

/// <summary>
/// Takes the stream of bytes of an association apart (PS3.8 section 9.3 and annex E). Fragments are handed on as they come, so
/// that a PDU is never held whole; lengths are checked before anything is waited for.
/// </summary>
/// <param name="maximumLength">The longest P-DATA-TF that was offered, in bytes behind its header.</param>
internal sealed class PduDecoder(uint maximumLength)
{
    /// <summary>
    /// The longest other PDU. 128 presentation contexts of 30 transfer syntaxes are some 260 KB.
    /// </summary>
    public const int MaximumAssociationLength = 512 * 1024;

    private const int HeaderLength = 6;
    private const int PdvHeaderLength = 6;

    // What a PDU header and a PDV header still have to say; in a P-DATA-TF both count down.
    private uint _pduLeft;
    private uint _fragmentLeft;
    private bool _inData;
    private bool _inFragment;
    private byte _contextId;
    private byte _control;

    /// <summary>Whether a PDU has begun and not ended.</summary>
    public bool IsInsidePdu { get; private set; }

    /// <summary>How many PDUs have begun: tells one that goes on from the next one.</summary>
    public uint Begun { get; private set; }

    /// <summary>Finds the next thing, and moves <paramref name="buffer"/> behind it.</summary>
    /// <exception cref="PduException">The bytes are no PDU.</exception>
    public PduFinding Next(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            if (_inFragment)
                return Fragment(ref buffer);
            if (_inData)
            {
                if (!ReadPdvHeader(ref buffer))
                    return default;
                continue;
            }

            Span<byte> header = stackalloc byte[HeaderLength];
            int there = (int)Math.Min(HeaderLength, buffer.Length);
            if (there > 0 && !IsInsidePdu)
                Begun++;
            IsInsidePdu = there > 0;
            if (there == 0)
                return default;
            buffer.Slice(0, there).CopyTo(header);
            var type = (PduType)header[0];
            if (type is < PduType.AssociateRequest or > PduType.Abort)
                throw new PduException(DicomAbortReason.UnrecognizedPDU, $"The first byte of a PDU is 0x{header[0]:x2}; there is no such PDU (PS3.8 section 9.3.1).");
            if (there < HeaderLength)
                return default;

            uint length = BinaryPrimitives.ReadUInt32BigEndian(header[2..]);
            Check(type, length);
            if (type == PduType.Data)
            {
                buffer = buffer.Slice(HeaderLength);
                (_inData, _pduLeft) = (true, length);
                continue;
            }

            if (buffer.Length - HeaderLength < length)
                return default;
            var whole = buffer.Slice(HeaderLength, length);
            buffer = buffer.Slice(whole.End);
            IsInsidePdu = false;
            return new PduFinding(PduPart.Pdu, type, whole, 0, false, false);
        }
    }

    private void Check(PduType type, uint length)
    {
        (uint least, uint most) = type switch
        {
            // An offer of 0 is no limit (PS3.8 section D.1).
            PduType.Data => ((uint)PdvHeaderLength, maximumLength == 0 ? uint.MaxValue : maximumLength),
            PduType.AssociateRequest or PduType.AssociateAccept => (68U, (uint)MaximumAssociationLength),
            _ => (4U, 4U),
        };
        if (length < least || length > most)
        {
            throw new PduException(DicomAbortReason.InvalidPDUParameter,
                $"A PDU of type {(byte)type} says that it is {length} bytes long; {least} to {most} are possible.");
        }
    }

    private bool ReadPdvHeader(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < PdvHeaderLength)
            return false;
        Span<byte> header = stackalloc byte[PdvHeaderLength];
        buffer.Slice(0, PdvHeaderLength).CopyTo(header);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length < 2 || length > _pduLeft - 4)
        {
            throw new PduException(DicomAbortReason.InvalidPDUParameter,
                $"A presentation data value says that it is {length} bytes long where {_pduLeft - 4} are left in its PDU (PS3.8 section 9.3.5.1).");
        }

        (_contextId, _control) = (header[4], header[5]);
        if ((_contextId & 1) == 0)
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"Presentation context ID {_contextId} is even (PS3.8 section 9.3.5.1).");
        _fragmentLeft = length - 2;
        _pduLeft -= length + 4;
        _inFragment = true;
        buffer = buffer.Slice(PdvHeaderLength);
        if (_pduLeft is > 0 and < PdvHeaderLength)
        {
            throw new PduException(DicomAbortReason.InvalidPDUParameter,
                $"{_pduLeft} bytes are left over at the end of a P-DATA-TF (PS3.8 section 9.3.5).");
        }

        return true;
    }

    private PduFinding Fragment(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty && _fragmentLeft > 0)
            return default;
        long count = Math.Min(buffer.Length, _fragmentLeft);
        var bytes = buffer.Slice(0, count);
        buffer = buffer.Slice(count);
        _fragmentLeft -= (uint)count;
        bool isLast = (_control & 2) != 0;
        bool ends = _fragmentLeft == 0;
        if (ends)
        {
            _inFragment = false;
            if (_pduLeft == 0)
                (_inData, IsInsidePdu) = (false, false);
        }

        return new PduFinding(PduPart.Fragment, PduType.Data, bytes, _contextId, (_control & 1) != 0, ends && isLast);
    }
}
