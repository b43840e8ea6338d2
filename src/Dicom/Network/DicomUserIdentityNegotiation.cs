namespace ContourFlow.Dicom.Network;

/// <summary>Who asks for an association, and what the acceptor answers to it (DICOM PS3.7 D.3.3.7). Holds secrets: never log it.</summary>
public class DicomUserIdentityNegotiation
{
    /// <summary>How the user is identified; <c>null</c> where nobody is.</summary>
    public DicomUserIdentityType? UserIdentityType { get; set; }

    /// <summary>Whether the acceptor is asked to confirm that it recognised the user.</summary>
    public bool PositiveResponseRequested { get; set; }

    /// <summary>The user name, ticket, assertion or token.</summary>
    public string? PrimaryField { get; set; }

    /// <summary>The passcode.</summary>
    public string? SecondaryField { get; set; }

    /// <summary>What the acceptor answered.</summary>
    public string? ServerResponse { get; set; }

    /// <summary>Checks that the fields are there that the type needs, and no others.</summary>
    /// <exception cref="DicomNetworkException">They are not.</exception>
    public void Validate()
    {
        if (UserIdentityType is not { } type)
            throw new DicomNetworkException("User identity negotiation: the type of identity is missing.");
        if (!Enum.IsDefined(type))
            throw new DicomNetworkException($"User identity negotiation: {(int)type} is not a type of PS3.7 D.3.3.7.1.");
        if (string.IsNullOrEmpty(PrimaryField))
            throw new DicomNetworkException("User identity negotiation: the primary field is empty.");
        if (string.IsNullOrEmpty(SecondaryField) == (type == DicomUserIdentityType.UsernameAndPasscode))
            throw new DicomNetworkException("User identity negotiation: the secondary field is for a user name with a passcode, and needed there.");
    }

    /// <summary>A copy.</summary>
    public DicomUserIdentityNegotiation Clone() => (DicomUserIdentityNegotiation)MemberwiseClone();
}
