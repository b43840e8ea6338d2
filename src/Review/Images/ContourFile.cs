using System.Buffers.Binary;
using System.Text.Json;
using ContourFlow.Contouring.Viewing;

namespace ContourFlow.Review.Images;

/// <summary>
/// The polygons of a revision in one binary file, little endian: the length of a JSON header (32 bits), the header (padded with spaces so that what
/// follows begins at a multiple of 4), then x and y of every point (32-bit floats, patient mm) in the header's order.
/// </summary>
internal static class ContourFile
{
    /// <summary>Writes it.</summary>
    public static void Write(IEnumerable<ViewRoi> rois, Stream output)
    {
        ViewRoi[] all = [.. rois];
        var header = new Header([.. all.Select(roi => new HeaderRoi(roi.Number, roi.IsBody, [.. roi.Contours.Select(contour => new HeaderContour(contour.Plane, contour.Points.Length / 2))]))]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, JsonSerializerOptions.Web);
        int length = (json.Length + 3) / 4 * 4;
        byte[] start = new byte[4 + length];
        BinaryPrimitives.WriteInt32LittleEndian(start, length);
        json.CopyTo(start, 4);
        start.AsSpan(4 + json.Length).Fill((byte)' ');
        output.Write(start);
        foreach (ViewContour contour in all.SelectMany(roi => roi.Contours))
        {
            ReadOnlySpan<float> points = contour.Points.Span;
            byte[] bytes = new byte[4 * points.Length];
            for (int i = 0; i < points.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), points[i]);
            output.Write(bytes);
        }
    }

    /// <summary>Reads it back: the polygons of each ROI by its number.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="EndOfStreamException">It ends early.</exception>
    public static ILookup<int, ViewContour> Read(Stream input)
    {
        return ReadHeader(input).Rois.SelectMany(roi => roi.Contours.Select(contour => (roi.Number, Contour: new ViewContour(contour.K, Points(input, contour.Points)))))
            .ToLookup(one => one.Number, one => one.Contour);
    }

    /// <summary>Reads which planes have a polygon of anything but the body's outline.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="EndOfStreamException">It ends early.</exception>
    public static IReadOnlySet<int> ReadDrawnPlanes(Stream input) =>
        ReadHeader(input).Rois.Where(roi => !roi.IsBody).SelectMany(roi => roi.Contours).Select(contour => contour.K).ToHashSet();

    private static Header ReadHeader(Stream input)
    {
        byte[] word = new byte[4];
        input.ReadExactly(word);
        byte[] json = new byte[BinaryPrimitives.ReadInt32LittleEndian(word)];
        input.ReadExactly(json);
        return JsonSerializer.Deserialize<Header>(json, JsonSerializerOptions.Web) ?? throw new JsonException("The header is empty.");
    }

    private static float[] Points(Stream input, int count)
    {
        byte[] bytes = new byte[8 * count];
        input.ReadExactly(bytes);
        float[] points = new float[2 * count];
        for (int i = 0; i < points.Length; i++)
            points[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
        return points;
    }

    private sealed record Header(HeaderRoi[] Rois);

    private sealed record HeaderRoi(int Number, bool IsBody, HeaderContour[] Contours);

    /// <summary>A polygon.</summary>
    /// <param name="K">Its plane.</param>
    /// <param name="Points">How many points it has.</param>
    private sealed record HeaderContour(int K, int Points);
}
