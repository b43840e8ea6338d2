using System.Text.Json;
using ContourFlow.Geometry.Patient;
using Microsoft.Playwright;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>
/// The pixels of a view as they are on the screen, and where the patient lies among them. The latter is read where a person reads it: the pointer is
/// put on two places, and the position that the page tells gives the scale.
/// </summary>
internal sealed class CanvasView
{
    private readonly byte[] pixels;
    private readonly Func<PatientPoint, (double Across, double Along)> axes;
    private readonly double acrossAtZero, alongAtZero, acrossScale, alongScale;

    private CanvasView(byte[] pixels, int width, int height, (double Zero, double Scale) across, (double Zero, double Scale) along, Func<PatientPoint, (double Across, double Along)> axes)
    {
        (this.pixels, Width, Height, this.axes) = (pixels, width, height, axes);
        (acrossAtZero, acrossScale) = across;
        (alongAtZero, alongScale) = along;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Reads a view.</summary>
    /// <param name="page">The page, with a case open.</param>
    /// <param name="view">axial, sagittal or coronal.</param>
    public static async Task<CanvasView> ReadAsync(IPage page, string view)
    {
        ILocator pane = page.Locator($"[data-view=\"{view}-fused\"]");
        LocatorBoundingBoxResult box = (await pane.BoundingBoxAsync())!;
        var (firstX, firstY) = (box.X + (box.Width * 0.3f), box.Y + (box.Height * 0.3f));
        var (lastX, lastY) = (box.X + (box.Width * 0.7f), box.Y + (box.Height * 0.7f));
        PatientPoint first = await PointerAsync(page, firstX, firstY);
        PatientPoint last = await PointerAsync(page, lastX, lastY);
        await page.Mouse.MoveAsync(1, 1);
        string read = await pane.EvaluateAsync<string>(
            """
            async pane => {
                await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                const canvas = pane.querySelector('canvas');
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                let text = '';
                for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
                return JSON.stringify([canvas.width, canvas.height, btoa(text)]);
            }
            """);
        using JsonDocument json = JsonDocument.Parse(read);
        int width = json.RootElement[0].GetInt32(), height = json.RootElement[1].GetInt32();
        Func<PatientPoint, (double Across, double Along)> axesOf = view switch
        {
            "axial" => point => (point.X, point.Y),
            "sagittal" => point => (point.Y, point.Z),
            "coronal" => point => (point.X, point.Z),
            _ => throw new ArgumentOutOfRangeException(nameof(view), view, "No such view."),
        };
        return new CanvasView(
            json.RootElement[2].GetBytesFromBase64(),
            width,
            height,
            Line(axesOf(first).Across, (firstX - box.X) * width / box.Width, axesOf(last).Across, (lastX - box.X) * width / box.Width),
            Line(axesOf(first).Along, (firstY - box.Y) * height / box.Height, axesOf(last).Along, (lastY - box.Y) * height / box.Height),
            axesOf);
    }

    /// <summary>Pixels a millimetre.</summary>
    public double Scale => Math.Abs(acrossScale);

    /// <summary>Where a point of the patient lies, in pixels from the left and from the top; whole numbers are corners of pixels.</summary>
    public (double X, double Y) Place(PatientPoint point)
    {
        var (across, along) = axes(point);
        return (acrossAtZero + (across * acrossScale), alongAtZero + (along * alongScale));
    }

    /// <summary>How much colour there is at a place, 0 to 255: images are grey, contours are not. Linear between the pixels' middles.</summary>
    public double ColourAt(double x, double y)
    {
        int left = (int)Math.Floor(x - 0.5), top = (int)Math.Floor(y - 0.5);
        double right = x - 0.5 - left, down = y - 0.5 - top;
        return (((Colour(left, top) * (1 - right)) + (Colour(left + 1, top) * right)) * (1 - down))
            + (((Colour(left, top + 1) * (1 - right)) + (Colour(left + 1, top + 1) * right)) * down);
    }

    /// <summary>
    /// How far a line of colour lies from where it should cross, in pixels: its centre along a direction, looked for within some pixels on both sides.
    /// </summary>
    /// <returns>Positive in the direction; null where there is no line.</returns>
    public double? Offset((double X, double Y) place, (double X, double Y) direction, double within = 5)
    {
        double sum = 0, moment = 0, length = Math.Sqrt((direction.X * direction.X) + (direction.Y * direction.Y));
        for (double at = -within; at <= within; at += 0.1)
        {
            double colour = Math.Max(0, ColourAt(place.X + (direction.X / length * at), place.Y + (direction.Y / length * at)) - 24);
            (sum, moment) = (sum + colour, moment + (colour * at));
        }

        // Two pixels of ten steps each, of a colour of 100 and less where what lies under it shines through; grey gives nothing.
        return sum < 400 ? null : moment / sum;
    }

    private double Colour(int x, int y)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height)
            return 0;
        int at = ((y * Width) + x) * 4;
        byte red = pixels[at], green = pixels[at + 1], blue = pixels[at + 2];
        return Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue));
    }

    private static (double Zero, double Scale) Line(double millimetres, double pixel, double otherMillimetres, double otherPixel)
    {
        double scale = (otherPixel - pixel) / (otherMillimetres - millimetres);
        return (pixel - (millimetres * scale), scale);
    }

    /// <summary>The patient's point under the pointer, as the page tells it (to 0.1 mm).</summary>
    private static async Task<PatientPoint> PointerAsync(IPage page, double x, double y)
    {
        await page.Mouse.MoveAsync((float)x, (float)y);
        ILocator readout = page.Locator(".readout");
        await Assertions.Expect(readout).ToContainTextAsync("Pointer");
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        string[] words = (await readout.InnerTextAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        double Of(string name) => double.Parse(words[Array.IndexOf(words, name) + 1], System.Globalization.CultureInfo.InvariantCulture);
        return new PatientPoint(Of("x"), Of("y"), Of("z"));
    }
}
