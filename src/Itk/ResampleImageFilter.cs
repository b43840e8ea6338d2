using ContourFlow.Geometry.Patient;
using ContourFlow.Itk.Interop;

namespace ContourFlow.Itk;

/// <summary>The moving image's values at the voxels of another grid, linearly interpolated.</summary>
public sealed class ResampleImageFilter
{
    /// <summary>What voxels outside the moving image get; NaN unless said otherwise.</summary>
    public float OutsideValue { get; set; } = float.NaN;

    /// <summary>Resamples.</summary>
    /// <param name="moving">The image to read.</param>
    /// <param name="reference">The voxels to fill.</param>
    /// <param name="referenceToMoving">Maps points of the reference's frame to the moving image's.</param>
    /// <param name="c">Stops the work.</param>
    /// <returns>A value for each voxel of the reference, i fastest.</returns>
    /// <exception cref="RegistrationException">More voxels than an array holds, or the library is missing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public unsafe float[] Execute(Image moving, ImageGeometry reference, RigidTransform referenceToMoving, CancellationToken c = default)
    {
        ArgumentNullException.ThrowIfNull(moving);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(referenceToMoving);
        ItkLibrary.ThrowIfMissing();
        if (reference.VoxelCount > Array.MaxLength)
            throw new RegistrationException(RegistrationFault.BadImage, $"A grid of {reference.VoxelCount} voxels is too large to resample to.");
        c.ThrowIfCancellationRequested();
        var voxels = new float[reference.VoxelCount];
        using RunningCall call = new(null, c);
        fixed (float* first = voxels)
        {
            var status = NativeItk.cfi_resample(
                moving.ToNative(), NativeImage.Of(reference, PixelKind.Float32, null, 0), NativePose.Of(referenceToMoving), OutsideValue, first, voxels.LongLength, call.ToNative(), out var message);
            call.ThrowUnlessOk(status, message);
        }

        GC.KeepAlive(moving);
        return voxels;
    }
}
