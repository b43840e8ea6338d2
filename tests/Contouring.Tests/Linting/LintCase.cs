using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>
/// A structure set that has nothing wrong: BODY (square of 24 mm) and CTV (square of 8 mm) on planes 1 to 4 of a CT of
/// six planes 2.5 mm apart, each contour with its image. Tests break one thing.
/// </summary>
internal sealed class LintCase
{
    public const double Spacing = 2.5;
    public const int Images = 6;

    public LintCase()
    {
        Dataset = SyntheticCase.StructureSet("set", [Roi(1, "BODY", "EXTERNAL", 24), Roi(2, "CTV", "CTV", 8)]).NotValidated();
        Dataset.AddOrUpdate(DicomTag.ApprovalStatus, "UNAPPROVED");
    }

    public DicomDataset Dataset { get; }

    public DicomTransferSyntax Syntax { get; set; } = DicomTransferSyntax.ImplicitVRLittleEndian;

    public bool HasMeta { get; set; } = true;

    public LintCt? Ct { get; set; } = MakeCt();

    public LintInput Input => new(Dataset, Syntax, HasMeta, Ct);

    public IList<DicomDataset> Rois => Items(Dataset, DicomTag.StructureSetROISequence);

    public IList<DicomDataset> ContourItems => Items(Dataset, DicomTag.ROIContourSequence);

    public IList<DicomDataset> Observations => Items(Dataset, DicomTag.RTROIObservationsSequence);

    public DicomDataset ReferencedFrame => Items(Dataset, DicomTag.ReferencedFrameOfReferenceSequence)[0];

    public DicomDataset ReferencedStudy => Items(ReferencedFrame, DicomTag.RTReferencedStudySequence)[0];

    public DicomDataset ReferencedSeries => Items(ReferencedStudy, DicomTag.RTReferencedSeriesSequence)[0];

    /// <summary>Contours of the CTV.</summary>
    public IList<DicomDataset> Ctv => Items(ContourItems[1], DicomTag.ContourSequence);

    public static LintCt MakeCt(string? frame = null) => new(
        SyntheticCase.Study,
        SyntheticCase.CtSeries,
        frame ?? SyntheticCase.Frame,
        new PatientVector(0, 0, 1),
        Enumerable.Range(0, Images).Select(i => new LintImage(SyntheticCase.ImageUid(i), DicomUID.CTImageStorage.UID, i * Spacing)));

    /// <summary>A contour on a plane of the CT, with its image.</summary>
    public static DicomDataset Contour(int plane, params (double X, double Y)[] points) =>
        (SyntheticContour.Of("CLOSED_PLANAR", plane * Spacing, points) with { Image = SyntheticCase.ImageUid(plane) }).Item();

    public static DicomDataset Square(int plane, double half, double x = 0, double y = 0) =>
        (SyntheticContour.Square(half, plane * Spacing, x, y) with { Image = SyntheticCase.ImageUid(plane) }).Item();

    /// <summary>A contour whose data are this text.</summary>
    public static DicomDataset OfText(int plane, string data) =>
        new SyntheticContour("CLOSED_PLANAR", data, SyntheticCase.ImageUid(plane)).Item();

    public LintReport Lint(LintProfile profile = LintProfile.Strict) => StructureSetLinter.Lint(Input, profile);

    public string[] RulesFound(LintProfile profile = LintProfile.Strict) => [.. Lint(profile).Findings.Select(finding => finding.Rule).Distinct(StringComparer.Ordinal)];

    public static IList<DicomDataset> Items(DicomDataset dataset, DicomTag tag) => dataset.GetSequence(tag).Items;

    private static SyntheticRoi Roi(int number, string name, string type, double side) => new(
        number, name, type,
        [.. Enumerable.Range(1, 4).Select(i => SyntheticContour.Square(side / 2, i * Spacing) with { Image = SyntheticCase.ImageUid(i) })]);
}
