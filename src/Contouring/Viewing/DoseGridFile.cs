using System.Buffers.Binary;
using System.Text.Json;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Viewing;

/// <summary>
/// A dose grid in one binary file, little endian: the length of a JSON header (32 bits), the header (padded with spaces so that what follows begins at a
/// multiple of 4), then the values as 32-bit floats, plane by plane, row by row. A value is that of its point; between points it is interpolated
/// trilinearly, beyond the outermost points there is none (<see cref="DoseGrid.At(PatientPoint)"/>).
/// </summary>
public static class DoseGridFile
{
    private const int ValuesAtOnce = 16_384;

    /// <summary>Writes the sum of doses.</summary>
    /// <param name="doses">One, or those of a plan's beams.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="CaseDataException">They cannot be added.</exception>
    public static void Write(IReadOnlyList<RtDose> doses, Stream output)
    {
        ArgumentNullException.ThrowIfNull(doses);
        ArgumentNullException.ThrowIfNull(output);
        Write(DoseSum.Of(doses), doses[0].Units, output);
    }

    private static void Write(DoseGrid grid, string unit, Stream output)
    {
        float maximum = float.NegativeInfinity;
        foreach (float value in grid.Values)
            maximum = Math.Max(maximum, value);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            new DoseGridHeader(
                grid.FrameOfReference.Value,
                unit,
                [grid.Columns, grid.Rows, grid.Planes],
                [grid.Origin.X, grid.Origin.Y, grid.Origin.Z],
                Of(grid.ColumnDirection),
                Of(grid.RowDirection),
                grid.ColumnSpacing,
                grid.RowSpacing,
                grid.PlaneOffsets,
                maximum),
            JsonSerializerOptions.Web);
        int length = (json.Length + 3) / 4 * 4;
        byte[] start = new byte[4 + length];
        BinaryPrimitives.WriteInt32LittleEndian(start, length);
        json.CopyTo(start, 4);
        start.AsSpan(4 + json.Length).Fill((byte)' ');
        output.Write(start);
        byte[] bytes = new byte[sizeof(float) * ValuesAtOnce];
        for (ReadOnlySpan<float> left = grid.Values; !left.IsEmpty;)
        {
            ReadOnlySpan<float> now = left[..Math.Min(ValuesAtOnce, left.Length)];
            for (int i = 0; i < now.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), now[i]);
            output.Write(bytes, 0, sizeof(float) * now.Length);
            left = left[now.Length..];
        }
    }

    private static double[] Of(PatientVector direction) => [direction.X, direction.Y, direction.Z];
}

/// <summary>Where the points of a dose grid lie in the patient (LPS, mm), and in which unit the values are.</summary>
/// <param name="FrameOfReferenceUid">The frame of reference of the coordinates.</param>
/// <param name="Unit">GY or RELATIVE.</param>
/// <param name="Size">Columns, rows, planes.</param>
/// <param name="Origin">The first point of the first plane.</param>
/// <param name="ColumnDirection">Unit vector in which the column index grows.</param>
/// <param name="RowDirection">Unit vector in which the row index grows; the planes follow along the cross product of both.</param>
/// <param name="ColumnSpacing">Distance of columns, mm.</param>
/// <param name="RowSpacing">Distance of rows, mm.</param>
/// <param name="PlaneOffsets">Distance of each plane from the origin along the cross product, mm, ascending.</param>
/// <param name="Maximum">The highest value.</param>
internal sealed record DoseGridHeader(
    string FrameOfReferenceUid,
    string Unit,
    int[] Size,
    double[] Origin,
    double[] ColumnDirection,
    double[] RowDirection,
    double ColumnSpacing,
    double RowSpacing,
    IReadOnlyList<double> PlaneOffsets,
    float Maximum);
