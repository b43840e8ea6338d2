namespace ContourFlow.Storage.Cases;

/// <summary>
/// Whose a case is, for the eyes of those who may know. This is patient data: it is kept in a table of its own, goes to lists and pages, and to
/// nothing else: no log, message, ledger line or exception. As text it says nothing.
/// </summary>
/// <param name="PatientId">Patient ID (0010,0020), or empty.</param>
/// <param name="PatientName">Patient's Name (0010,0010) as DICOM writes it, components parted by ^ and groups by =; or empty.</param>
/// <param name="BirthDate">Patient's Birth Date (0010,0030) as ISO 8601, 1953-07-21; or empty.</param>
/// <param name="Sex">Patient's Sex (0010,0040): M, F, O; or empty.</param>
public sealed record PatientLabel(string PatientId, string PatientName, string BirthDate, string Sex)
{
    /// <summary>Says nothing of the patient, so that nothing gets into a log by a record that is written out.</summary>
    public override string ToString() => nameof(PatientLabel);
}
