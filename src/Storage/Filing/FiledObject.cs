using ContourFlow.Storage.Cases;

namespace ContourFlow.Storage.Filing;

/// <summary>A received object, once its bytes are in the object store.</summary>
/// <param name="SopInstanceUid">SOP Instance UID (0008,0018).</param>
/// <param name="SopClassUid">SOP Class UID (0008,0016).</param>
/// <param name="StudyInstanceUid">Study Instance UID (0020,000D).</param>
/// <param name="SeriesInstanceUid">Series Instance UID (0020,000E).</param>
/// <param name="Modality">Modality (0008,0060).</param>
/// <param name="PatientKey">Whose it is: a key that is the same for objects of one patient and tells nothing of them.</param>
/// <param name="Sha256">SHA-256 of the data set's bytes as they came, lower-case hexadecimal digits: what tells content under one UID apart.</param>
/// <param name="StoreKey">Where the object store has the file.</param>
/// <param name="Length">Length of the file in bytes.</param>
/// <param name="Facts">What is known of its header, as JSON; the registry keeps it and does not look inside.</param>
/// <param name="ReceivingAe">AE title that it was sent to; empty where it came another way.</param>
public sealed record FiledObject(
    string SopInstanceUid,
    string SopClassUid,
    string StudyInstanceUid,
    string SeriesInstanceUid,
    string Modality,
    string PatientKey,
    string Sha256,
    string StoreKey,
    long Length,
    string Facts,
    string ReceivingAe)
{
    /// <summary>Who gave the patient's ID, as a key that tells nothing of them; empty where the object does not say. One ID of two issuers is of two patients.</summary>
    public string IssuerKey { get; init; } = "";

    /// <summary>Whose it is, for the eyes of those who may know; null where the object is none that a case is made of. Patient data.</summary>
    public PatientLabel? Patient { get; init; }
}

/// <summary>What became of an object that was filed.</summary>
public enum FilingOutcome
{
    /// <summary>New.</summary>
    Filed,

    /// <summary>The same content is there under this UID: nothing was changed.</summary>
    AlreadyFiled,

    /// <summary>Other content is there under this UID: the first one stays what cases are made of, this one is kept beside it and the ledger of its cases says so.</summary>
    Conflict,
}

/// <summary>A case that objects belong to by their own word; it is made where it is not there.</summary>
/// <param name="CtSeriesInstanceUid">Series Instance UID of the planning CT.</param>
/// <param name="Protocol">Name of the protocol that a new case gets.</param>
/// <param name="PatientKey">Whose it is, by the object that says so; empty: as the objects of the batch tell it.</param>
public sealed record CaseMention(string CtSeriesInstanceUid, string Protocol, string PatientKey = "");

/// <summary>Objects that are filed together, in one transaction.</summary>
public sealed record FilingBatch
{
    /// <summary>The objects, of any number of patients.</summary>
    public required IReadOnlyList<FiledObject> Objects { get; init; }

    /// <summary>Cases that they belong to: CT images to the case of their series, structure sets to those of the CTs they name.</summary>
    public IReadOnlyList<CaseMention> Cases { get; init; } = [];

    /// <summary>Patients of whom every case is to be looked at again: those of MR images, registrations, structure sets on an MR.</summary>
    public IReadOnlyCollection<string> PatientsToLookAt { get; init; } = [];

    /// <summary>
    /// Patients of whom doses or plans are among the objects: the doses of every case are looked at, and nothing else of a case changes.
    /// </summary>
    public IReadOnlyCollection<string> PatientsWithDoses { get; init; } = [];

    /// <summary>How long after the newest object a case is looked at.</summary>
    public required TimeSpan QuietTime { get; init; }
}
