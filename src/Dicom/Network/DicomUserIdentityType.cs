namespace ContourFlow.Dicom.Network;

/// <summary>How a user is identified in the negotiation of an association (DICOM PS3.7 D.3.3.7.1).</summary>
public enum DicomUserIdentityType
{
    Username = 1,
    UsernameAndPasscode = 2,

    /// <summary>A Kerberos service ticket.</summary>
    Kerberos = 3,

    /// <summary>A SAML assertion.</summary>
    Saml = 4,

    /// <summary>A JSON web token.</summary>
    Jwt = 5,
}
