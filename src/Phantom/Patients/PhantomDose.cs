using System.Runtime.InteropServices;
using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>A plan for a phantom patient and its dose, as DICOM. The same options give the same bytes.</summary>
public static class PhantomDose
{
    /// <summary>Makes the plan and the dose.</summary>
    /// <param name="patient">The patient, as <see cref="PhantomPatient"/> makes it.</param>
    /// <param name="options">What dose.</param>
    public static (DicomDataset Plan, DicomDataset Dose) Of(PhantomOptions patient, PhantomDoseOptions options)
    {
        ArgumentNullException.ThrowIfNull(patient);
        ArgumentNullException.ThrowIfNull(options);
        var anatomy = SpineAnatomy.Of(patient.Site, patient.Seed);
        var objects = new PhantomObjects(patient, anatomy.Level);
        var planUid = NamedUid.Of(patient, $"plan {options.Plan}");
        return (Plan(objects, patient, options, planUid), Dose(objects, anatomy, patient, options, planUid));
    }

    /// <summary>Makes both and saves them as RP.dcm and RD.dcm.</summary>
    /// <param name="folder">The folder of the patient.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="options">What dose.</param>
    public static void Write(string folder, PhantomOptions patient, PhantomDoseOptions options)
    {
        var (plan, dose) = Of(patient, options);
        new DicomFile(plan).Save(Path.Combine(folder, "RP.dcm"));
        new DicomFile(dose).Save(Path.Combine(folder, "RD.dcm"));
    }

    private static DicomDataset Plan(PhantomObjects objects, PhantomOptions patient, PhantomDoseOptions options, string uid)
    {
        DicomDataset plan = new(DicomTransferSyntax.ImplicitVRLittleEndian);
        objects.Common(plan, DicomUID.RTPlanStorage, uid, objects.StudyCt, $"RP {options.Plan}", "RTPLAN");
        plan.Add(DicomTag.OperatorsName, string.Empty);
        plan.Add(DicomTag.FrameOfReferenceUID, objects.FrameUid("CT"));
        plan.Add(DicomTag.PositionReferenceIndicator, string.Empty);
        plan.Add(DicomTag.RTPlanLabel, $"SPINE{options.Plan}");
        plan.Add(DicomTag.RTPlanDate, "20250107");
        plan.Add(DicomTag.RTPlanTime, "090000");
        plan.Add(DicomTag.RTPlanGeometry, "PATIENT");
        plan.Add(DicomTag.ApprovalStatus, "UNAPPROVED");
        DicomDataset prescription = new();
        prescription.Add(DicomTag.DoseReferenceNumber, 1);
        prescription.Add(DicomTag.DoseReferenceStructureType, "SITE");
        prescription.Add(DicomTag.DoseReferenceType, "TARGET");
        prescription.Add(DicomTag.TargetPrescriptionDose, 30m);
        plan.Add(new DicomSequence(DicomTag.DoseReferenceSequence, prescription));
        DicomDataset group = new();
        group.Add(DicomTag.FractionGroupNumber, 1);
        group.Add(DicomTag.NumberOfFractionsPlanned, options.Fractions);
        group.Add(DicomTag.NumberOfBeams, 2);
        group.Add(DicomTag.NumberOfBrachyApplicationSetups, 0);
        group.Add(new DicomSequence(DicomTag.ReferencedBeamSequence, [.. Enumerable.Range(1, 2).Select(Numbered)]));
        plan.Add(new DicomSequence(DicomTag.FractionGroupSequence, group));
        DicomDataset structureSet = new();
        structureSet.Add(DicomTag.ReferencedSOPClassUID, DicomUID.RTStructureSetStorage);
        structureSet.Add(DicomTag.ReferencedSOPInstanceUID, options.StructureSetUid ?? NamedUid.Of(patient, "CT structure set"));
        plan.Add(new DicomSequence(DicomTag.ReferencedStructureSetSequence, structureSet));
        return plan;

        static DicomDataset Numbered(int beam)
        {
            DicomDataset item = new();
            item.Add(DicomTag.ReferencedBeamNumber, beam);
            item.Add(DicomTag.BeamMeterset, 1500m);
            return item;
        }
    }

