using System.Collections;

namespace ContourFlow.Dicom.Network;

/// <summary>The presentation contexts of an association, by their IDs: odd numbers from 1 to 255, and so at most 128 (DICOM PS3.8 7.1.1.13).</summary>
public class DicomPresentationContextCollection : ICollection<DicomPresentationContext>
{
    /// <summary>The syntaxes of everything that has no compressed pixels; implicit is the one that every peer has (PS3.5 10.1).</summary>
    internal static readonly DicomTransferSyntax[] Uncompressed = [DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian];

    private readonly SortedDictionary<byte, DicomPresentationContext> _byId = [];

    /// <inheritdoc/>
    public int Count => _byId.Count;

    /// <summary>Never.</summary>
    public bool IsReadOnly => false;

    /// <summary>The context of an ID.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public DicomPresentationContext this[byte id] => _byId[id];

    /// <summary>Adds a context with the next ID.</summary>
    /// <exception cref="DicomNetworkException">There are 128 already.</exception>
    public void Add(DicomUID abstractSyntax, params DicomTransferSyntax[] transferSyntaxes) => Add(abstractSyntax, null, null, transferSyntaxes);

    /// <summary>Adds a context with the next ID, and with roles (PS3.7 D.3.3.4).</summary>
    /// <exception cref="DicomNetworkException">There are 128 already.</exception>
    public void Add(DicomUID abstractSyntax, bool? userRole, bool? providerRole, params DicomTransferSyntax[] transferSyntaxes)
    {
        ArgumentNullException.ThrowIfNull(transferSyntaxes);
        var context = new DicomPresentationContext(0, abstractSyntax, userRole, providerRole);
        foreach (DicomTransferSyntax syntax in transferSyntaxes)
            context.AddTransferSyntax(syntax);
        Add(context);
    }

    /// <summary>Adds a context; one of ID 0 gets the next.</summary>
    /// <exception cref="DicomNetworkException">The ID is even or taken, or there are 128 already.</exception>
    public void Add(DicomPresentationContext item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.ID == 0)
            item.ID = NextId(item.AbstractSyntax);
        if (item.ID % 2 == 0)
            throw new DicomNetworkException($"Presentation context ID {item.ID} is even; IDs are odd (PS3.8 7.1.1.13).");
        if (!_byId.TryAdd(item.ID, item))
            throw new DicomNetworkException($"Presentation context ID {item.ID} occurs twice in one association.");
    }

    /// <summary>
    /// Adds the contexts that a request needs and that are not there. To store an object: its own transfer syntax in a
    /// context of its own, so that an acceptor that takes it cannot choose another, and what the object can be changed
    /// into in further ones. For everything else one of explicit and implicit VR little endian.
    /// </summary>
    /// <exception cref="DicomNetworkException">There is no room for them.</exception>
    public void AddFromRequest(DicomRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.PresentationContext is { } own)
        {
            AddMissing(own.AbstractSyntax, own.UserRole, own.ProviderRole, [.. own.GetTransferSyntaxes()]);
            return;
        }

        DicomUID abstractSyntax = request.SOPClassUID ?? throw new DicomNetworkException($"{request} has no SOP class, and so no presentation context.");
        if (request is DicomCStoreRequest { TransferSyntax: { } syntax } store)
        {
            AddMissing(abstractSyntax, null, null, syntax);
            DicomTransferSyntax[] others = [.. (store.AdditionalTransferSyntaxes ?? []).Except(Uncompressed.Append(syntax))];
            if (others.Length > 0)
                AddMissing(abstractSyntax, null, null, others);
            DicomTransferSyntax[] plain = [.. Uncompressed.Where(plain => plain != syntax && !(store.OmitImplicitVrTransferSyntaxInAssociationRequest && plain == DicomTransferSyntax.ImplicitVRLittleEndian))];
            if (plain.Length > 0)
                AddMissing(abstractSyntax, null, null, plain);
            return;
        }

        AddMissing(abstractSyntax, null, null, Uncompressed);
    }

    /// <inheritdoc/>
    public void Clear() => _byId.Clear();

    /// <summary>Whether this very context is there.</summary>
    public bool Contains(DicomPresentationContext item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _byId.TryGetValue(item.ID, out DicomPresentationContext? there) && ReferenceEquals(there, item);
    }

    /// <inheritdoc/>
    public void CopyTo(DicomPresentationContext[] array, int arrayIndex) => _byId.Values.CopyTo(array, arrayIndex);

    /// <summary>Takes this very context out.</summary>
    public bool Remove(DicomPresentationContext item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Contains(item) && _byId.Remove(item.ID);
    }

    /// <summary>The contexts in the order of their IDs.</summary>
    public IEnumerator<DicomPresentationContext> GetEnumerator() => _byId.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The context of an ID, if there is one.</summary>
    internal DicomPresentationContext? Find(byte id) => _byId.GetValueOrDefault(id);

    private void AddMissing(DicomUID abstractSyntax, bool? userRole, bool? providerRole, params DicomTransferSyntax[] syntaxes)
    {
        bool there = _byId.Values.Any(context =>
            context.AbstractSyntax == abstractSyntax && context.UserRole == userRole && context.ProviderRole == providerRole
            && context.GetTransferSyntaxes().SequenceEqual(syntaxes));
        if (!there)
            Add(abstractSyntax, userRole, providerRole, syntaxes);
    }

    private byte NextId(DicomUID abstractSyntax)
    {
        for (int id = 1; id <= byte.MaxValue; id += 2)
            if (!_byId.ContainsKey((byte)id)) return (byte)id;
        throw new DicomNetworkException($"There is no room for a presentation context of {abstractSyntax.UID}: an association has at most 128 (PS3.8 7.1.1.13). Send in several associations.");
    }
}
