using System.Buffers.Binary;
using System.IO.Compression;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>
/// A volume of a compressed NIfTI-1 file, as far as the test data need it: little endian, 8-bit or 16-bit, no scaling, placed
/// by its sform (nifti1.h, method 3). Positions come out in DICOM's axes: NIfTI's X and Y point the other way.
/// </summary>
internal sealed record NiftiImage(int SizeI, int SizeJ, int SizeK, PatientPoint Origin, PatientVector StepI, PatientVector StepJ, PatientVector StepK, ushort[] Voxels)
{
    // Places in the header, nifti1.h: dim, datatype, vox_offset, scl_slope, scl_inter, sform_code, srow_x to srow_z.
    private const int Dim = 40, DataType = 70, VoxelOffset = 108, Slope = 112, Intercept = 116, SFormCode = 254, Rows = 280;

    public static NiftiImage Read(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        var bytes = whole.ToArray();

        Short(Dim).Should().Be(3, "the tests read single volumes");
        Short(SFormCode).Should().BePositive("the position has to be stated");
        (Single(Slope), Single(Intercept)).Should().BeOneOf((0f, 0f), (1f, 0f));
        var isByte = Short(DataType) == 2;
        Short(DataType).Should().BeOneOf((short)2, (short)4);
        int i = Short(Dim + 2), j = Short(Dim + 4), k = Short(Dim + 6);
        var first = (int)Single(VoxelOffset);
        ushort[] voxels = [.. Enumerable.Range(0, i * j * k).Select(n => isByte ? bytes[first + n] : checked((ushort)Short(first + (2 * n))))];
        var origin = Column(3);
        return new(i, j, k, new(origin.X, origin.Y, origin.Z), Column(0), Column(1), Column(2), voxels);

        short Short(int at) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));
        float Single(int at) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at));
        PatientVector Column(int column) => new(-Single(Rows + (4 * column)), -Single(Rows + 16 + (4 * column)), Single(Rows + 32 + (4 * column)));
    }
}
