using ContourFlow.Storage.Cases;

namespace ContourFlow.Storage.Registry;

/// <summary>
/// Who a patient is: the one table with patient data. Its rows go with the patient's objects. Two issuers may have given one ID to two
/// patients, so that the issuer is part of the key.
/// </summary>
internal sealed class PatientLabelRow
{
    public required string PatientKey { get; init; }

    /// <summary>Who gave the ID; empty where the objects do not say.</summary>
    public required string IssuerKey { get; init; }

    public string PatientId { get; set; } = "";

    public string PatientName { get; set; } = "";

    public string BirthDate { get; set; } = "";

    public string Sex { get; set; } = "";

    /// <summary>Name and ID as they are searched, a line each: no search reaches from one into the other.</summary>
    public string Searched { get; set; } = "";

    /// <summary>Takes over what a newer object says; what it does not say stays.</summary>
    public void Take(PatientLabel newer)
    {
        PatientId = Newest(PatientId, newer.PatientId);
        PatientName = Newest(PatientName, newer.PatientName);
        BirthDate = Newest(BirthDate, newer.BirthDate);
        Sex = Newest(Sex, newer.Sex);
        Searched = PatientText.Folded(PatientName) + "\n" + PatientText.Folded(PatientId);
    }

    /// <summary>As others see it.</summary>
    public PatientLabel ToLabel() => new(PatientId, PatientName, BirthDate, Sex);

    private static string Newest(string old, string newer) => PatientText.Clean(newer) is { Length: > 0 } said ? said : old;
}
