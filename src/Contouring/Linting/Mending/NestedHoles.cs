using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>
/// Joins a hole that is drawn as a CLOSED_PLANAR contour within another to that other one by a keyhole. Done only on
/// planes where nothing else is wrong, only where every point stays exactly where it was and none is lost, and only
/// where no contour gets longer than systems take.
/// </summary>
internal static class NestedHoles
{
    public static void Join(DicomDataset dataset, List<MendedThing> log)
    {
        var set = new LintedSet(new(dataset, DicomTransferSyntax.ImplicitVRLittleEndian, HasFileMeta: true, Ct: null));
        var sequences = set.ContourItems.ToDictionary(item => item, item => item.Item.Items(DicomTag.ContourSequence));
        foreach (var plane in set.Planes.Where(plane => plane.Axis == 2))
        {
            if (plane.Reading is not { Region: { } region, Faults.IsEmpty: true } || !plane.Nested().Any()) continue;
            var owner = sequences.Where(pair => plane.Contours.All(contour => pair.Key.Contours.Contains(contour))).Select(pair => pair.Value).FirstOrDefault();
            if (owner is null || !plane.Contours.All(IsPlain) || Texts(plane) is not { } texts) continue;

            var joined = Keyholes.Join(region);
            var drawn = texts.Keys.ToHashSet();
            if (!drawn.SetEquals(joined.SelectMany(ring => ring.Points)) || joined.Any(ring => ring.Points.Length > WrittenRings.MaximumPoints)) continue;
            Replace(plane, owner, joined, texts);
            log.Add(new("nested-hole", plane.Place.At(DicomTag.ContourData), $"{plane.Contours.Length} contours, one within another, became {joined.Length} with keyholes; every point is where it was."));
        }
    }

    /// <summary>Whether a contour may be joined: no other contour refers to it, and its points are all that it says.</summary>
    private static bool IsPlain(LintedContour contour) =>
        contour.Type == ContourTypes.ClosedPlanar
        && !contour.Item.Contains(DicomTag.AttachedContoursRETIRED)
        && contour.Item.WholeNumber(DicomTag.NumberOfContourPoints) == contour.Points;

    /// <summary>The text of each point, so that it is written as it was; null when one point has two texts, or its z differs.</summary>
    private static Dictionary<PlanePoint, string[]>? Texts(LintedPlane plane)
    {
        var texts = new Dictionary<PlanePoint, string[]>();
        double? z = null;
        foreach (var contour in plane.Contours)
        {
            var values = contour.Data.Each().ToArray();
            for (var i = 0; i < contour.Points; i++)
            {
                if (contour.Numbers[(3 * i) + 2] != (z ??= contour.Numbers[(3 * i) + 2])) return null;
                var point = contour.Shape!.Points[i];
                var text = values[(3 * i)..((3 * i) + 3)];
                if (texts.TryGetValue(point, out var other) && !other.AsSpan().SequenceEqual(text)) return null;
                texts[point] = text;
            }
        }

        return texts;
    }

    private static void Replace(
        LintedPlane plane, IList<DicomDataset> owner, IReadOnlyList<Ring> joined, Dictionary<PlanePoint, string[]> texts)
    {
        // Each joined ring takes the place of the contour that has its first point: its number, image and private elements.
        var place = plane.Contours.Min(contour => MendedContours.Place(owner, contour.Item));
        var items = new List<DicomDataset>();
        foreach (var ring in joined)
        {
            var template = plane.Contours.First(contour => contour.Shape!.Points.Contains(ring.Points[0])).Item.Clone().NotValidated();
            MendedContours.Write(template, [.. ring.Points.SelectMany(point => texts[point])]);
            items.Add(template);
        }

        foreach (var contour in plane.Contours) owner.RemoveAt(MendedContours.Place(owner, contour.Item));
        foreach (var item in items) owner.Insert(Math.Min(place++, owner.Count), item);
    }
}
