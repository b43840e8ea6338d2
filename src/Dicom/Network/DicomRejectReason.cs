namespace ContourFlow.Dicom.Network;

/// <summary>Why an association was rejected (DICOM PS3.8 9.3.4): the source in the upper four bits, its reason in the lower.</summary>
public enum DicomRejectReason
{
    /// <summary>Application: none given.</summary>
    NoReasonGiven = 0x11,

    /// <summary>Application: the application context name is not supported.</summary>
    ApplicationContextNotSupported = 0x12,

    /// <summary>Application: the calling AE title is not known.</summary>
    CallingAENotRecognized = 0x13,

    /// <summary>Application: the called AE title is not its own.</summary>
    CalledAENotRecognized = 0x17,

    /// <summary>Association control: none given.</summary>
    NoReasonGiven_ = 0x21,

    /// <summary>Association control: the version of the protocol is not supported.</summary>
    ProtocolVersionNotSupported = 0x22,

    /// <summary>Presentation: congested for the moment.</summary>
    TemporaryCongestion = 0x31,

    /// <summary>Presentation: no further association is allowed.</summary>
    LocalLimitExceeded = 0x32,
}
