using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Tests.Deriving;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Checks;

// The drawings are boxes: where they touch, overlap and lie outside of one another is known by hand. CTV: planes 20 to 39 (z = -5 to 18.75 mm), 20 mm to all
// sides; PTV 2 mm more in plane and planes 16 to 43; canal 8 mm to Left and Right, 8 to 24 mm Posterior.
public sealed class CheckPlacesTests
{
    [Fact]
    public void Ptv_eval_is_looked_at_where_it_touches_the_canal()
    {
        var place = PlaceOf(DrawnCase.Thoracic(), "overlap-SpinalCanal");
        // On the canal's outline within the PTV: its Left or Right wall, or its Anterior one.
        var onWall = Math.Abs(Math.Abs(place.X) - 8) <= 0.05 && place.Y is >= 7.95 and <= 22.05;
        var onFront = Math.Abs(place.Y - 8) <= 0.05 && Math.Abs(place.X) <= 8.05;
        (onWall || onFront).Should().BeTrue($"{place} is a point of the canal's outline");
        // The middle of planes 16 to 43 is between 29 and 30.
        DrawnCase.Grid.IndexOf(place.Z).Should().BeOneOf(29, 30);
    }

    [Fact]
    public void A_margin_is_looked_at_where_it_is_farthest_from_what_was_asked()
    {
        var result = Process(DrawnCase.Thoracic());
        var check = result.Checks.Single(one => one.Id == "margin-PTV");
        check.Place!.Value.Z.Should().Be(check.Z);
        // A point of the PTV's own outline: 2 mm beyond the CTV at the most, and not within it.
        var (x, y) = (Math.Abs(check.Place.Value.X), Math.Abs(check.Place.Value.Y));
        Math.Max(x, y).Should().BeInRange(19.9, 22.05);
    }

    [Fact]
    public void What_lies_outside_is_looked_at_where_it_is_outside()
    {
        // The GTV reaches from 20 to 22 mm Left out of the CTV.
        var place = PlaceOf(DrawnCase.Thoracic().Without("GTV").With("GTV", 25, 35, -10, 22, -15, 5), "gtv-in-ctv");
        place.X.Should().BeInRange(20, 22);
        place.Y.Should().BeInRange(-15, 5);
    }

    [Fact]
    public void A_canal_that_is_too_short_is_looked_at_where_the_ptv_goes_on_without_it()
    {
        var place = PlaceOf(DrawnCase.Thoracic().Without("SpinalCanal").With("SpinalCanal", 8, 40, -8, 8, 8, 24), ReasonCodes.CanalShort);
        place.Z.Should().Be(DrawnCase.Grid.Positions[41]);
        (Math.Abs(place.X) <= 22 && Math.Abs(place.Y) <= 22).Should().BeTrue("it is in the PTV");
    }

    [Fact]
    public void The_distance_from_ctv_to_cord_is_looked_at_where_it_is_smallest()
    {
        // The cord begins 20.5 mm Posterior, the CTV ends at 20 mm: at the cord's front or the CTV's back, over the cord's width.
        var place = PlaceOf(DrawnCase.Thoracic(), "ctv-cord-distance");
        place.Y.Should().BeOneOf(20, 20.5);
        DrawnCase.Grid.IndexOf(place.Z).Should().BeInRange(20, 39);
    }

    [Fact]
    public void A_check_that_names_a_plane_names_a_place_on_it()
    {
        var checks = Process(DrawnCase.Thoracic().Without("SpinalCord").With("SpinalCord", 17, 50, -4, 4, 12, 20)).Checks;
        checks.Where(check => check.Z is not null).Should().NotBeEmpty().And.OnlyContain(check => check.RoiName == null || (check.Place != null && check.Place.Value.Z == check.Z));
    }

    private static PatientPoint PlaceOf(DrawnCase drawn, string id) => Process(drawn).Checks.Single(check => check.Id == id).Place!.Value;

    private static CaseResult Process(DrawnCase drawn) => CaseProcessor.Process(drawn.Build(), DrawnCase.Spine, new ProcessOptions());
}