    private static DicomDataset Dose(PhantomObjects objects, SpineAnatomy anatomy, PhantomOptions patient, PhantomDoseOptions options, string planUid)
    {
        var grid = DoseRaster.Of(anatomy, patient, options);
        var field = options.Field ?? Shaped(anatomy);
        var gray = grid.Render(field, patient.MaximumDegreeOfParallelism ?? -1);
        var scaling = Scaling(gray, options.Bits);
        DicomDataset dose = new(DicomTransferSyntax.ImplicitVRLittleEndian);
        var name = $"plan {options.Plan} dose {options.Version} {options.SummationType} {options.Beam} {options.Spacing} {options.Bits} {options.Reach} {options.Beyond} {Sum(gray)}";
        objects.Common(dose, DicomUID.RTDoseStorage, NamedUid.Of(patient, name), objects.StudyCt, $"RD {options.Plan}", "RTDOSE");
        dose.Add(DicomTag.InstanceCreationTime, $"{12 + (options.Version / 60):00}{options.Version % 60:00}00");
        dose.Add(DicomTag.InstanceNumber, options.Version);
        dose.Add(DicomTag.FrameOfReferenceUID, objects.FrameUid("CT"));
        dose.Add(DicomTag.PositionReferenceIndicator, string.Empty);
        dose.Add(DicomTag.ImagePositionPatient, Text(grid.First.X), Text(grid.First.Y), Text(grid.First.Z));
        dose.Add(DicomTag.ImageOrientationPatient, 1m, 0m, 0m, 0m, 1m, 0m);
        dose.Add(DicomTag.PixelSpacing, Text(options.Spacing), Text(options.Spacing));
        dose.Add(DicomTag.SamplesPerPixel, (ushort)1);
        dose.Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dose.Add(DicomTag.NumberOfFrames, grid.Planes);
        dose.Add(DicomTag.FrameIncrementPointer, DicomTag.GridFrameOffsetVector);
        dose.Add(DicomTag.Rows, (ushort)grid.Rows);
        dose.Add(DicomTag.Columns, (ushort)grid.Columns);
        dose.Add(DicomTag.BitsAllocated, (ushort)options.Bits);
        dose.Add(DicomTag.BitsStored, (ushort)options.Bits);
        dose.Add(DicomTag.HighBit, (ushort)(options.Bits - 1));
        dose.Add(DicomTag.PixelRepresentation, (ushort)0);
        dose.Add(DicomTag.DoseUnits, "GY");
        dose.Add(DicomTag.DoseType, "PHYSICAL");
        dose.Add(DicomTag.DoseSummationType, options.SummationType);
        dose.Add(DicomTag.GridFrameOffsetVector, [.. Enumerable.Range(0, grid.Planes).Select(i => Text(i * options.Spacing))]);
        dose.Add(DicomTag.DoseGridScaling, scaling);
        dose.Add(new DicomSequence(DicomTag.ReferencedRTPlanSequence, Reference(planUid, options)));
        dose.Add(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(Stored(gray, (double)scaling, options.Bits))));
        return dose;
    }

    private static DicomDataset Reference(string planUid, PhantomDoseOptions options)
    {
        DicomDataset plan = new();
        plan.Add(DicomTag.ReferencedSOPClassUID, DicomUID.RTPlanStorage);
        plan.Add(DicomTag.ReferencedSOPInstanceUID, planUid);
        if (options.SummationType is not ("FRACTION" or "BEAM")) return plan;
        DicomDataset group = new();
        if (options.Beam is { } beam)
        {
            DicomDataset numbered = new();
            numbered.Add(DicomTag.ReferencedBeamNumber, beam);
            group.Add(new DicomSequence(DicomTag.ReferencedBeamSequence, numbered));
        }

        group.Add(DicomTag.ReferencedFractionGroupNumber, 1);
        plan.Add(new DicomSequence(DicomTag.ReferencedFractionGroupSequence, group));
        return plan;
    }

    // About 30 Gy to the CTV and what is near it, half as much again to the tumour, a dip around the cord.
    private static Func<PatientPoint, double> Shaped(SpineAnatomy anatomy)
    {
        TargetDistance distance = new(anatomy);
        return point =>
        {
            double x = point.X - anatomy.Origin.X, y = point.Y - anatomy.Origin.Y, z = point.Z - anatomy.Origin.Z;
            var target = distance.At(x, y, z);
            var tumour = target < 8 ? anatomy.Gtv(x, y, z) : 40;
            var spared = Math.Min(anatomy.Cord(x, y, z), anatomy.Sac(x, y, z) + 1.5);
            var dose = (32.6 * Step((7.1 - target) / 2.2)) + (11 * Step((1.6 - tumour) / 1.6)) + (4 * Step((60 - Math.Max(target, 0)) / 25));
            return dose * (1 - (0.5 * Step((3 - spared) / 0.9)));
        };
    }

    private static double Step(double value) => 1 / (1 + Math.Exp(-value));

    // A decimal string of at most 16 characters; the highest value fills most of the bits.
    private static decimal Scaling(double[] gray, int bits)
    {
        var most = Math.Max(gray.Max(), 1e-6) / (bits == 16 ? 65000.0 : 4.0e9);
        return decimal.Parse(most.ToString("E8", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Stored(double[] gray, double scaling, int bits) => bits == 16
        ? MemoryMarshal.AsBytes(Array.ConvertAll(gray, value => (ushort)Math.Round(Math.Max(value, 0) / scaling)).AsSpan()).ToArray()
        : MemoryMarshal.AsBytes(Array.ConvertAll(gray, value => (uint)Math.Round(Math.Max(value, 0) / scaling)).AsSpan()).ToArray();

    // Tells doses of two fields apart.
    private static double Sum(double[] gray) => Math.Round(gray.Sum(), 3);

    private static decimal Text(double value) => decimal.Round((decimal)value, 4) / 1.0000m;
}
