namespace ContourFlow.Dicom.Network;

/// <summary>A service that reports on what was asked of it by N-ACTION.</summary>
public interface IDicomNEventReportRequestProvider
{
    /// <summary>Called when the response to an N-ACTION has been sent: a report may now go out on the same association. Messages go on being received meanwhile.</summary>
    Task OnSendNEventReportRequestAsync(DicomNActionRequest request);
}
