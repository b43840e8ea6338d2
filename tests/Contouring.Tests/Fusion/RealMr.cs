using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>
/// Real MR images as the program reads them: as series of DICOM files beside a small CT, through <see cref="CaseReader"/>.
/// </summary>
internal static class RealMr
{
    private static readonly PatientVector X = new(1, 0, 0), Y = new(0, 1, 0), Z = new(0, 0, 1);

    /// <summary>Public DICOM files, made files of the small CT's patient.</summary>
    public static MrSeries OfDicom(string folder)
    {
        using var made = SyntheticCase.Plain();
        foreach (var file in Directory.EnumerateFiles(folder, "*.dcm"))
        {
            var image = DicomFile.Open(file).Dataset;
            made.Write(Path.Combine("mr", Path.GetFileName(file)), image.NotValidated().AddOrUpdate(DicomTag.PatientID, SyntheticCase.PatientId));
        }

        return ReadOnly(made);
    }

    /// <summary>A NIfTI volume, written as an MR series whose patient lies in the place that <paramref name="pose"/> takes him to.</summary>
    public static MrSeries OfNifti(NiftiImage nifti, RigidTransform pose)
    {
        using var made = SyntheticCase.Plain();
        var (spacingI, spacingJ) = (nifti.StepI.Length, nifti.StepJ.Length);
        var (row, column) = (pose.Apply(nifti.StepI * (1 / spacingI)), pose.Apply(nifti.StepJ * (1 / spacingJ)));
        for (var k = 0; k < nifti.SizeK; k++)
        {
            var corner = pose.Apply(nifti.Origin + (nifti.StepK * k));
            var size = nifti.SizeI * nifti.SizeJ;
            made.Write($"mr/{k}.dcm", SyntheticCase.Image("MR", DicomUID.MRImageStorage, SyntheticMr.Uid(k), SyntheticMr.Series, pose.To.Value, 0)
                .AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "M", "SE")
                .AddOrUpdate(DicomTag.ImagePositionPatient, Text(corner.X), Text(corner.Y), Text(corner.Z))
                .AddOrUpdate(DicomTag.ImageOrientationPatient, Text(row.X), Text(row.Y), Text(row.Z), Text(column.X), Text(column.Y), Text(column.Z))
                .AddOrUpdate(DicomTag.PixelSpacing, Text(spacingJ), Text(spacingI))
                .AddOrUpdate(DicomTag.Rows, (ushort)nifti.SizeJ)
                .AddOrUpdate(DicomTag.Columns, (ushort)nifti.SizeI)
                .AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, nifti.Voxels.AsSpan(k * size, size).ToArray())));
        }

        return ReadOnly(made);
    }

    /// <summary>A NIfTI volume without a reader between: a mask.</summary>
    public static Image Mask(NiftiImage nifti, FrameOfReferenceUid frame) => new(
        nifti.Voxels.Select(value => value > 0 ? 1f : 0f).ToArray(),
        new ImageGeometry(
            frame, nifti.SizeI, nifti.SizeJ, nifti.SizeK, nifti.Origin,
            nifti.StepI * (1 / nifti.StepI.Length), nifti.StepJ * (1 / nifti.StepJ.Length), nifti.StepK * (1 / nifti.StepK.Length),
            nifti.StepI.Length, nifti.StepJ.Length, nifti.StepK.Length));

    /// <summary>The pose that turns by degrees about a direction through a point, and then moves.</summary>
    public static RigidTransform Pose(FrameOfReferenceUid from, FrameOfReferenceUid to, PatientPoint about, PatientVector axis, double degrees, PatientVector move)
    {
        // Rodrigues' formula, by what it does to the three axes: these are the columns.
        var unit = axis * (1 / axis.Length);
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
        PatientVector[] columns = [.. new[] { X, Y, Z }.Select(e => (e * cosine) + (unit.Cross(e) * sine) + (unit * (unit.Dot(e) * (1 - cosine))))];
        PatientVector[] rows = [.. new[] { X, Y, Z }.Select(e => new PatientVector(columns[0].Dot(e), columns[1].Dot(e), columns[2].Dot(e)))];
        var centre = new PatientVector(about.X, about.Y, about.Z);
        var turned = new PatientVector(rows[0].Dot(centre), rows[1].Dot(centre), rows[2].Dot(centre));
        return new(from, to, rows[0], rows[1], rows[2], centre + (turned * -1) + move);
    }

    /// <summary>From the 0.5th to the 99.5th percentile of an MR's values: what a fixed image that is no CT needs.</summary>
    public static IntensityWindow Window(MrSeries mr)
    {
        float[] sorted = [.. mr.Slices.SelectMany(slice => slice.Values.ToArray()).Order()];
        return new(sorted[sorted.Length / 200], sorted[^(1 + (sorted.Length / 200))]);
    }

    private static MrSeries ReadOnly(SyntheticCase made)
    {
        var read = CaseReader.Read(made.Folder, new CaseReadOptions { Mr = new(MaximumPlaneSpacing: 5, MaximumAgeDays: 10_000) });
        return read.MrSeries.Should().ContainSingle(string.Join(' ', read.NotUsed.Select(unused => unused.Sentence))).Subject;
    }

    private static string Text(double value) => SyntheticMr.Text(value);
}
