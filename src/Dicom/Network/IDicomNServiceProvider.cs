namespace ContourFlow.Dicom.Network;

/// <summary>A service that answers the operations on normalised objects (PS3.7 section 10).</summary>
public interface IDicomNServiceProvider
{
    /// <summary>Answers N-ACTION.</summary>
    Task<DicomNActionResponse> OnNActionRequestAsync(DicomNActionRequest request);

    /// <summary>Answers N-CREATE.</summary>
    Task<DicomNCreateResponse> OnNCreateRequestAsync(DicomNCreateRequest request);

    /// <summary>Answers N-DELETE.</summary>
    Task<DicomNDeleteResponse> OnNDeleteRequestAsync(DicomNDeleteRequest request);

    /// <summary>Answers N-EVENT-REPORT.</summary>
    Task<DicomNEventReportResponse> OnNEventReportRequestAsync(DicomNEventReportRequest request);

    /// <summary>Answers N-GET.</summary>
    Task<DicomNGetResponse> OnNGetRequestAsync(DicomNGetRequest request);

    /// <summary>Answers N-SET.</summary>
    Task<DicomNSetResponse> OnNSetRequestAsync(DicomNSetRequest request);
}
