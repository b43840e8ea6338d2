namespace ContourFlow.Itk.Interop;

/// <summary>Statuses of the library as exceptions.</summary>
internal static class NativeFault
{
    public static void ThrowUnlessOk(NativeStatus status, in NativeMessage message)
    {
        if (status == NativeStatus.Ok) return;
        var fault = status switch
        {
            NativeStatus.BadImage => RegistrationFault.BadImage,
            NativeStatus.NotFinite => RegistrationFault.NotFinite,
            NativeStatus.NoContrast => RegistrationFault.NoContrast,
            NativeStatus.NoOverlap => RegistrationFault.NoOverlap,
            NativeStatus.TooFewSlices => RegistrationFault.TooFewSlices,
            NativeStatus.OutOfMemory => RegistrationFault.OutOfMemory,
            _ => RegistrationFault.Failed,
        };
        throw new RegistrationException(fault, $"Registration: {message}.");
    }
}
