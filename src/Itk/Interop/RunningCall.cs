using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ContourFlow.Itk.Interop;

/// <summary>What a call into the library hears and says while it runs: cancellation and progress.</summary>
internal sealed unsafe class RunningCall : IDisposable
{
    private readonly IProgress<RegistrationProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration registration;
    private readonly int* cancelled;
    private GCHandle self;
    private ExceptionDispatchInfo? fault;

    public RunningCall(IProgress<RegistrationProgress>? progress, CancellationToken cancellation)
    {
        this.progress = progress;
        this.cancellation = cancellation;
        cancelled = (int*)NativeMemory.AllocZeroed(sizeof(int));
        self = GCHandle.Alloc(this);
        registration = cancellation.Register(Cancel);
    }

    public NativeCall ToNative() => new()
    {
        StructSize = (uint)sizeof(NativeCall),
        Cancelled = cancelled,
        Progress = progress is null ? null : &Report,
        User = (void*)GCHandle.ToIntPtr(self),
    };

    /// <summary>Throws what a status other than Ok means.</summary>
    public void ThrowUnlessOk(NativeStatus status, in NativeMessage message)
    {
        fault?.Throw();
        if (status == NativeStatus.Cancelled) throw new OperationCanceledException(cancellation);
        NativeFault.ThrowUnlessOk(status, message);
    }

    public void Dispose()
    {
        // Waits for a cancellation that is just being said.
        registration.Dispose();
        self.Free();
        NativeMemory.Free(cancelled);
    }

    // An exception must not cross the library: it ends the work and is thrown on this side.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Report(void* user, int level, int levels, int done, int total)
    {
        var call = (RunningCall)GCHandle.FromIntPtr((nint)user).Target!;
        try
        {
            call.progress!.Report(new(level + 1, levels, done, total));
        }
#pragma warning disable CA1031 // It is kept and thrown by ThrowUnlessOk.
        catch (Exception e)
#pragma warning restore CA1031
        {
            call.fault ??= ExceptionDispatchInfo.Capture(e);
            call.Cancel();
        }
    }

    private void Cancel() => Volatile.Write(ref *cancelled, 1);
}
