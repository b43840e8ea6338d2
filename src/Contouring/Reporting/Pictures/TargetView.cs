using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>What the pictures of a case look at: the target, where it lies, and everything drawn around it.</summary>
/// <param name="Target">The structure that the pictures are centred on.</param>
/// <param name="Source">The input that it was grown from, where there is one.</param>
/// <param name="Centroid">The target's centroid: where the sagittal and the coronal picture cut.</param>
/// <param name="Centre">The middle of the target's extent: the middle of every picture.</param>
/// <param name="AxialField">Edge of the square field of axial pictures, mm.</param>
/// <param name="LongitudinalField">Edge of the square field of sagittal and coronal pictures, mm.</param>
/// <param name="Structures">Every structure that has contours, in drawing order: the derived ones last, on top.</param>
/// <param name="Planes">The axial planes to show, Superior to Inferior.</param>
public sealed record TargetView(
    DrawnStructure Target,
    DrawnStructure? Source,
    PatientPoint Centroid,
    PatientPoint Centre,
    double AxialField,
    double LongitudinalField,
    ImmutableArray<DrawnStructure> Structures,
    ImmutableArray<ShownPlane> Planes)
{
    /// <summary>Shows a vertebra large enough to judge a 2 mm margin, mm; larger targets get more.</summary>
    private const double UsualAxialField = 120;

    /// <summary>Shows the neighbouring vertebrae too, mm; larger targets get more.</summary>
    private const double UsualLongitudinalField = 160;

    /// <summary>Room around a target that does not fit the usual field, mm.</summary>
    private const double Surroundings = 40;

    /// <summary>Colours of ROIs that bring none; chosen to be told apart on grey.</summary>
    private static readonly RgbColour[] Spare =
        [new(255, 190, 90), new(120, 200, 255), new(210, 160, 255), new(150, 230, 150), new(255, 150, 170), new(230, 230, 120)];

    /// <summary>The view of a case, or null when no structure has a contour.</summary>
    public static TargetView? Of(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var inputs = Inputs(result);
        var made = result.Derivation.Derived.Where(made => !made.Geometry.IsEmpty).ToImmutableArray();
        // Shading more than one would fill the hole that the canal leaves in PTV_Eval with PTV's shade.
        var shaded = made.FirstOrDefault(one => one.Definition.Role == StructureRole.PtvEval) ?? made.FirstOrDefault();
        var derived = made
            .Select(one => (Made: one, Drawn: new DrawnStructure(
                one.RoiName, one.Definition.Colour, one.Geometry, IsDerived: true, IsShaded: ReferenceEquals(one, shaded))))
            .ToImmutableArray();
        var structures = inputs.AddRange(derived.Select(one => one.Drawn));
        if (structures.IsEmpty) return null;

        // The PTV shows its margin whole; PTV_Eval has lost a part of it to the canal.
        var target = derived
            .OrderBy(one => one.Made.Definition.Role switch { StructureRole.Ptv => 0, StructureRole.PtvEval => 1, _ => 2 })
            .FirstOrDefault();
        if (target.Drawn is null) return Of(result, structures, InputTarget(result, inputs), source: null);
        var operand = target.Made.Operands.FirstOrDefault(input => input.Definition.Role == StructureRole.Ctv)
            ?? target.Made.Operands.FirstOrDefault();
        var source = operand is null ? null : inputs.FirstOrDefault(input => ReferenceEquals(input.Geometry, operand.Geometry));
        return Of(result, structures, target.Drawn, source);
    }

    private static TargetView Of(
        CaseResult result, ImmutableArray<DrawnStructure> structures, DrawnStructure target, DrawnStructure? source)
    {
        var (box, inferior, superior) = StructureMeasures.Bounds(target.Geometry)!.Value;
        var centre = new PatientPoint((box.MinX + box.MaxX) / 2, (box.MinY + box.MaxY) / 2, (inferior + superior) / 2);
        var grid = result.Case.Ct.Grid;
        return new(
            target, source, SlabCentroid.Of(target.Geometry), centre,
            Field(UsualAxialField, box.Width, box.Height),
            Field(UsualLongitudinalField, Math.Max(box.Width, box.Height), superior - inferior),
            structures, ShownPlane.Choose(grid, target, source, result.Checks));
    }

    private static double Field(double usual, double width, double height) =>
        Math.Max(usual, Math.Ceiling((Math.Max(width, height) + Surroundings) / 10) * 10);

    /// <summary>What was used is drawn as it was used (gaps filled); all else as it came.</summary>
    private static ImmutableArray<DrawnStructure> Inputs(CaseResult result)
    {
        var used = result.Derivation.Inputs.Where(input => input.FromMr is null).ToLookup(input => input.RoiNumber);
        var drawn = ImmutableArray.CreateBuilder<DrawnStructure>();
        foreach (var roi in result.Case.StructureSet.Rois)
        {
            var geometry = used[roi.Number].FirstOrDefault()?.Geometry ?? roi.Geometry;
            if (geometry is { IsEmpty: false })
                drawn.Add(new(roi.Name, roi.Colour ?? Spare[drawn.Count % Spare.Length], geometry, IsDerived: false));
        }

        foreach (var brought in result.Derivation.Brought)
            drawn.Add(new(brought.RoiName, brought.FromMr!.Roi.Colour ?? Spare[drawn.Count % Spare.Length], brought.Geometry, IsDerived: false));

        return drawn.ToImmutable();
    }

    private static DrawnStructure InputTarget(CaseResult result, ImmutableArray<DrawnStructure> inputs)
    {
        var ctv = result.Derivation.Inputs.FirstOrDefault(input => input.Definition.Role == StructureRole.Ctv);
        return inputs.FirstOrDefault(input => ReferenceEquals(input.Geometry, ctv?.Geometry)) ?? inputs[0];
    }
}
