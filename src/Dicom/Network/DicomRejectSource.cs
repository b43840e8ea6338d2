namespace ContourFlow.Dicom.Network;

/// <summary>Which part of the peer rejected an association (DICOM PS3.8 9.3.4).</summary>
public enum DicomRejectSource
{
    /// <summary>The application.</summary>
    ServiceUser = 1,

    /// <summary>The protocol: association control.</summary>
    ServiceProviderACSE = 2,

    /// <summary>The protocol: presentation.</summary>
    ServiceProviderPresentation = 3,
}
