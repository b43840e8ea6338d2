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
        var naming = new RoiNaming([]);
        var waiting = new List<LintedRoi>();
        foreach (var roi in rois.Where(roi => roi.Name.Length > 0))
        {
            if (Fit(roi.Name) != roi.Name || !naming.IsFree(roi.Name)) waiting.Add(roi);
            else naming.Take(roi.Name);
        }

        foreach (var roi in waiting)
        {
            var fitting = Fit(roi.Name);
            var name = naming.Take(fitting);
            if (name == roi.Name) continue;
            roi.Item.NotValidated().AddOrUpdate(DicomTag.ROIName, name);
            var rule = fitting == roi.Name ? "roi-name-duplicate"
                : roi.Name.EnumerateRunes().Count() > WrittenText.LongString ? "roi-name-too-long" : "roi-name-over-16";
            log.Add(new(rule, roi.Place.At(DicomTag.ROIName), $"'{ShownText.Of(roi.Name)}' is now '{ShownText.Of(name)}'."));
        }
    }

    private static void Shorten(DicomDataset item, DicomTag tag, LintPlace place, List<MendedThing> log)
    {
        var text = item.Text(tag);
        var fitting = Fit(text);
        if (fitting == text) return;
        item.NotValidated().AddOrUpdate(tag, fitting);
        log.Add(new("label-length", place.At(tag), $"'{ShownText.Of(text)}' is now '{ShownText.Of(fitting)}'."));
    }

    /// <summary>At most sixteen characters. A number is kept or cut off as a whole: T12 without its last digit is another vertebra.</summary>
    private static string Fit(string text)
    {
        var length = 0;
        foreach (var (rune, count) in text.EnumerateRunes().Select((rune, i) => (rune, i)))
        {
            if (count == WrittenText.ShortString) return text[..Whole(text, length)].TrimEnd();
            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    private static int Whole(string text, int length)
    {
        if (!char.IsAsciiDigit(text[length])) return length;
        var start = length;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;

        // A name that is nothing but a number has to be cut somewhere.
        return start == 0 ? length : start;
    }
}
