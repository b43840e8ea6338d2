using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Tests;

/// <summary>Images made of functions of space.</summary>
internal static class GridFilling
{
    public static PatientPoint PointOf(this ImageGeometry g, int n) =>
        g.PointAt(n % g.SizeI, n / g.SizeI % g.SizeJ, n / g.SizeI / g.SizeJ);

    public static T[] Fill<T>(this ImageGeometry g, Func<PatientPoint, T> value)
    {
        var voxels = new T[g.VoxelCount];
        for (var n = 0; n < voxels.Length; n++) voxels[n] = value(g.PointOf(n));
        return voxels;
    }
}
