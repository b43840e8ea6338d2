using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>
/// What is on the screen against what is known of the phantom, and not against the page's own idea of where things are: the cord's surface is a
/// function of space, the ring's edges are numbers.
/// </summary>
[Collection(LookedAtService.Collection)]
public sealed class ContourPixelTests(ReviewedService reviewed)
{
    private const double MostPixels = 1;
    private static readonly SpineAnatomy s_anatomy = SpineAnatomy.Of(SpineSite.Thoracic, 11);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Cord_and_ring_lie_within_a_pixel_of_the_truth_in_three_views(int plane)
    {
        await using WatchedPage watched = await reviewed.SignInAsync("Pixel Reader");
        IPage page = watched.Page;
        await reviewed.OpenCaseAsync(page);
        PatientPoint here = await AtAsync(page, reviewed.Ring.Planes[plane]);

        await OnlyAsync(page, "SpinalCord");
        CanvasView axial = await CanvasView.ReadAsync(page, "axial");
        double[] cord = [.. AxialCord(here.Z).Select(edge => axial.Offset(axial.Place(edge.Point), Direction(axial, edge)) ?? double.NaN)];
        cord.Should().HaveCountGreaterThan(30).And.OnlyContain(offset => Math.Abs(offset) <= MostPixels, Spelt(cord));
        CanvasView sagittal = await CanvasView.ReadAsync(page, "sagittal");
        foreach (double y in Crossings(along => Cord(here.X, along, here.Z), Local(here).Y + s_anatomy.Origin.Y, 12))
            Within(sagittal.Offset(sagittal.Place(here with { Y = y }), (1, 0)), "cord, sagittal");
        CanvasView coronal = await CanvasView.ReadAsync(page, "coronal");
        foreach (double x in Crossings(across => Cord(across, here.Y, here.Z), here.X, 14))
            Within(coronal.Offset(coronal.Place(here with { X = x }), (1, 0)), "cord, coronal");

        await OnlyAsync(page, RingStructure.Name);
        RingStructure ring = reviewed.Ring;
        axial = await CanvasView.ReadAsync(page, "axial");
        sagittal = await CanvasView.ReadAsync(page, "sagittal");
        coronal = await CanvasView.ReadAsync(page, "coronal");
        foreach (double half in new[] { ring.Outer, ring.Inner })
        {
            foreach (int side in new[] { -1, 1 })
            {
                Within(axial.Offset(axial.Place(new(ring.CentreX + (side * half), ring.CentreY + 3, here.Z)), (1, 0)), $"ring, axial, {side * half} mm Left");
                Within(axial.Offset(axial.Place(new(ring.CentreX + 3, ring.CentreY + (side * half), here.Z)), (0, 1)), $"ring, axial, {side * half} mm Posterior");
                Within(sagittal.Offset(sagittal.Place(here with { Y = ring.CentreY + (side * half) }), (1, 0)), $"ring, sagittal, {side * half} mm");
                Within(coronal.Offset(coronal.Place(here with { X = ring.CentreX + (side * half) }), (1, 0)), $"ring, coronal, {side * half} mm");
            }
        }
    }

    [Fact]
    public async Task Hole_stays_a_hole_and_the_ends_are_half_a_plane_beyond_the_last_contour()
    {
        await using WatchedPage watched = await reviewed.SignInAsync("Hole Reader");
        IPage page = watched.Page;
        await reviewed.OpenCaseAsync(page);
        RingStructure ring = reviewed.Ring;
        PatientPoint here = await AtAsync(page, ring.Planes[4]);
        await OnlyAsync(page, RingStructure.Name);
        CanvasView coronal = await CanvasView.ReadAsync(page, "coronal");
        double gap = ring.Planes[1] - ring.Planes[0];
        double inWall = ring.CentreX + ((ring.Outer + ring.Inner) / 2);
        Within(coronal.Offset(coronal.Place(new(inWall, here.Y, ring.Planes[^1] + (gap / 2))), (0, 1)), "Superior end");
        Within(coronal.Offset(coronal.Place(new(inWall, here.Y, ring.Planes[0] - (gap / 2))), (0, 1)), "Inferior end");

        // A tenth of the colour at least where it is filled; nothing at all in the hole and outside.
        await page.Keyboard.PressAsync("f");
        foreach (string view in new[] { "axial", "sagittal", "coronal" })
        {
            CanvasView canvas = await CanvasView.ReadAsync(page, view);
            double wall = (ring.Outer + ring.Inner) / 2;
            foreach (int side in new[] { -1, 1 })
            {
                PatientPoint inside = view == "sagittal" ? here with { Y = ring.CentreY + (side * wall) } : here with { X = ring.CentreX + (side * wall) };
                PatientPoint outside = view == "sagittal" ? here with { Y = ring.CentreY + (side * (ring.Outer + 6)) } : here with { X = ring.CentreX + (side * (ring.Outer + 6)) };
                Colour(canvas, inside).Should().BeGreaterThan(25, $"the wall is filled in the {view} view");
                Colour(canvas, outside).Should().BeLessThan(3, $"nothing is filled outside in the {view} view");
            }

            Colour(canvas, new(ring.CentreX + 2, ring.CentreY + 2, here.Z)).Should().BeLessThan(3, $"the hole is not filled in the {view} view");
        }
    }

