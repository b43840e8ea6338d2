using System.Buffers.Binary;
using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Contouring.Viewing;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Viewing;

/// <summary>
/// A CT of 12 columns and 9 rows, 2 and 3 mm apart, whose value at a point of the patient is a linear function of it, so that every voxel of what is
/// shown says where it came from.
/// </summary>
internal sealed class ViewedFolder : IDisposable
{
    public const int Columns = 12, Rows = 9;
    public const double ColumnSpacing = 2, RowSpacing = 3;

    private readonly SyntheticCase folder;

    public ViewedFolder(PatientVector row, PatientVector column, double[] planes, Func<double, double, double, double>? value = null, PatientPoint? firstPixel = null)
    {
        folder = SyntheticCase.WithCt(0);
        Value = value ?? Linear;
        for (var i = 0; i < planes.Length; i++)
            folder.Write($"ct/{i}.dcm", Image(i, (firstPixel ?? new(-7, 11, 0)) with { Z = planes[i] }, row, column));
    }

    /// <summary>The value at a point, HU.</summary>
    public Func<double, double, double, double> Value { get; }

    public static double Linear(double x, double y, double z) => (7 * x) + (11 * y) + (2 * z);

    public ViewCase Open(params SyntheticRoi[] rois) => Open(SyntheticCase.StructureSet("set", rois));

    public ViewCase Open(DicomDataset set)
    {
        using var bytes = new MemoryStream();
        new DicomFile(set).Save(bytes);
        return ViewCase.Open(folder.Folder, bytes.ToArray(), SyntheticCase.CtSeries, new CaseReadOptions { PlanningCt = new(50, 0.1, AllowUnevenSpacing: true) }, TestContext.Current.CancellationToken);
    }

    /// <summary>The CT's volume.</summary>
    public static short[] Ct(ViewCase view)
    {
        using var bytes = new MemoryStream();
        view.WriteCt(bytes, TestContext.Current.CancellationToken);
        return Values(bytes.ToArray());
    }

    public static short[] Values(byte[] bytes) => [.. bytes.Chunk(2).Select(pair => BinaryPrimitives.ReadInt16LittleEndian(pair))];

    /// <summary>The voxels with the patient points of their centres, in the volume's order.</summary>
    public static IEnumerable<(PatientPoint At, short Value)> Voxels(ViewGrid grid, short[] volume)
    {
        volume.Should().HaveCount(grid.PlaneSize * grid.Planes.Length);
        for (var n = 0; n < volume.Length; n++)
        {
            int i = n % grid.CountX, j = n / grid.CountX % grid.CountY, k = n / grid.PlaneSize;
            yield return (new(grid.OriginX + (i * grid.SpacingX), grid.OriginY + (j * grid.SpacingY), grid.Planes[k]), volume[n]);
        }
    }

    public void Dispose() => folder.Dispose();

    private DicomDataset Image(int index, PatientPoint first, PatientVector row, PatientVector column)
    {
        var pixels = new ushort[Rows * Columns];
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                var at = first + (row * (c * ColumnSpacing)) + (column * (r * RowSpacing));
                pixels[(r * Columns) + c] = (ushort)Math.Round(1024 + Value(at.X, at.Y, at.Z), MidpointRounding.AwayFromZero);
            }
        }

        return SyntheticCase.CtImage(index, first.Z)
            .AddOrUpdate(DicomTag.Rows, (ushort)Rows)
            .AddOrUpdate(DicomTag.Columns, (ushort)Columns)
            .AddOrUpdate(DicomTag.PixelSpacing, Text(RowSpacing), Text(ColumnSpacing))
            .AddOrUpdate(DicomTag.ImagePositionPatient, Text(first.X), Text(first.Y), Text(first.Z))
            .AddOrUpdate(DicomTag.ImageOrientationPatient, Text(row.X), Text(row.Y), Text(row.Z), Text(column.X), Text(column.Y), Text(column.Z))
            .AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, pixels));
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
