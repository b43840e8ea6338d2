using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>Shortens labels and names to sixteen characters and makes names unique; every change is told.</summary>
internal static class Names
{
    public static void Mend(DicomDataset dataset, List<MendedThing> log)
    {
        Shorten(dataset, DicomTag.StructureSetLabel, LintPlace.Whole, log);
        foreach (var observation in dataset.Items(DicomTag.RTROIObservationsSequence))
            Shorten(observation, DicomTag.ROIObservationLabel, new(observation.WholeNumber(DicomTag.ReferencedROINumber), null, null, null, null), log);

        // Names that fit keep theirs, whatever comes before them in the file.
        var items = dataset.Items(DicomTag.StructureSetROISequence);
        var rois = items.Select(item => new LintedRoi(item, item.WholeNumber(DicomTag.ROINumber), item.Text(DicomTag.ROIName))).ToList();

        // Which of two is meant nobody knows. Were one to keep the name, whoever looks for it would take that one.
        var doubled = rois.Select(roi => roi.Name).Where(name => name.Length > 0)
            .GroupBy(name => name.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key).ToList();
        var naming = new RoiNaming(doubled.SelectMany(name => new[] { name, FitName(name) }));
        var waiting = new List<LintedRoi>();
        foreach (var roi in rois.Where(roi => roi.Name.Length > 0))
        {
            if (FitName(roi.Name) != roi.Name || !naming.IsFree(roi.Name)) waiting.Add(roi);
            else naming.Take(roi.Name);
        }

        foreach (var roi in waiting)
        {
            var fitting = FitName(roi.Name);
            var name = naming.Take(fitting);
            if (name == roi.Name || LevelRange.Read(name) != LevelRange.Read(roi.Name)) continue;
            roi.Item.NotValidated().AddOrUpdate(DicomTag.ROIName, name);
            var rule = fitting == roi.Name ? "roi-name-duplicate"
                : roi.Name.EnumerateRunes().Count() > WrittenText.LongString ? "roi-name-too-long" : "roi-name-over-16";
            log.Add(new(rule, roi.Place.At(DicomTag.ROIName), $"'{ShownText.Of(roi.Name)}' is now '{ShownText.Of(name)}'."));
        }
    }

    private static void Shorten(DicomDataset item, DicomTag tag, LintPlace place, List<MendedThing> log)
    {
        var text = item.Text(tag);
        var fitting = FitLabel(text);
        if (fitting == text) return;
        item.NotValidated().AddOrUpdate(tag, fitting);
        log.Add(new("label-length", place.At(tag), $"'{ShownText.Of(text)}' is now '{ShownText.Of(fitting)}'."));
    }

    // The end may be what tells a name from another: Medulla_Spinalis_PRV must not become the name of the cord itself.
    private static string FitName(string name)
    {
        var cut = Cut(name, WrittenText.ShortString);
        return cut == name ? name : Keep(name, Cut(name, WrittenText.ShortString - 1) + "~");
    }

    private static string FitLabel(string label) => Keep(label, Cut(label, WrittenText.ShortString));

    /// <summary>What is shorter, where it states the same vertebral level (T12 without its last digit is another vertebra); else what was there.</summary>
    private static string Keep(string text, string shorter) =>
        LevelRange.Read(text) == LevelRange.Read(shorter) ? shorter : text;

    private static string Cut(string text, int most)
    {
        var length = 0;
        foreach (var (rune, count) in text.EnumerateRunes().Select((rune, i) => (rune, i)))
        {
            if (count == most) return text[..length].TrimEnd();
            length += rune.Utf16SequenceLength;
        }

        return text;
    }
}
