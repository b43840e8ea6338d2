using System.Collections;

namespace ContourFlow.Dicom.Network;

/// <summary>The extended negotiations of an association (DICOM PS3.7 D.3.3.5 and D.3.3.6), at most one for a SOP class.</summary>
public class DicomExtendedNegotiationCollection : ICollection<DicomExtendedNegotiation>
{
    private readonly Dictionary<DicomUID, DicomExtendedNegotiation> _byClass = [];

    /// <inheritdoc/>
    public int Count => _byClass.Count;

    /// <summary>Never.</summary>
    public bool IsReadOnly => false;

    /// <summary>The negotiation of a SOP class.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public DicomExtendedNegotiation this[DicomUID id] => _byClass[id];

    /// <summary>Adds a negotiation.</summary>
    /// <exception cref="DicomNetworkException">Its SOP class has one already.</exception>
    public void Add(DicomExtendedNegotiation item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!_byClass.TryAdd(item.SopClassUid, item))
            throw new DicomNetworkException($"SOP class {item.SopClassUid.UID} is negotiated twice in one association.");
    }

    /// <summary>Adds what a request wants negotiated, if anything; it holds for all requests of its SOP class in the association.</summary>
    public void AddFromRequest(DicomRequest dicomRequest)
    {
        ArgumentNullException.ThrowIfNull(dicomRequest);
        var store = dicomRequest as DicomCStoreRequest;
        DicomUID? service = store?.CommonServiceClassUid;
        if (dicomRequest.SOPClassUID is not { } sopClass || (dicomRequest.ApplicationInfo is null && service is null))
            return;
        DicomUID[] related = service is null ? [] : [.. store?.RelatedGeneralSopClasses ?? []];
        if (!_byClass.TryGetValue(sopClass, out DicomExtendedNegotiation? there))
        {
            Add(new DicomExtendedNegotiation(sopClass, dicomRequest.ApplicationInfo, service, related));
            return;
        }

        there.RequestedApplicationInfo = dicomRequest.ApplicationInfo ?? there.RequestedApplicationInfo;
        if (service is null)
            return;
        there.ServiceClassUid = service;
        there.RelatedGeneralSopClasses.Clear();
        there.RelatedGeneralSopClasses.AddRange(related);
    }

    /// <summary>Takes the acceptor's answer for a SOP class; one that was not asked about is passed over (PS3.7 D.3.3.5.2).</summary>
    public void AcceptApplicationInfo(DicomUID sopClassUid, DicomServiceApplicationInfo applicationInfo)
    {
        ArgumentNullException.ThrowIfNull(sopClassUid);
        if (_byClass.TryGetValue(sopClassUid, out DicomExtendedNegotiation? there))
            there.AcceptApplicationInfo(applicationInfo);
    }

    /// <inheritdoc/>
    public void Clear() => _byClass.Clear();

    /// <summary>Whether the SOP class of this negotiation is negotiated.</summary>
    public bool Contains(DicomExtendedNegotiation item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _byClass.ContainsKey(item.SopClassUid);
    }

    /// <inheritdoc/>
    public void CopyTo(DicomExtendedNegotiation[] array, int arrayIndex) => _byClass.Values.CopyTo(array, arrayIndex);

    /// <summary>Takes out the negotiation of this one's SOP class.</summary>
    public bool Remove(DicomExtendedNegotiation item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _byClass.Remove(item.SopClassUid);
    }

    /// <inheritdoc/>
    public IEnumerator<DicomExtendedNegotiation> GetEnumerator() => _byClass.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
