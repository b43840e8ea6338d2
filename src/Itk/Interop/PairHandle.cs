using System.Runtime.InteropServices;

namespace ContourFlow.Itk.Interop;

/// <summary>Two images at all resolutions, in native memory.</summary>
internal sealed class PairHandle : SafeHandle
{
    public PairHandle(nint pair)
        : base(0, ownsHandle: true) => SetHandle(pair);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeItk.cfi_pair_free(handle);
        return true;
    }
}
