using ContourFlow.Storage.Cases;

namespace ContourFlow.Review.Cases;

/// <summary>A case as the worklist shows it. What is not known yet is an empty text.</summary>
/// <param name="CaseId">32 hexadecimal digits.</param>
/// <param name="PatientName">As the objects have it, with the carets of DICOM.</param>
/// <param name="PatientId">Patient ID.</param>
/// <param name="BirthDate">yyyy-mm-dd.</param>
/// <param name="Sex">M, F, O.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Revision">Its newest revision; 0 before the first.</param>
/// <param name="Version">Raised by every change; a decision names the one that the person saw.</param>
/// <param name="Protocol">Name of its protocol.</param>
/// <param name="ReasonCode">Why it is held or rejected.</param>
/// <param name="Reason">The sentence to that.</param>
/// <param name="WaitingFor">What it waits for, a sentence each.</param>
/// <param name="CreatedAt">When its first object came.</param>
/// <param name="LastObjectAt">When its newest object came.</param>
/// <param name="StateSince">Since when it is in its state.</param>
/// <param name="CtSeriesInstanceUid">Series of its planning CT.</param>
/// <param name="StudyInstanceUid">Study of its planning CT.</param>
/// <param name="Dose">Where its doses stand; null where no scoring of it counts.</param>
internal sealed record CaseRow(
    string CaseId,
    string PatientName,
    string PatientId,
    string BirthDate,
    string Sex,
    string State,
    int Revision,
    long Version,
    string Protocol,
    string? ReasonCode,
    string? Reason,
    IReadOnlyList<string> WaitingFor,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastObjectAt,
    DateTimeOffset StateSince,
    string CtSeriesInstanceUid,
    string StudyInstanceUid,
    CaseDose? Dose)
{
    /// <summary>The row of a case.</summary>
    public static CaseRow Of(CaseSummary found) => new(
        found.CaseId.ToString(),
        found.Patient?.PatientName ?? "",
        found.Patient?.PatientId ?? "",
        found.Patient?.BirthDate ?? "",
        found.Patient?.Sex ?? "",
        StateNames.Of(found.State),
        found.Revision,
        found.Version,
        found.Protocol,
        found.ReasonCode,
        found.Reason,
        found.WaitingFor,
        found.CreatedAt,
        found.LastObjectAt,
        found.StateSince,
        found.CtSeriesInstanceUid,
        found.StudyInstanceUid,
        CaseDose.Of(found.Dose));
}
