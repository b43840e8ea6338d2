using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>An MR made in code of a formula, and poses made by hand, on the CT of <see cref="SyntheticCase"/>.</summary>
internal static class SyntheticFusion
{
    public const string Series = "1.2.3.9";
    public const string RegistrationUid = "2.25.777";
    public static readonly FrameOfReferenceUid CtFrame = new("1.2.3.4");
    public static readonly FrameOfReferenceUid MrFrame = new("1.2.3.8");

    /// <summary>The centre of the vertebra of <see cref="SyntheticCase"/>.</summary>
    public static readonly PatientPoint Centre = new(10, 30, 0);

    /// <summary>
    /// Sagittal planes: 33 of 4 mm, 128 x 128 pixels of 1.5 x 1.25 mm around a point; rows run to Posterior, columns to
    /// Inferior, planes in their order along row x column, which is Right.
    /// </summary>
    public static MrSeries Mr(PatientPoint middle, Func<PatientPoint, double> value)
    {
        const int size = 128, count = 33;
        const double rowSpacing = 1.5, columnSpacing = 1.25, gap = 4;
        PatientVector row = new(0, 1, 0), column = new(0, 0, -1), normal = row.Cross(column);
        var corner = middle + (row * (-columnSpacing * (size - 1) / 2)) + (column * (-rowSpacing * (size - 1) / 2));
        var axes = new PlaneAxes(corner, row, column, normal);
        ImmutableArray<double> positions = [.. Enumerable.Range(0, count).Select(i => (i - ((count - 1) / 2.0)) * gap)];
        var slices = positions.Select((position, i) =>
        {
            var uid = $"{Series}.{i + 1}";
            var plane = new ImagePlane(uid, corner + (normal * position), row, column, size, size, rowSpacing, columnSpacing);
            var values = new float[size * size];
            for (var at = 0; at < values.Length; at++) values[at] = (float)value(plane.PixelCentre(at / size, at % size));
            return new MrSlice(uid, DicomUID.MRImageStorage.UID, plane, values);
        });
        return new("1.2.3.7", Series, MrWeighting.T2, new DateOnly(2025, 1, 1), new PlaneGrid(MrFrame, axes, positions), [.. slices], [], new DicomDataset());
    }

    /// <summary>A turn about one axis at a centre (degrees, right-handed), then a shift of that centre.</summary>
    public static FusedPose Pose(char axis, double degrees, PatientVector shift, PatientPoint? at = null, PoseOrigin origin = PoseOrigin.Registration)
    {
        var (s, c) = Math.SinCos(degrees * Math.PI / 180);
        (PatientVector X, PatientVector Y, PatientVector Z) rows = axis switch
        {
            'x' => (new(1, 0, 0), new(0, c, -s), new(0, s, c)),
            'y' => (new(c, 0, s), new(0, 1, 0), new(-s, 0, c)),
            _ => (new(c, -s, 0), new(s, c, 0), new(0, 0, 1)),
        };
        var centre = at ?? Centre;
        var from = centre - default(PatientPoint);
        var turned = new PatientVector(rows.X.Dot(from), rows.Y.Dot(from), rows.Z.Dot(from));
        return new(
            origin,
            new(MrFrame, CtFrame, rows.X, rows.Y, rows.Z, from + shift + (turned * -1)),
            centre,
            origin == PoseOrigin.SharedFrame ? null : RegistrationUid);
    }

    /// <summary>
    /// The MR of the synthetic patient: fluid bright in the canal, bone dark, as it lies in the MR's frame under a
    /// pose, accepted.
    /// </summary>
    public static MrFusion Accepted(FusedPose pose)
    {
        var back = pose.MrToCt.Inverse();
        return new(Mr(back.Apply(Centre), point => Signal(pose.MrToCt.Apply(point))), pose, [Criterion("mr-overlap", Severity.Information)], null, null);
    }

    public static MrFusion Refused(FusedPose? pose) => Accepted(pose ?? Pose('x', 0, default)) with
    {
        Pose = pose,
        Criteria = [Criterion("mr-overlap", Severity.Information), Criterion("mr-rotation", Severity.Failure)],
        RefusalCode = "mr-rotation-too-large",
        Refusal = "The MR series 1.2.3.9 is turned by more than the protocol allows.",
    };

    public static CheckResult Criterion(string id, Severity severity) =>
        new(id, $"Title of {id}", severity, $"figure of {id}", $"limit of {id}", $"Sentence of {id}.", "protocol");

    private static double Signal(PatientPoint at)
    {
        if (Distance(at, SyntheticCase.Rod.X, SyntheticCase.Rod.Y) <= 3) return 0;
        if (Distance(at, SyntheticCase.Canal.X, SyntheticCase.Canal.Y) <= 8) return Distance(at, SyntheticCase.Canal.X, SyntheticCase.Canal.Y) <= 4 ? 500 : 1000;
        return Distance(at, SyntheticCase.Vertebra.X, SyntheticCase.Vertebra.Y) <= 20 ? 250 : 400;
    }

    private static double Distance(PatientPoint at, double x, double y) => Math.Sqrt(((at.X - x) * (at.X - x)) + ((at.Y - y) * (at.Y - y)));
}
