namespace ContourFlow.Dicom.Network;

/// <summary>Chooses the presentation context that a request goes in.</summary>
internal static class ContextChoice
{
    /// <summary>The accepted context for a request: for an object the one of its own transfer syntax, else one that it can be changed into; <c>null</c> where there is none.</summary>
    public static DicomPresentationContext? For(DicomRequest request, DicomAssociation association)
    {
        DicomUID? abstractSyntax = request.PresentationContext?.AbstractSyntax ?? request.SOPClassUID;
        DicomPresentationContext[] accepted =
        [
            .. association.PresentationContexts.Where(context => context.AbstractSyntax == abstractSyntax && context.Result == DicomPresentationContextResult.Accept),
        ];
        return request is DicomCStoreRequest { TransferSyntax: { } own }
            ? accepted.FirstOrDefault(context => context.AcceptedTransferSyntax == own)
                ?? accepted.FirstOrDefault(context => !context.AcceptedTransferSyntax!.IsEncapsulated)
                ?? accepted.FirstOrDefault()
            : accepted.FirstOrDefault();
    }
}
