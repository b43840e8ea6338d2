using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <content>Sequences and fragments.</content>
internal sealed partial class DicomDatasetReader
{
    private bool BeginsLittle(long end) =>
        Has(end, 4) && Key(_source.Get(_position, 4).Span, false) is ItemTag or SequenceEnd;

    // What does not read as a sequence stays the bytes that it is.
    private DicomSequence? SequenceFromUnknown(DicomTag tag, uint length, ReadContext context)
    {
        if (_source.Skips(length))
            return null;
        IByteBuffer bytes = _source.Buffer(_position, length, mayStayOnDisk: false) ?? throw TooLong(tag, length, long.MaxValue);
        var inner = new DicomDatasetReader(new MemoryReadSource(bytes.AsMemory()), 0, null);
        try
        {
            DicomSequence sequence = inner.ReadSequence(tag, length, undefined: false, context with { Explicit = false, Big = context.Big && !inner.BeginsLittle(length) });
            _position += length;
            return sequence;
        }
        catch (DicomReaderException)
        {
            return null;
        }
    }

    private DicomSequence ReadSequence(DicomTag tag, long end, bool undefined, ReadContext context)
    {
        int depth = context.Depth + 1;
        if (depth > MaximumDepth)
            throw Fault(_position, $"sequences lie in each other more than {MaximumDepth} deep.");
        List<DicomDataset> items = [];
        bool closed = false;
        while (!AtEnd(end) && !closed)
        {
            if (!Has(end, 8))
                throw Fault(_position, $"{Left(end)} bytes are left where an item of {tag} takes at least 8; the file is cut off or damaged.");
            ReadOnlySpan<byte> bytes = _source.Get(_position, 8).Span;
            uint key = Key(bytes, context.Big);
            uint length = U32(bytes[4..], context.Big);
            if (key == SequenceEnd)
            {
                if (length != 0)
                    throw Fault(_position, "a sequence delimiter has a length other than zero.");

                // Some writers put the delimiter behind a sequence of defined length too: it then ends it.
                if (!undefined && end - _position != 8)
                    throw Fault(_position, $"{tag} of defined length has a delimiter before its end.");
                _position += 8;
                closed = true;
                break;
            }

            if (key != ItemTag)
                throw Fault(_position, $"{Hex(key)} stands where an item of {tag} was expected.");
            if (tag.Key == 0x00041220 && depth == 1)
                (RecordPositions ??= []).Add(_position);
            _position += 8;
            if (length != Undefined && length > Left(end))
                throw Fault(_position, $"an item of {tag} says that it has {length} bytes, but {Left(end)} are left; the file is cut off or damaged.");
            items.Add(ReadOne(end, length, context with { Depth = depth }));
        }

        // The end of the source is not the end of a sequence that says its length.
        if (!closed && (undefined || _position < end))
            throw Fault(_position, undefined ? $"{tag} of undefined length is not closed; the file is cut off or damaged." : $"{tag} says that {end - _position} more bytes belong to it, but none are left; the file is cut off or damaged.");
        return new DicomSequence(tag, items);
    }

    private DicomDataset ReadOne(long end, uint length, ReadContext context)
    {
        long itemEnd = length == Undefined ? end : _position + length;

        // Some writers put explicit VR into what they pass as UN: an item says itself what it is.
        if (!context.Explicit && LooksExplicit(_source, _position, itemEnd, context.Big) == true)
            context = context with { Explicit = true };
        var item = new DicomDataset(context.Explicit ? DicomTransferSyntax.ExplicitVRLittleEndian : DicomTransferSyntax.ImplicitVRLittleEndian);
        ReadItems(item, itemEnd, delimited: length == Undefined, context, AnyGroup);
        if (length != Undefined && _position < itemEnd)
            throw Fault(_position, $"an item says that {itemEnd - _position} more bytes belong to it, but none are left; the file is cut off or damaged.");
        return item;
    }

    private DicomFragmentSequence ReadFragments(DicomTag tag, DicomVR vr, long end, bool big)
    {
        DicomFragmentSequence fragments = ReferenceEquals(vr, DicomVR.OW) ? new DicomOtherWordFragment(tag) : new DicomOtherByteFragment(tag);
        bool first = true;
        while (Has(end, 8))
        {
            ReadOnlySpan<byte> bytes = _source.Get(_position, 8).Span;
            uint key = Key(bytes, big);
            uint length = U32(bytes[4..], big);
            if (key == SequenceEnd)
            {
                _position += 8;
                return fragments;
            }

            if (key != ItemTag)
                throw Fault(_position, $"{Hex(key)} stands where a fragment of {tag} was expected.");
            _position += 8;
            if (length > Left(end))
                throw Fault(_position, $"a fragment of {tag} says that it has {length} bytes, but {Left(end)} are left; the file is cut off or damaged.");
            IByteBuffer fragment = _source.Buffer(_position, length, mayStayOnDisk: !first)
                ?? throw Fault(_position, $"a fragment of {tag} says that it has {length} bytes, but {Left(end)} are left; the file is cut off or damaged.");
            if (first)
                ReadOffsetTable(fragments, fragment, big);
            else
                fragments.Fragments.Add(fragment);
            first = false;
            _position += length;
        }

        throw Fault(_position, $"{tag} of undefined length is not closed; the file is cut off or damaged.");
    }

    private void ReadOffsetTable(DicomFragmentSequence fragments, IByteBuffer table, bool big)
    {
        ReadOnlySpan<byte> bytes = table.AsSpan();
        if (bytes.Length % 4 != 0)
            throw Fault(_position, $"the offset table of {fragments.Tag} has {bytes.Length} bytes, which is not a multiple of 4.");
        for (int i = 0; i < bytes.Length; i += 4)
            fragments.OffsetTable.Add(U32(bytes[i..], big));
    }
}
