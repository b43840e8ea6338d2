using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>The reason code of each fault of planes.</summary>
internal static class PlaneFaultCodes
{
    /// <summary>The code; <c>planes-shifted</c> is a word that refuses no CT.</summary>
    public static string Of(PlaneFaultKind kind) => kind switch
    {
        PlaneFaultKind.Duplicate => ReasonCodes.PlanesDuplicate,
        PlaneFaultKind.MixedOrientation => ReasonCodes.PlanesMixedOrientation,
        PlaneFaultKind.MixedSize => ReasonCodes.PlanesMixedSize,
        PlaneFaultKind.Tilted => ReasonCodes.PlanesTilted,
        PlaneFaultKind.Oblique => ReasonCodes.PlanesOblique,
        PlaneFaultKind.Missing => ReasonCodes.PlanesMissing,
        PlaneFaultKind.Uneven => ReasonCodes.PlanesUneven,
        PlaneFaultKind.TooFew => ReasonCodes.PlanesTooFew,
        PlaneFaultKind.Shifted => "planes-shifted",
        PlaneFaultKind.InvalidGeometry => ReasonCodes.BadAttribute,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a fault of planes."),
    };
}
