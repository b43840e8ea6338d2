using ContourFlow.Contouring;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contracts;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Scoring;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Scoring;

/// <summary>A dose for any patient that is the same everywhere: every figure of any structure is then that dose.</summary>
internal static class ConstantDose
{
    // A cell is smaller than the 0.03 cm³ that are asked for.
    private const double Spacing = 3, Scaling = 0.001;

    /// <summary>A dose over all of a CT and a little more.</summary>
    /// <param name="images">The images.</param>
    /// <param name="gray">The dose, Gy.</param>
    /// <param name="change">Changes the object.</param>
    public static DicomDataset Of(IReadOnlyList<DicomDataset> images, double gray, Action<DicomDataset>? change = null)
    {
        DicomDataset ct = images[0];
        double[][] positions = [.. images.Select(image => image.GetValues<double>(DicomTag.ImagePositionPatient))];
        double[] spacing = ct.GetValues<double>(DicomTag.PixelSpacing);
        double[] origin = [positions[0][0] - (2 * Spacing), positions[0][1] - (2 * Spacing), positions.Min(one => one[2]) - (2 * Spacing)];
        int columns = Points(ct.GetSingleValue<int>(DicomTag.Columns) * spacing[1]), rows = Points(ct.GetSingleValue<int>(DicomTag.Rows) * spacing[0]);
        int planes = Points(positions.Max(one => one[2]) - positions.Min(one => one[2]));
        var dose = new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.RTDoseStorage },
            { DicomTag.SOPInstanceUID, NameBasedUid.Create("constant dose", ct.GetSingleValue<string>(DicomTag.StudyInstanceUID), gray.ToString(System.Globalization.CultureInfo.InvariantCulture)) },
            { DicomTag.Modality, "RTDOSE" },
            { DicomTag.PatientID, ct.GetSingleValue<string>(DicomTag.PatientID) },
            { DicomTag.StudyInstanceUID, ct.GetSingleValue<string>(DicomTag.StudyInstanceUID) },
            { DicomTag.SeriesInstanceUID, NameBasedUid.Create("constant dose", "series") },
            { DicomTag.FrameOfReferenceUID, ct.GetSingleValue<string>(DicomTag.FrameOfReferenceUID) },
            { DicomTag.ImagePositionPatient, origin },
            { DicomTag.ImageOrientationPatient, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 },
            { DicomTag.SamplesPerPixel, (ushort)1 },
            { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
            { DicomTag.NumberOfFrames, planes },
            { DicomTag.Rows, (ushort)rows },
            { DicomTag.Columns, (ushort)columns },
            { DicomTag.PixelSpacing, Spacing, Spacing },
            { DicomTag.BitsAllocated, (ushort)16 },
            { DicomTag.BitsStored, (ushort)16 },
            { DicomTag.HighBit, (ushort)15 },
            { DicomTag.PixelRepresentation, (ushort)0 },
            { DicomTag.DoseUnits, "GY" },
            { DicomTag.DoseType, "PHYSICAL" },
            { DicomTag.DoseSummationType, "PLAN" },
            { DicomTag.GridFrameOffsetVector, Enumerable.Range(0, planes).Select(plane => plane * Spacing).ToArray() },
            { DicomTag.DoseGridScaling, Scaling },
            new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Repeat((ushort)Math.Round(gray / Scaling), columns * rows * planes)]),
        };
        change?.Invoke(dose);
        return dose;
    }

    private static int Points(double length) => (int)Math.Ceiling(length / Spacing) + 5;

    /// <summary>Files a dose as a gateway does, and looks at the case's doses.</summary>
    /// <returns>The keys of what is to be scored.</returns>
    public static async Task<string[]> SendAsync(IServiceProvider process, CaseId caseId, DicomDataset dose, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        new DicomFile(dose).Save(file);
        StoredBlob blob = await process.GetRequiredService<IObjectStore>().PutAsync(file.ToArray(), cancellationToken);
        var filed = new FiledObject(
            dose.GetSingleValue<string>(DicomTag.SOPInstanceUID), DicomUID.RTDoseStorage.UID, dose.GetSingleValue<string>(DicomTag.StudyInstanceUID), "1.2.3", "RTDOSE",
            "patient-key", blob.Sha256, blob.Key, blob.Length, ObjectFacts.Of(dose).ToJson(), "CONTOURFLOW");
        await process.GetRequiredService<IFilingRegistry>().FileAsync(
            new FilingBatch { Objects = [filed], PatientsWithDoses = ["patient-key"], QuietTime = TimeSpan.Zero }, cancellationToken);
        return await LookAsync(process, caseId, cancellationToken);
    }

    /// <summary>Looks at the case's doses.</summary>
    /// <returns>The keys of what is to be scored.</returns>
    public static async Task<string[]> LookAsync(IServiceProvider process, CaseId caseId, CancellationToken cancellationToken)
    {
        await ActivatorUtilities.CreateInstance<DoseLooks>(process).LookAsync(caseId, cancellationToken);
        return [.. (await process.GetRequiredService<IDoseScoreQueries>().OfCaseAsync(caseId, cancellationToken)).Where(score => score.State == DoseScoreState.Queued).Select(score => score.Key)];
    }
}
