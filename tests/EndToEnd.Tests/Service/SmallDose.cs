using System.Globalization;
using ContourFlow.Contouring;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>A plan of a small case, and doses of it that are the same everywhere: every figure of any structure is then that dose.</summary>
internal static class SmallDose
{
    private const int Columns = 36, Rows = 36, Planes = 22;
    private const double Spacing = 2.5;
    private const double Scaling = 0.001;

    public static string PlanUid(SmallCase small) => Uid(small, "plan");

    public static string DoseUid(SmallCase small, string name) => Uid(small, name);

    /// <summary>Writes a plan of five fractions on the structure set that was drawn.</summary>
    public static string Plan(SmallCase small, string folder)
    {
        DicomDataset plan = small.Patient(DicomUID.RTPlanStorage, PlanUid(small), Uid(small, "plan series"), "RTPLAN");
        plan.Add(DicomTag.RTPlanLabel, "PLAN");
        plan.Add(DicomTag.RTPlanGeometry, "PATIENT");
        plan.Add(new DicomSequence(DicomTag.ReferencedStructureSetSequence, Reference(DicomUID.RTStructureSetStorage, small.StructureSet)));
        plan.Add(new DicomSequence(DicomTag.FractionGroupSequence, new DicomDataset
        {
            { DicomTag.FractionGroupNumber, 1 },
            { DicomTag.NumberOfFractionsPlanned, 5 },
            { DicomTag.NumberOfBeams, 0 },
        }));
        return Save(plan, folder, "RP.dcm");
    }

    /// <summary>Writes a dose of the whole plan.</summary>
    /// <param name="small">The case.</param>
    /// <param name="folder">Where.</param>
    /// <param name="gray">The dose, Gy.</param>
    /// <param name="name">What its UID is made of.</param>
    /// <param name="hour">The hour at which it was made.</param>
    /// <param name="units">Dose Units.</param>
    public static string Dose(SmallCase small, string folder, double gray, string name = "dose", int hour = 10, string units = "GY")
    {
        DicomDataset dose = small.Patient(DicomUID.RTDoseStorage, DoseUid(small, name), Uid(small, "dose series"), "RTDOSE");
        dose.Add(DicomTag.InstanceCreationDate, "20260104");
        dose.Add(DicomTag.InstanceCreationTime, hour.ToString("00", CultureInfo.InvariantCulture) + "0000");
        dose.Add(DicomTag.ImagePositionPatient, -43.75, -43.75, -5.0);
        dose.Add(DicomTag.ImageOrientationPatient, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0);
        dose.Add(DicomTag.SamplesPerPixel, (ushort)1);
        dose.Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dose.Add(DicomTag.NumberOfFrames, Planes);
        dose.Add(DicomTag.FrameIncrementPointer, DicomTag.GridFrameOffsetVector);
        dose.Add(DicomTag.Rows, (ushort)Rows);
        dose.Add(DicomTag.Columns, (ushort)Columns);
        dose.Add(DicomTag.PixelSpacing, Spacing, Spacing);
        dose.Add(DicomTag.BitsAllocated, (ushort)16);
        dose.Add(DicomTag.BitsStored, (ushort)16);
        dose.Add(DicomTag.HighBit, (ushort)15);
        dose.Add(DicomTag.PixelRepresentation, (ushort)0);
        dose.Add(DicomTag.DoseUnits, units);
        dose.Add(DicomTag.DoseType, "PHYSICAL");
        dose.Add(DicomTag.DoseSummationType, "PLAN");
        dose.Add(DicomTag.GridFrameOffsetVector, Enumerable.Range(0, Planes).Select(plane => plane * Spacing).ToArray());
        dose.Add(DicomTag.DoseGridScaling, Scaling);
        dose.Add(new DicomSequence(DicomTag.ReferencedRTPlanSequence, Reference(DicomUID.RTPlanStorage, PlanUid(small))));
        dose.Add(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Repeat((ushort)Math.Round(gray / Scaling), Columns * Rows * Planes)]));
        return Save(dose, folder, $"RD.{name}.dcm");
    }

    private static string Uid(SmallCase small, string what) => NameBasedUid.Create("small dose", small.Study, what).UID;

    private static DicomDataset Reference(DicomUID sopClass, string uid) => new()
    {
        { DicomTag.ReferencedSOPClassUID, sopClass },
        { DicomTag.ReferencedSOPInstanceUID, uid },
    };

    private static string Save(DicomDataset dataset, string folder, string name)
    {
        string path = Path.Combine(folder, name);
        new DicomFile(dataset).Save(path);
        return path;
    }
}
