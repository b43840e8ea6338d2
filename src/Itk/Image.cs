using System.Buffers;
using ContourFlow.Itk.Interop;

namespace ContourFlow.Itk;

/// <summary>
/// The voxels of an image and where they lie. The memory stays the caller's: it is pinned and not copied until the
/// image is disposed, and must not change meanwhile.
/// </summary>
public sealed class Image : IDisposable
{
    private readonly PixelKind kind;
    private readonly long byteCount;
    private MemoryHandle memory;
    private bool isDisposed;

    /// <summary>Makes an image of signed 16-bit values.</summary>
    /// <param name="voxels">The values, i fastest, then j, then k.</param>
    /// <param name="g">Where they lie.</param>
    /// <exception cref="RegistrationException"><see cref="RegistrationFault.BadImage"/>: not as many values as voxels.</exception>
    public Image(ReadOnlyMemory<short> voxels, ImageGeometry g)
        : this(g, voxels.Length, sizeof(short), PixelKind.Int16) => memory = voxels.Pin();

    /// <summary>Makes an image of unsigned 16-bit values.</summary>
    /// <inheritdoc cref="Image(ReadOnlyMemory{short}, ImageGeometry)"/>
    public Image(ReadOnlyMemory<ushort> voxels, ImageGeometry g)
        : this(g, voxels.Length, sizeof(ushort), PixelKind.UInt16) => memory = voxels.Pin();

    /// <summary>Makes an image of 32-bit floating point values.</summary>
    /// <inheritdoc cref="Image(ReadOnlyMemory{short}, ImageGeometry)"/>
    /// <exception cref="RegistrationException"><see cref="RegistrationFault.NotFinite"/>: a value is NaN or infinite.</exception>
    public Image(ReadOnlyMemory<float> voxels, ImageGeometry g)
        : this(g, voxels.Length, sizeof(float), PixelKind.Float32)
    {
        foreach (var value in voxels.Span)
            if (!float.IsFinite(value)) throw new RegistrationException(RegistrationFault.NotFinite, "An image has a voxel that is not a finite number.");
        memory = voxels.Pin();
    }

    private Image(ImageGeometry g, int count, int bytes, PixelKind kind)
    {
        ArgumentNullException.ThrowIfNull(g);
        if (count != g.VoxelCount)
            throw new RegistrationException(RegistrationFault.BadImage, $"An image of {g.SizeI} x {g.SizeJ} x {g.SizeK} voxels has {count} values.");
        Geometry = g;
        this.kind = kind;
        byteCount = (long)count * bytes;
    }

    /// <summary>Where the voxels lie.</summary>
    public ImageGeometry Geometry { get; }

    /// <summary>Lets go of the memory. Registrations that were made of this image go on working.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        memory.Dispose();
    }

    /// <summary>The image as the native library takes it, good until the image is disposed.</summary>
    internal unsafe NativeImage ToNative()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return NativeImage.Of(Geometry, kind, memory.Pointer, byteCount);
    }
}
