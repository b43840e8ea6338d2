namespace ContourFlow.Dicom.Network;

/// <summary>A service that takes objects (PS3.4 annex B).</summary>
public interface IDicomCStoreProvider
{
    /// <summary>An object is here, whole; answers C-STORE.</summary>
    Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request);

    /// <summary>An object could not be taken; processing failure is answered.</summary>
    /// <param name="tempFileName">The file that it was being written to; <c>null</c> where there is none.</param>
    /// <param name="e">The reason.</param>
    Task OnCStoreRequestExceptionAsync(string? tempFileName, Exception e);
}
