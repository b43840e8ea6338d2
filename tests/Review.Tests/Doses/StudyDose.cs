using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Review.Tests.Images;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Tests.Doses;

/// <summary>Doses in the study of a case's planning CT: two of one plan that count, and one whose place was taken.</summary>
internal sealed record StudyDose(MadeDose Made, byte[] File, ImmutableArray<DoseScore> Scores)
{
    public const string DoseUid = "2.25.801", OtherDoseUid = "2.25.802", OldDoseUid = "2.25.803", PlanUid = "2.25.804", DoseSeriesUid = "2.25.805";

    /// <summary>Puts them into the case's object store.</summary>
    public static async Task<StudyDose> StoreAsync(ReviewedCase reviewed)
    {
        DicomDataset ct = DicomFile.Open(Directory.EnumerateFiles(Path.Combine(reviewed.Patient, "CT")).Order(StringComparer.Ordinal).First()).Dataset;
        double[] first = ct.GetValues<double>(DicomTag.ImagePositionPatient);
        // Round about a place in the middle of the images, and as far along them as the grid goes.
        var centre = new PatientPoint(first[0] + 125, first[1] + 125, first[2] + 80);
        var made = new MadeDose(
            ct.GetString(DicomTag.FrameOfReferenceUID), new(centre.X - 60, centre.Y - 50, centre.Z - 60), 41, 41, [.. Enumerable.Range(0, 41).Select(k => k * 3.0)],
            point => 40 * Math.Exp(-Math.Pow((point - centre).Length / 30, 2)));
        byte[] dose = made.File(DoseUid, dataset => In(dataset, ct, DoseSeriesUid));
        StoredObject plan = await StoreAsync(reviewed, PlanUid, DicomUID.RTPlanStorage, Plan(ct));
        StoredObject[] doses =
        [
            await StoreAsync(reviewed, DoseUid, DicomUID.RTDoseStorage, dose),
            await StoreAsync(reviewed, OtherDoseUid, DicomUID.RTDoseStorage, made.File(OtherDoseUid, dataset => In(dataset, ct, DoseSeriesUid))),
            await StoreAsync(reviewed, OldDoseUid, DicomUID.RTDoseStorage, made.File(OldDoseUid, dataset => In(dataset, ct, DoseSeriesUid))),
        ];
        DoseScoreState[] states = [DoseScoreState.Scored, DoseScoreState.Refused, DoseScoreState.Superseded];
        DateTimeOffset at = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        return new StudyDose(made, dose, [.. doses.Select((one, i) => new DoseScore(reviewed.CaseId, 1, new string((char)('1' + i), 64), states[i], [one, plan], "optimal", null, null, at, at, []))]);
    }

    private static void In(DicomDataset dataset, DicomDataset ct, string series)
    {
        foreach (DicomTag tag in (DicomTag[])[DicomTag.StudyInstanceUID, DicomTag.PatientID, DicomTag.PatientName])
            dataset.AddOrUpdate(tag, ct.GetString(tag));
        dataset.AddOrUpdate(DicomTag.SeriesInstanceUID, series);
    }

    private static byte[] Plan(DicomDataset ct)
    {
        var plan = new DicomDataset { { DicomTag.SOPClassUID, DicomUID.RTPlanStorage }, { DicomTag.SOPInstanceUID, PlanUid }, { DicomTag.Modality, "RTPLAN" }, { DicomTag.RTPlanLabel, "PLAN" } };
        In(plan, ct, "2.25.806");
        using var bytes = new MemoryStream();
        new DicomFile(plan).Save(bytes);
        return bytes.ToArray();
    }

    private static async Task<StoredObject> StoreAsync(ReviewedCase reviewed, string uid, DicomUID sopClass, byte[] file)
    {
        StoredBlob blob = await reviewed.Objects.PutAsync(file, default);
        return new StoredObject(uid, sopClass.UID, blob.Sha256, blob.Key, blob.Length);
    }
}
