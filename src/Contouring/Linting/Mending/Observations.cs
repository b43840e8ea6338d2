using System.Globalization;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>Adds an observation, with an empty type, for each ROI that has none.</summary>
internal static class Observations
{
    public static void Add(DicomDataset dataset, List<MendedThing> log)
    {
        var items = dataset.Items(DicomTag.RTROIObservationsSequence).ToList();
        var observed = items.Select(item => item.WholeNumber(DicomTag.ReferencedROINumber)).ToHashSet();
        long last = items.Select(item => item.WholeNumber(DicomTag.ObservationNumber) ?? 0).Append(0).Max();
        var before = items.Count;
        foreach (var roi in dataset.Items(DicomTag.StructureSetROISequence))
        {
            if (roi.WholeNumber(DicomTag.ROINumber) is not { } number || last == int.MaxValue || !observed.Add(number)) continue;
            items.Add(new DicomDataset().NotValidated()
                .Add(DicomTag.ObservationNumber, (++last).ToString(CultureInfo.InvariantCulture))
                .Add(DicomTag.ReferencedROINumber, number.ToString(CultureInfo.InvariantCulture))
                .Add(DicomTag.RTROIInterpretedType, string.Empty)
                .Add(DicomTag.ROIInterpreter, string.Empty));
            log.Add(new(
                "observation-missing",
                new LintedRoi(roi, number, roi.Text(DicomTag.ROIName)).Place.At(DicomTag.RTROIObservationsSequence),
                "An observation with an empty type was added."));
        }

        if (items.Count > before) dataset.AddOrUpdate(new DicomSequence(DicomTag.RTROIObservationsSequence, [.. items]));
    }
}
