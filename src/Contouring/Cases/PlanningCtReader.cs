using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Cases;

/// <summary>Reads a CT series as the planning CT: its planes checked image by image, its pixels in Hounsfield units.</summary>
internal static class PlanningCtReader
{
    /// <summary>
    /// Why the planes of a series cannot be a planning CT's, or null when they can (geometry specification 1.1, 1.5
    /// and the last paragraph of 4). Positions and orientations of the images decide; Slice Thickness and Spacing
    /// Between Slices are never read.
    /// </summary>
    public static CaseDataException? PlaneFault(CtCandidate ct, CaseReadOptions options)
    {
        var series = ct.SeriesInstanceUid;
        foreach (var image in ct.Images)
        {
            if (image.Image!.FaultCode is { } code)
                return new(code, $"CT image {image.ImageName} {image.Image.Fault}. Export the series again, or name another with --ct-series UID.");
            if (image.Image.AnatomicalOrientation == "QUADRUPED")
                return new(ReasonCodes.PatientPositionUnsupported, $"CT series {series} is of a quadruped: Left, Anterior and Superior mean other directions there.");
        }

        var rules = options.PlanningCt;
        var report = Analyse(ct, rules);
        foreach (var kind in FaultOrder)
        {
            if (kind == PlaneFaultKind.Uneven && rules.AllowUnevenSpacing) continue;
            if (report.Faults.FirstOrDefault(f => f.Kind == kind) is not { } fault) continue;
            var images = fault.ImageIds.Length is > 0 and <= 4 ? $" Images: {string.Join(", ", fault.ImageIds)}." : string.Empty;
            return new(PlaneFaultCodes.Of(kind), $"CT series {series}: {fault.Sentence}{images}");
        }

        var sorted = report.Sorted;
        for (var i = 1; i < sorted.Length; i++)
        {
            var spacing = Math.Abs(sorted[i].Position.Z - sorted[i - 1].Position.Z);
            if (spacing > rules.MaximumPlaneSpacing)
            {
                return new(
                    ReasonCodes.PlaneSpacingTooLarge,
                    $"CT series {series}: the planes at z = {Say(sorted[i - 1].Position.Z)} and {Say(sorted[i].Position.Z)} mm are {Say(spacing)} mm apart; the protocol allows {Say(rules.MaximumPlaneSpacing)} mm.");
            }
        }

        return null;
    }

    /// <summary>Planes and images of a series whose planes have no fault; no pixels.</summary>
    /// <exception cref="CaseDataException">No single frame of reference.</exception>
    public static PlanningCtSeries Open(CtCandidate ct)
    {
        var series = ct.SeriesInstanceUid;
        var frames = ct.Images.Select(image => image.FrameOfReferenceUid).Distinct(StringComparer.Ordinal).ToList();
        if (frames.Contains(string.Empty))
            throw new CaseDataException(ReasonCodes.MissingAttribute, $"CT series {series} has images without a Frame of Reference UID: what is drawn on it cannot be placed.");
        if (frames.Count > 1)
            throw new CaseDataException(ReasonCodes.FrameOfReferenceMismatch, $"CT series {series} has images in several frames of reference: {string.Join(", ", frames)}.");
        var images = ct.Images.OrderBy(image => image.Image!.Plane!.Position.Z).ToImmutableArray();
        var grid = new PlaneGrid(
            new FrameOfReferenceUid(frames[0]),
            PlaneAxes.Axial,
            [.. images.Select(image => image.Image!.Plane!.Position.Z)]);
        return new(ct, images, grid);
    }

    /// <summary>Reads a series whose planes have no fault.</summary>
    /// <exception cref="CaseDataException">No single frame of reference; pixels that cannot be read.</exception>
    public static PlanningCt Read(CtCandidate ct, CaseReadOptions options, List<Finding> findings, CancellationToken cancellationToken)
    {
        var series = ct.SeriesInstanceUid;
        var (_, images, grid) = Open(ct);
        foreach (var faults in Analyse(ct, options.PlanningCt).Faults
            .Where(fault => fault.Kind is PlaneFaultKind.Uneven or PlaneFaultKind.Shifted)
            .GroupBy(fault => fault.Kind))
        {
            var more = faults.Count() > 1 ? $" ({faults.Count() - 1} more like it)" : string.Empty;
            findings.Add(new(Severity.Warning, PlaneFaultCodes.Of(faults.Key), $"CT series {series}: {faults.First().Sentence}{more}"));
        }

        var pixels = new CtPixels(options);
        var slices = SliceReading.ReadAll(images, pixels.Read, "Reading the CT", options, cancellationToken);
        if (pixels.ImagesWithoutRescale > 0)
        {
            findings.Add(new(
                Severity.Warning,
                ReasonCodes.MissingAttribute,
                $"{pixels.ImagesWithoutRescale} CT image(s) have no Rescale Slope or Intercept; their stored values are shown as Hounsfield units."));
        }

        if (pixels.LossyImages > 0)
        {
            findings.Add(new(
                Severity.Warning,
                ReasonCodes.PixelsLossy,
                $"{pixels.LossyImages} CT image(s) went through lossy compression, which the protocol allows: their values are not those of the scanner."));
        }

        return new(images[0].StudyInstanceUid, series, grid, slices, ImageFiles.Header(images[0]));
    }

    private static PlaneSeriesReport Analyse(CtCandidate ct, PlanningCtRules rules) =>
        PlaneSeries.Analyse(ct.Images.Select(image => image.Image!.Plane!), rules.MaximumTiltDegrees);

    /// <summary>The order in which faults are told: a mixed series first, because it makes the others up. A plane
    /// shifted within itself is no fault, but a warning: structures are in patient coordinates, not in pixels.</summary>
    private static readonly PlaneFaultKind[] FaultOrder =
    [
        PlaneFaultKind.InvalidGeometry, PlaneFaultKind.MixedOrientation, PlaneFaultKind.MixedSize, PlaneFaultKind.Tilted, PlaneFaultKind.Oblique,
        PlaneFaultKind.Duplicate, PlaneFaultKind.Missing, PlaneFaultKind.Uneven, PlaneFaultKind.TooFew,
    ];
}
