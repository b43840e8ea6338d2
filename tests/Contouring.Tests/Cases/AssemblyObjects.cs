using System.Globalization;
using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Objects as a PACS would send them for the case of <see cref="SyntheticCase.CtSeries"/>, made small; tests change what they are about.</summary>
internal static class AssemblyObjects
{
    public static readonly string MrStudy = SyntheticCase.Uid("mr study");

    private static readonly DicomUID s_mr = DicomUID.MRImageStorage;

    /// <summary>The planning CT: six planes, 2.5 mm apart.</summary>
    public static List<DicomDataset> Ct() => [.. Enumerable.Range(0, 6).Select(i => SyntheticCase.CtImage(i, i * 2.5))];

    /// <summary>A structure set on the CT that has a CTV.</summary>
    public static DicomDataset OnCt(string name = "set", string roi = "CTV", string type = "CTV") =>
        SyntheticCase.StructureSet(name, [SyntheticCase.Square(1, "BODY", "EXTERNAL", 24), SyntheticCase.Square(2, roi, type, 8)]);

    /// <summary>An MR series of six planes in a study and frame of its own, weighted T2 by its times, a day after the CT.</summary>
    public static List<DicomDataset> Mr(string name = "t2", string day = "20250103", int planes = 6) =>
    [
        .. Enumerable.Range(0, planes).Select(i => SyntheticCase.Image("MR", s_mr, SyntheticCase.Uid($"{name} {i}"), SyntheticCase.Uid(name), SyntheticCase.Uid(name + " frame"), i * 3)
            .AddOrUpdate(DicomTag.StudyInstanceUID, MrStudy)
            .AddOrUpdate(DicomTag.StudyDate, day)
            .Add(DicomTag.AcquisitionDate, day)
            .Add(DicomTag.ScanningSequence, "SE")
            .Add(DicomTag.EchoTime, "100")
            .Add(DicomTag.RepetitionTime, "3000")),
    ];

    /// <summary>A structure set on an MR, with one ROI on its first image.</summary>
    public static DicomDataset OnMr(List<DicomDataset> mr, string roi = "SpinalCord")
    {
        var first = mr[0];
        string frame = first.GetString(DicomTag.FrameOfReferenceUID);
        var contour = SyntheticContour.Square(4, 0) with { Image = first.GetString(DicomTag.SOPInstanceUID) };
        var set = SyntheticCase.StructureSet("on " + first.GetString(DicomTag.SeriesInstanceUID), [new(1, roi, "ORGAN", [contour])]);
        set.AddOrUpdate(DicomTag.StudyInstanceUID, MrStudy);
        SyntheticCase.SetFrameOnly(set, frame);
        SyntheticCase.SetReference(set, frame, first.GetString(DicomTag.SeriesInstanceUID), [.. mr.Select(image => image.GetString(DicomTag.SOPInstanceUID))]);
        foreach (var study in set.GetSequence(DicomTag.ReferencedFrameOfReferenceSequence).Items[0].GetSequence(DicomTag.RTReferencedStudySequence).Items)
        {
            study.AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, MrStudy);
            foreach (var image in study.GetSequence(DicomTag.RTReferencedSeriesSequence).Items[0].GetSequence(DicomTag.ContourImageSequence).Items)
                image.AddOrUpdate(DicomTag.ReferencedSOPClassUID, s_mr);
        }

        return set;
    }

    /// <summary>A registration of frames to the CT's, or to another.</summary>
    public static DicomDataset Registration(string name, string to, params string[] from) =>
        SyntheticCase.Common("REG", DicomUID.SpatialRegistrationStorage, SyntheticCase.Uid(name), SyntheticCase.Uid(name + " series"))
            .Add(DicomTag.FrameOfReferenceUID, to)
            .Add(new DicomSequence(DicomTag.RegistrationSequence, [.. from.Prepend(to).Select(frame => new DicomDataset().Add(DicomTag.FrameOfReferenceUID, frame))]));

    /// <summary>What this program would write of the case.</summary>
    public static List<DicomDataset> Own()
    {
        var set = OnCt("own").AddOrUpdate(DicomTag.Manufacturer, ProductIdentity.Manufacturer);
        set.Add(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset().Add(DicomTag.ReferencedSOPInstanceUID, SyntheticCase.Uid("set"))));
        return [set, Registration("own reg", SyntheticCase.Frame, SyntheticCase.Uid("t2 frame")).AddOrUpdate(DicomTag.Manufacturer, ProductIdentity.Manufacturer)];
    }

    /// <summary>The same objects as another patient's: everything but whose they are.</summary>
    public static List<DicomDataset> OfAnother(IEnumerable<DicomDataset> objects) =>
        [.. objects.Select(one => one.Clone().AddOrUpdate(DicomTag.PatientID, "another").AddOrUpdate(DicomTag.SOPInstanceUID, SyntheticCase.Uid("another's " + one.GetString(DicomTag.SOPInstanceUID))))];

    public static string UidOf(DicomDataset one) => one.GetString(DicomTag.SOPInstanceUID);

    public static IEnumerable<ObjectFacts> Facts(IEnumerable<DicomDataset> objects) => objects.Select(ObjectFacts.Of);

    public static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
