using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Deriving;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.Checks;

// The checks exist to catch a wrong structure before it reaches a patient: here each kind of wrong is made on purpose.
public class TamperedStructureTests
{
    private static readonly Protocol _spine = DrawnCase.Spine;

    [Fact]
    public void Untouched_structure_passes() => Run(ptv => ptv).Should().BeEmpty();

    [Fact]
    public void Margin_of_one_and_a_half_millimetres_is_caught() =>
        Run((_, ctv) => MarginGrowth.Grow(ctv, PatientMargins.InPlaneAndAxial(1.5, 5))).Should().Contain("margin-PTV");

    [Fact]
    public void Margin_of_two_and_a_half_millimetres_is_caught() =>
        Run((_, ctv) => MarginGrowth.Grow(ctv, PatientMargins.InPlaneAndAxial(2.5, 5))).Should().Contain("margin-PTV");

    [Fact]
    public void Structure_one_slice_too_far_superior_is_caught() =>
        Run(ptv => Moved(ptv, 1)).Should().Contain("planes-beyond-PTV").And.Contain("margin-PTV");

    [Fact]
    public void Structure_one_slice_too_short_is_caught() =>
        Run(ptv => new Structure(ptv.Grid, ptv.Regions.RemoveAt(ptv.Regions.Length - 1))).Should().Contain("planes-beyond-PTV");

    [Fact]
    public void Missing_plane_in_the_middle_is_caught() =>
        Run(ptv => new Structure(ptv.Grid, ptv.Regions.RemoveAt(12))).Should().Contain("planes-beyond-PTV");

    [Fact]
    public void Structure_shifted_by_half_a_millimetre_is_caught() =>
        Run(ptv => Shifted(ptv, 0.5)).Should().Contain("margin-PTV");

    [Fact]
    public void Left_and_right_exchanged_are_caught() =>
        Run(ptv => new Structure(ptv.Grid, [.. ptv.Regions.Select(region => CanonicalRegion.Of(
            region.Z, region.Rings.Select(ring => new Ring([.. ring.Points.Select(point => new PlanePoint(1.5 - point.X, point.Y))])))!)]))
            .Should().Contain("margin-PTV");

    [Fact]
    public void Canal_left_in_ptv_eval_is_caught()
    {
        var derivation = Derive();
        var failed = Failures(derivation with
        {
            Derived = derivation.Derived.SetItem(1, derivation.Derived[1] with { Geometry = derivation.Derived[0].Geometry }),
        });

        failed.Should().Contain("overlap-SpinalCanal");
    }

    [Fact]
    public void Written_object_that_is_not_what_was_derived_is_caught()
    {
        var derivation = Derive();
        var planningCase = DrawnCase.Thoracic().Build();
        var written = RtStructWriter.Write(planningCase, _spine, With(derivation, Shifted(derivation.Derived[0].Geometry, 0.2)));
        var readBack = WrittenObject.ReadBack(written, DrawnCase.Grid);
        var smaller = With(derivation, MarginGrowth.Grow(derivation.Derived[0].Operands[0].Geometry, PatientMargins.InPlaneAndAxial(1.9, 5)));

        Failed(new CheckContext(planningCase, _spine, smaller, readBack, 2)).Should().Contain("read-back-PTV");
    }

    [Fact]
    public void Input_changed_after_derivation_is_caught()
    {
        var derivation = Derive();
        var input = derivation.Inputs[0];
        var changed = derivation with { Inputs = derivation.Inputs.SetItem(0, input with { Fingerprint = new string('0', 64) }) };

        Failures(changed).Should().Contain("operands-changed");
    }

    private static Derivation Derive() => Deriver.Derive(DrawnCase.Thoracic().Build(), _spine, new ProcessOptions());

    private static List<string> Run(Func<Structure, Structure> tamper) => Run((ptv, _) => tamper(ptv));

    private static List<string> Run(Func<Structure, Structure, Structure> tamper)
    {
        var derivation = Derive();
        var ptv = derivation.Derived[0];
        return Failures(With(derivation, tamper(ptv.Geometry, ptv.Operands[0].Geometry)));
    }

    private static Derivation With(Derivation derivation, Structure ptv) =>
        derivation with { Derived = derivation.Derived.SetItem(0, derivation.Derived[0] with { Geometry = ptv }) };

    private static List<string> Failures(Derivation derivation)
    {
        var planningCase = DrawnCase.Thoracic().Build();
        var written = RtStructWriter.Write(planningCase, _spine, derivation);
        return Failed(new CheckContext(planningCase, _spine, derivation, WrittenObject.ReadBack(written, DrawnCase.Grid), 2));
    }

    private static List<string> Failed(CheckContext context) =>
        [.. CaseChecks.Run(context, CancellationToken.None).Where(check => check.Severity == Severity.Failure).Select(check => check.Id)];

    private static Structure Moved(Structure structure, int planes) => new(
        structure.Grid,
        [.. structure.Regions.Select(region => new PlanarRegion(
            structure.Grid.Positions[structure.Grid.IndexOf(region.Z) + planes], region.Rings))]);

    private static Structure Shifted(Structure structure, double left) => new(
        structure.Grid,
        [.. structure.Regions.Select(region => new PlanarRegion(
            region.Z,
            [.. region.Rings.Select(ring => new Ring([.. ring.Points.Select(point => point with { X = point.X + left })]))]))]);
}
