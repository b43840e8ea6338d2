using System.Globalization;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Worker.Filing;

/// <summary>Reads whose an object is. Odd values are no fault: what cannot be read is missing.</summary>
internal static class PatientLabels
{
    // The second one is ACR-NEMA's, which old systems still send.
    private static readonly string[] s_dates = ["yyyyMMdd", "yyyy.MM.dd"];

    /// <summary>What the header says, in the characters that its character set stands for.</summary>
    public static PatientLabel Of(DicomDataset dataset) => new(
        Text(dataset, DicomTag.PatientID),
        Text(dataset, DicomTag.PatientName).TrimEnd('^'),
        DateOnly.TryParseExact(Text(dataset, DicomTag.PatientBirthDate), s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date.ToString("O", CultureInfo.InvariantCulture)
            : "",
        Text(dataset, DicomTag.PatientSex));

    private static string Text(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out string? text) ? text.Trim() : "";
}
