using ContourFlow.Worker.Intake;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>What became of the objects of one request, and the answer that says so (PS3.18 sections 10.5.3 and I.2).</summary>
internal sealed class StowReport
{
    private readonly List<DicomDataset> referenced = [];
    private readonly List<DicomDataset> failed = [];
    private readonly List<DicomDataset> other = [];
    private int passing;
    private int tooLarge;

    /// <summary>Objects that are durable.</summary>
    public int Stored => referenced.Count;

    /// <summary>Parts that were not stored.</summary>
    public int Failed => failed.Count + other.Count;

    /// <summary>Notes an object that is durable.</summary>
    public void AddStored(FileHeader header) => referenced.Add(Reference(header));

    /// <summary>Notes a part that was not stored.</summary>
    /// <param name="header">What it is; null where that could not be read.</param>
    /// <param name="reason">Failure Reason (0008,1197).</param>
    public void AddFailed(FileHeader? header, ushort reason)
    {
        DicomDataset item = header is null ? new DicomDataset() : Reference(header);
        item.Add(DicomTag.FailureReason, reason);
        (header is null ? other : failed).Add(item);
    }

    /// <summary>Notes a part that the intake refused.</summary>
    public void AddRefused(FileHeader? header, IntakeRefusal refusal)
    {
        AddFailed(header, StowReason.Of(refusal));
        passing += refusal is IntakeRefusal.NoRoom or IntakeRefusal.NotWritable ? 1 : 0;
        tooLarge += refusal is IntakeRefusal.TooLarge ? 1 : 0;
    }

    /// <summary>The status of a request that was read to its end.</summary>
    public int Status => this switch
    {
        { Stored: > 0, Failed: 0 } => StatusCodes.Status200OK,
        { Stored: > 0 } => StatusCodes.Status202Accepted,
        { Failed: 0 } => StatusCodes.Status400BadRequest,
        _ when passing == Failed => StatusCodes.Status503ServiceUnavailable,
        _ when tooLarge == Failed => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>The Store Instances Response Module (PS3.18 table I.1-1) in DICOM JSON.</summary>
    public string ToJson()
    {
        // Without Retrieve URL: what is stored here is not retrieved from here.
        DicomDataset response = new DicomDataset().NotValidated();
        Add(response, DicomTag.FailedSOPSequence, failed);
        Add(response, DicomTag.ReferencedSOPSequence, referenced);
        Add(response, DicomTag.OtherFailuresSequence, other);
        return DicomJson.ConvertDicomToJson(response);
    }

    private static void Add(DicomDataset response, DicomTag tag, List<DicomDataset> items)
    {
        if (items.Count > 0)
            response.Add(new DicomSequence(tag, [.. items]));
    }

    private static DicomDataset Reference(FileHeader header) =>
        // As the sender names it, leading zeros included.
        new DicomDataset().NotValidated().Add(DicomTag.ReferencedSOPClassUID, header.SopClassUid).Add(DicomTag.ReferencedSOPInstanceUID, header.SopInstanceUid);
}
