namespace ContourFlow.Dicom.Network;

/// <summary>What became of a proposed presentation context (DICOM PS3.8 9.3.3.2).</summary>
public enum DicomPresentationContextResult : byte
{
    /// <summary>Accepted.</summary>
    Accept = 0,

    /// <summary>The application refuses.</summary>
    RejectUser = 1,

    /// <summary>The protocol refuses, without a reason.</summary>
    RejectNoReason = 2,

    /// <summary>The abstract syntax is not supported.</summary>
    RejectAbstractSyntaxNotSupported = 3,

    /// <summary>None of the transfer syntaxes is supported.</summary>
    RejectTransferSyntaxesNotSupported = 4,

    /// <summary>Not answered yet; never on the wire.</summary>
    Proposed = 255,
}
