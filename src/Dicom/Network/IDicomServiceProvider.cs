namespace ContourFlow.Dicom.Network;

/// <summary>A service that accepts associations.</summary>
public interface IDicomServiceProvider : IDicomService
{
    /// <summary>An association is asked for: set the results of its presentation contexts and accept it, or reject it.</summary>
    Task OnReceiveAssociationRequestAsync(DicomAssociation association);

    /// <summary>The peer asks for release: answer it.</summary>
    Task OnReceiveAssociationReleaseRequestAsync();
}
