using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Names a patient for those who must not know who it is. The Patient ID (0010,0020) decides, as it does where a folder is read. An object
/// without one has a key of its study, so that it joins nobody else's. The issuer of the ID is a key of its own: many systems drop it on the
/// way, so that it parts objects only where two state different ones.
/// </summary>
internal static class PatientKeys
{
    /// <summary>The key of the patient, 64 hexadecimal digits.</summary>
    public static string Of(PatientIdentity patient, string studyInstanceUid) =>
        patient.Id.Length > 0 ? Hash("patient", patient.Id) : Hash("study", studyInstanceUid);

    /// <summary>The key of who gave the ID (Issuer of Patient ID, 0010,0021), 64 hexadecimal digits; empty where it is not stated.</summary>
    public static string OfIssuer(DicomDataset dataset) =>
        dataset.Text(DicomTag.IssuerOfPatientID) is { Length: > 0 } issuer ? Hash("issuer", issuer) : string.Empty;

    private static string Hash(string kind, string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kind + "\0" + value)));
}
