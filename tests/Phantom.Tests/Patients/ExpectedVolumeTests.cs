using ContourFlow.Phantom.Patients;

namespace ContourFlow.Phantom.Tests.Patients;

public class ExpectedVolumeTests
{
    [Fact]
    public void Drawn_volumes_agree_with_the_solids_and_derived_ones_lie_between_their_bounds()
    {
        using TemporaryFolder folder = new();
        PhantomOptions options = new() { Seed = 2, Rows = 32, Columns = 32, SliceCount = 80, IncludeMr = false };

        var truth = PhantomPatient.Write(folder["p"], options, cancellation: TestContext.Current.CancellationToken);

        var structures = truth.Structures.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var expected = truth.Expected.ToDictionary(e => e.Name, e => e.OnPlanesCc, StringComparer.Ordinal);
        foreach (var tube in new[] { "SpinalCord", "ThecalSac", "SpinalCanal" })
        {
            // Tubes are cut half a slice beyond their last planes, so that planes and solid hold the same: what is left
            // are chords of 0.7 mm, which cost a ring of radius 4 mm 0.5 %.
            structures[tube].DrawnCc.Should().BeApproximately(structures[tube].SolidCc!.Value, 0.006 * structures[tube].DrawnCc);
        }

        // A CTV ends anywhere between planes: up to half a slice of its endplates' 5 cm² at both ends.
        structures["CTV_T7"].DrawnCc.Should().BeApproximately(structures["CTV_T7"].SolidCc!.Value, 0.65);
        expected["PTV"].Should().BeInRange(structures["CTV_T7"].SolidCc!.Value, 3 * structures["CTV_T7"].SolidCc!.Value);
        expected["PTV_Eval"].Should().BeLessThan(expected["PTV"]).And.BeGreaterThan(0.8 * expected["PTV"]);

        // An ellipse with half axes of 4.6 and 3.4 mm grown by 2 mm has (6.6 · 5.4) / (4.6 · 3.4) = 2.28 times the area; ends
        // add a hundredth.
        expected["SpinalCord_PRV02"].Should().BeInRange(2 * structures["SpinalCord"].SolidCc!.Value, 2.6 * structures["SpinalCord"].SolidCc!.Value);
    }
}
