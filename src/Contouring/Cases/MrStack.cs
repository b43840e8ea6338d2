using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Planes;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Cases;

/// <summary>Images of an MR series that may be one volume, judged by their headers.</summary>
/// <param name="Stack">The images.</param>
/// <param name="FaultCode">Why they are none, as a stable word; or null.</param>
/// <param name="Fault">Why, as a sentence; or null.</param>
internal sealed record MrStack(ImageStack Stack, string? FaultCode, string? Fault)
{
    /// <summary>
    /// A volume that can be registered has some depth. Scouts have one to three planes a direction, often five;
    /// a sagittal spine series has nine or more.
    /// </summary>
    public const int MinimumPlanes = 5;

    /// <summary>Up to so many planes a direction, with directions that cross, are a scout also when Image Type does not say so.</summary>
    public const int MaximumLocalizerPlanes = 7;

    /// <summary>Directions cross when their normals are further apart than this (45 degrees); the slanted stacks of discs are not.</summary>
    private const double CrossingCosine = 0.7071;

    /// <summary>Largest angle between the line of positions and the normal, degrees: 0.2 mm over a stack of 100 mm.</summary>
    private const double MaximumTiltDegrees = 0.1;

    /// <summary>
    /// The order in which faults are told: those first that make others up. A volume for registration is one lattice,
    /// so that planes shifted against each other and uneven ones are refused here.
    /// </summary>
    private static readonly PlaneFaultKind[] FaultOrder =
    [
        PlaneFaultKind.InvalidGeometry, PlaneFaultKind.MixedOrientation, PlaneFaultKind.MixedSize, PlaneFaultKind.Duplicate, PlaneFaultKind.TooFew,
        PlaneFaultKind.Tilted, PlaneFaultKind.Missing, PlaneFaultKind.Uneven, PlaneFaultKind.Shifted,
    ];

    /// <summary>Judges the stacks of one series.</summary>
    public static ImmutableArray<MrStack> OfSeries(string series, ImmutableArray<ImageStack> stacks, MrRules rules)
    {
        if (IsLocalizer([.. stacks.SelectMany(stack => stack.Images)], out var directions))
        {
            var why = $"Its images lie in {directions} directions that cross, with no more than {MaximumLocalizerPlanes} planes each: a scout.";
            return [.. stacks.Select(stack => new MrStack(stack, MrReasons.Localizer, why))];
        }

        return [.. stacks.Select(stack => FaultOf(stack, rules) is var (code, fault) ? new MrStack(stack, code, fault) : new MrStack(stack, null, null))];
    }

    private static (string Code, string Fault)? FaultOf(ImageStack stack, MrRules rules)
    {
        foreach (var image in stack.Images)
        {
            if (image.Image!.FaultCode is { } code) return (code, $"Image {image.ImageName} {image.Image.Fault}.");
            if (image.Image.AnatomicalOrientation == "QUADRUPED")
                return (ReasonCodes.PatientPositionUnsupported, "It is of a quadruped: Left, Anterior and Superior mean other directions there.");
        }

        var frames = stack.Images.Select(image => image.FrameOfReferenceUid).Distinct(StringComparer.Ordinal).ToList();
        if (frames.Contains(string.Empty)) return (ReasonCodes.MissingAttribute, "It has images without a Frame of Reference UID, so that nothing drawn on it can be placed.");
        if (frames.Count > 1) return (ReasonCodes.FrameOfReferenceMismatch, $"Its images lie in {frames.Count} frames of reference.");

        var report = PlaneSeries.Analyse(stack.Images.Select(image => image.Image!.Plane!), MaximumTiltDegrees);
        foreach (var kind in FaultOrder)
        {
            if (kind == PlaneFaultKind.TooFew && stack.Images.Length < MinimumPlanes)
                return (ReasonCodes.PlanesTooFew, $"It has {stack.Images.Length} plane(s), and a volume to register needs {MinimumPlanes}.");
            if (report.Faults.FirstOrDefault(fault => fault.Kind == kind) is { } fault)
                return (PlaneFaultCodes.Of(kind), fault.Sentence);
        }

        // Positions along an oblique normal are sums of products: the limit itself is allowed.
        return report.Spacing > rules.MaximumPlaneSpacing + PlaneSeries.PositionTolerance
            ? (ReasonCodes.PlaneSpacingTooLarge, $"Its planes are {Say(report.Spacing)} mm apart; the protocol allows {Say(rules.MaximumPlaneSpacing)} mm.")
            : null;
    }

    private static bool IsLocalizer(ImmutableArray<ScannedObject> images, out int directions)
    {
        var groups = new List<(ImagePlane Plane, int Count)>();
        foreach (var plane in images.Select(image => image.Image!.Plane).OfType<ImagePlane>())
        {
            var same = groups.FindIndex(group => Math.Abs(group.Plane.Normal.Dot(plane.Normal)) > CrossingCosine);
            if (same < 0) groups.Add((plane, 1));
            else groups[same] = (groups[same].Plane, groups[same].Count + 1);
        }

        directions = groups.Count;
        return directions > 1 && groups.TrueForAll(group => group.Count <= MaximumLocalizerPlanes);
    }
}
