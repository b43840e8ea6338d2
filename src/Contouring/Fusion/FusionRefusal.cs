using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Fusion;

/// <summary>Why an MR could not be registered at all, in the words of a case.</summary>
internal static class FusionRefusal
{
    /// <summary>The reason code and sentence for a fault of the registration.</summary>
    public static MrFusion Of(MrSeries mr, RegistrationException fault) => new(mr, null, [], Code(fault.Fault), Sentence(mr, fault));

    private static string Code(RegistrationFault fault) => fault switch
    {
        RegistrationFault.LibraryMissing => ReasonCodes.RegistrationUnavailable,
        RegistrationFault.NoOverlap => ReasonCodes.MrNoOverlap,
        RegistrationFault.NoContrast => ReasonCodes.MrNoContrast,
        RegistrationFault.NotFinite => ReasonCodes.MrNotFinite,
        RegistrationFault.BadImage => ReasonCodes.BadAttribute,
        RegistrationFault.TooFewSlices => ReasonCodes.PlanesTooFew,
        _ => ReasonCodes.RegistrationFailed,
    };

    private static string Sentence(MrSeries mr, RegistrationException fault) =>
        $"MR series {mr.SeriesInstanceUid} could not be registered: {fault.Message}";
}
