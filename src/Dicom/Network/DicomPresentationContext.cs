namespace ContourFlow.Dicom.Network;

/// <summary>
/// A presentation context (DICOM PS3.8 7.1.1.13): a kind of object or service, the transfer syntaxes proposed for it,
/// and what the acceptor made of them.
/// </summary>
public class DicomPresentationContext
{
    private readonly List<DicomTransferSyntax> _proposed = [];

    /// <summary>Makes a context in which the requestor is the SCU.</summary>
    /// <param name="pcid">The ID: odd; 0 to be numbered by the collection that it is added to.</param>
    /// <param name="abstractSyntax">The SOP class.</param>
    public DicomPresentationContext(byte pcid, DicomUID abstractSyntax)
        : this(pcid, abstractSyntax, null, null)
    {
    }

    /// <summary>Makes a context with roles (PS3.7 D.3.3.4).</summary>
    /// <param name="pcid">The ID: odd; 0 to be numbered by the collection that it is added to.</param>
    /// <param name="abstractSyntax">The SOP class.</param>
    /// <param name="userRole">Whether the requestor is an SCU; <c>null</c>: not negotiated.</param>
    /// <param name="providerRole">Whether the requestor is an SCP; <c>null</c>: not negotiated.</param>
    public DicomPresentationContext(byte pcid, DicomUID abstractSyntax, bool? userRole, bool? providerRole)
    {
        ArgumentNullException.ThrowIfNull(abstractSyntax);
        ID = pcid;
        AbstractSyntax = abstractSyntax;
        UserRole = userRole;
        ProviderRole = providerRole;
    }

    /// <summary>The ID: odd, 1 to 255; 0 before it is numbered.</summary>
    public byte ID { get; internal set; }

    /// <summary>What became of it.</summary>
    public DicomPresentationContextResult Result { get; private set; } = DicomPresentationContextResult.Proposed;

    /// <summary>The SOP class.</summary>
    public DicomUID AbstractSyntax { get; }

    /// <summary>The transfer syntax to use; <c>null</c> unless it is accepted.</summary>
    public DicomTransferSyntax? AcceptedTransferSyntax { get; private set; }

    /// <summary>Whether the requestor is an SCU; <c>null</c>: not negotiated, and so it is.</summary>
    public bool? UserRole { get; internal set; }

    /// <summary>Whether the requestor is an SCP; <c>null</c>: not negotiated, and so it is not.</summary>
    public bool? ProviderRole { get; internal set; }

    /// <summary>A context in which the requestor is the SCP, as C-GET needs for what comes back (PS3.4 C.4.3).</summary>
    /// <param name="abstractSyntax">The SOP class.</param>
    /// <param name="transferSyntaxes">What is proposed; none: explicit and implicit VR little endian.</param>
    public static DicomPresentationContext GetScpRolePresentationContext(DicomUID abstractSyntax, params DicomTransferSyntax[] transferSyntaxes)
    {
        ArgumentNullException.ThrowIfNull(transferSyntaxes);
        var context = new DicomPresentationContext(0, abstractSyntax, userRole: false, providerRole: true);
        foreach (DicomTransferSyntax syntax in transferSyntaxes.Length > 0 ? transferSyntaxes : DicomPresentationContextCollection.Uncompressed)
            context.AddTransferSyntax(syntax);
        return context;
    }

