namespace ContourFlow.Dicom.Network;

/// <summary>How a server behaves.</summary>
public class DicomServerOptions
{
    /// <summary>
    /// Connections that are served at a time; further ones wait, unanswered, until one ends; 0: any number. It guards the
    /// machine. To refuse associations with a reason, a service rejects them.
    /// </summary>
    public int MaxClientsAllowed { get; set; }

    /// <summary>A copy.</summary>
    public DicomServerOptions Clone() => (DicomServerOptions)MemberwiseClone();
}