    private static double Colour(CanvasView view, PatientPoint point)
    {
        var (x, y) = view.Place(point);
        return view.ColourAt(x, y);
    }

    private static void Within(double? offset, string what) =>
        offset.Should().NotBeNull($"a line is there: {what}").And.BeInRange(-MostPixels, MostPixels, what);

    private static string Spelt(double[] offsets) => string.Join(' ', offsets.Select(offset => offset.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)));

    // By the keyboard to the ring's centre; where the crosshair then is, to the tenth that the page tells.
    private async Task<PatientPoint> AtAsync(IPage page, double z)
    {
        RingStructure ring = reviewed.Ring;
        for (int i = 0; i < 3; i++)
        {
            // Each click moves two of the three axes.
            foreach (string view in new[] { "axial", "sagittal" })
            {
                CanvasView canvas = await CanvasView.ReadAsync(page, view);
                var (x, y) = canvas.Place(new(ring.CentreX, ring.CentreY, z));
                LocatorBoundingBoxResult box = (await page.Locator($"[data-view=\"{view}-fused\"]").BoundingBoxAsync())!;
                await page.Mouse.ClickAsync((float)(box.X + (x * box.Width / canvas.Width)), (float)(box.Y + (y * box.Height / canvas.Height)));
            }
        }

        double[] at = await page.EvaluateAsync<double[]>("() => { const { point } = window.__review.cursor(); return [point.x, point.y, point.z]; }");
        var here = new PatientPoint(at[0], at[1], at[2]);
        here.Z.Should().BeApproximately(z, 0.01, "the crosshair is on the plane");
        here.X.Should().BeApproximately(ring.CentreX, 1);
        here.Y.Should().BeApproximately(ring.CentreY, 1);
        return here;
    }

    private static async Task OnlyAsync(IPage page, string roi)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "Structures" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show none" }).ClickAsync();
        await page.GetByLabel($"Show {roi}", new() { Exact = true }).CheckAsync();
    }

    private static (double X, double Y, double Z) Local(PatientPoint point) =>
        (point.X - s_anatomy.Origin.X, point.Y - s_anatomy.Origin.Y, point.Z - s_anatomy.Origin.Z);

    private static double Cord(double x, double y, double z)
    {
        var local = Local(new(x, y, z));
        return s_anatomy.Cord(local.X, local.Y, local.Z);
    }

    // The cord is round about its middle: where a ray from there crosses its surface, and in which direction.
    private IEnumerable<(PatientPoint Point, double Angle)> AxialCord(double z)
    {
        RingStructure ring = reviewed.Ring;
        for (int i = 0; i < 36; i++)
        {
            double angle = i * Math.PI / 18;
            double radius = Bisected(r => Cord(ring.CentreX + (r * Math.Cos(angle)), ring.CentreY + (r * Math.Sin(angle)), z), 0, 15);
            yield return (new(ring.CentreX + (radius * Math.Cos(angle)), ring.CentreY + (radius * Math.Sin(angle)), z), angle);
        }
    }

    private static (double X, double Y) Direction(CanvasView view, (PatientPoint Point, double Angle) edge)
    {
        var (fromX, fromY) = view.Place(edge.Point);
        var (toX, toY) = view.Place(edge.Point with { X = edge.Point.X + Math.Cos(edge.Angle), Y = edge.Point.Y + Math.Sin(edge.Angle) });
        return (toX - fromX, toY - fromY);
    }

    private static IEnumerable<double> Crossings(Func<double, double> level, double middle, double reach) =>
        [Bisected(along => level(middle - along), 0, reach) is var below ? middle - below : 0, middle + Bisected(along => level(middle + along), 0, reach)];

    // Negative at the one end, positive at the other.
    private static double Bisected(Func<double, double> level, double inside, double outside)
    {
        level(inside).Should().BeNegative();
        level(outside).Should().BePositive();
        while (outside - inside > 1e-4)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = level(middle) < 0 ? (middle, outside) : (inside, middle);
        }

        return (inside + outside) / 2;
    }
}