    /// <summary>A context each, in which the requestor is the SCP, for the storage SOP classes whose name contains a text.</summary>
    public static IEnumerable<DicomPresentationContext> GetScpRolePresentationContextsFromStorageUids(string filter, params DicomTransferSyntax[] transferSyntaxes)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return StorageClasses(uid => uid.Name.Contains(filter, StringComparison.OrdinalIgnoreCase), transferSyntaxes);
    }

    /// <summary>A context each, in which the requestor is the SCP, for the storage SOP classes of a category.</summary>
    public static IEnumerable<DicomPresentationContext> GetScpRolePresentationContextsFromStorageUids(DicomStorageCategory storageCategory, params DicomTransferSyntax[] transferSyntaxes) =>
        StorageClasses(uid => uid.StorageCategory == storageCategory, transferSyntaxes);

    /// <summary>Sets what becomes of it; where that is acceptance, with the first proposed transfer syntax.</summary>
    /// <exception cref="DicomNetworkException">It is accepted, and has no transfer syntax.</exception>
    public void SetResult(DicomPresentationContextResult result) => Set(result, _proposed.Count > 0 ? _proposed[0] : null);

    /// <summary>Sets what becomes of it.</summary>
    /// <param name="result">What becomes of it.</param>
    /// <param name="acceptedTransferSyntax">One of the proposed ones; without meaning unless it is accepted (PS3.8 9.3.3.2).</param>
    /// <exception cref="DicomNetworkException">It is accepted with a transfer syntax that is not proposed.</exception>
    public void SetResult(DicomPresentationContextResult result, DicomTransferSyntax? acceptedTransferSyntax) => Set(result, acceptedTransferSyntax);

    /// <summary>Accepts the first of the proposed transfer syntaxes that the acceptor takes; where there is none, the context is rejected.</summary>
    public bool AcceptTransferSyntaxes(params DicomTransferSyntax[] acceptedTransferSyntaxes) => AcceptTransferSyntaxes(acceptedTransferSyntaxes, scpPriority: false);

    /// <summary>Accepts a proposed transfer syntax that the acceptor takes; where there is none, the context is rejected.</summary>
    /// <param name="acceptedTransferSyntaxes">What the acceptor takes.</param>
    /// <param name="scpPriority">Whether the first of the acceptor's list is preferred, not the first of the requestor's.</param>
    /// <returns>Whether the context is accepted.</returns>
    public bool AcceptTransferSyntaxes(DicomTransferSyntax[] acceptedTransferSyntaxes, bool scpPriority)
    {
        ArgumentNullException.ThrowIfNull(acceptedTransferSyntaxes);
        DicomTransferSyntax? common = scpPriority
            ? Array.Find(acceptedTransferSyntaxes, HasTransferSyntax)
            : _proposed.Find(acceptedTransferSyntaxes.Contains);
        Set(common is null ? DicomPresentationContextResult.RejectTransferSyntaxesNotSupported : DicomPresentationContextResult.Accept, common);
        return common is not null;
    }

    /// <summary>Proposes a transfer syntax, after those that are there; one that is there already stays where it is.</summary>
    public void AddTransferSyntax(DicomTransferSyntax ts)
    {
        ArgumentNullException.ThrowIfNull(ts);
        if (!HasTransferSyntax(ts))
            _proposed.Add(ts);
    }

    /// <summary>Proposes transfer syntaxes from the network, each once: thousands as quickly as a few.</summary>
    internal void Propose(IEnumerable<DicomTransferSyntax> syntaxes)
    {
        _proposed.Clear();
        _proposed.AddRange(syntaxes.Distinct());
    }

    /// <summary>Takes a proposed transfer syntax out, if it is there.</summary>
    public void RemoveTransferSyntax(DicomTransferSyntax ts) => _proposed.Remove(ts);

    /// <summary>Takes all proposed transfer syntaxes out.</summary>
    public void ClearTransferSyntaxes() => _proposed.Clear();

    /// <summary>The proposed transfer syntaxes, the preferred one first.</summary>
    public IList<DicomTransferSyntax> GetTransferSyntaxes() => _proposed.AsReadOnly();

    /// <summary>Whether a transfer syntax is proposed.</summary>
    public bool HasTransferSyntax(DicomTransferSyntax ts) => _proposed.Contains(ts);

    /// <summary>What became of it, in words.</summary>
    public string GetResultDescription() => Result switch
    {
        DicomPresentationContextResult.Accept => "accepted",
        DicomPresentationContextResult.Proposed => "proposed",
        DicomPresentationContextResult.RejectAbstractSyntaxNotSupported => "rejected: abstract syntax not supported",
        DicomPresentationContextResult.RejectTransferSyntaxesNotSupported => "rejected: transfer syntaxes not supported",
        DicomPresentationContextResult.RejectUser => "rejected by the application",
        DicomPresentationContextResult.RejectNoReason => "rejected without a reason",
        _ => $"rejected with {(byte)Result}, which PS3.8 9.3.3.2 does not know",
    };

    /// <summary>ID, SOP class and result.</summary>
    public override string ToString() => $"Presentation context {ID}: {AbstractSyntax.UID}, {GetResultDescription()}";

    private static IEnumerable<DicomPresentationContext> StorageClasses(Func<DicomUID, bool> which, DicomTransferSyntax[] transferSyntaxes) =>
        DicomUID.Enumerate()
            .Where(uid => uid.StorageCategory != DicomStorageCategory.None && !uid.IsRetired && which(uid))
            .Select(uid => GetScpRolePresentationContext(uid, transferSyntaxes));

    private void Set(DicomPresentationContextResult result, DicomTransferSyntax? syntax)
    {
        bool accepted = result == DicomPresentationContextResult.Accept;
        if (accepted && (syntax is null || !HasTransferSyntax(syntax)))
            throw new DicomNetworkException($"Presentation context {ID} of {AbstractSyntax.UID} is accepted with {(syntax is null ? "no transfer syntax" : $"transfer syntax {syntax.UID.UID}, which is not proposed")}.");
        Result = result;
        AcceptedTransferSyntax = accepted ? syntax : null;
    }
}
