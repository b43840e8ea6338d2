using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>For each rule the smallest thing that breaks it, and what else must then be found with it.</summary>
internal static class BrokenCases
{
    public static IReadOnlyDictionary<string, (Action<LintCase> Break, string[] Also)> All { get; } =
        new Dictionary<string, (Action<LintCase>, string[])>(StringComparer.Ordinal)
        {
            // Encoding and object
            ["transfer-syntax"] = (c => c.Syntax = DicomTransferSyntax.ExplicitVRLittleEndian, []),
            ["transfer-syntax-unusable"] = (c => c.Syntax = DicomTransferSyntax.ExplicitVRBigEndian, ["transfer-syntax"]),
            ["explicit-vr-long-data"] = (LongInExplicitVr, ["transfer-syntax", "too-many-points"]),
            ["file-meta"] = (c => c.HasMeta = false, []),
            ["sop-class"] = (c => c.Dataset.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.RTPlanStorage), []),
            ["uid"] = (c => c.ReferencedStudy.NotValidated().AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, "1.2.03"), []),
            ["missing-type-1"] = (c => c.Dataset.Remove(DicomTag.StructureSetLabel), []),
            ["missing-type-2"] = (c => c.Dataset.Remove(DicomTag.PatientSex), []),
            ["approval-unknown"] = (c => c.Dataset.AddOrUpdate(DicomTag.ApprovalStatus, "MAYBE"), []),
            ["approved"] = (c => c.Dataset.AddOrUpdate(DicomTag.ApprovalStatus, "APPROVED"), []),

            // Names
            ["label-length"] = (c => c.Dataset.AddOrUpdate(DicomTag.StructureSetLabel, "seventeen letters"), []),
            ["roi-name-too-long"] = (c => c.Rois[1].NotValidated().AddOrUpdate(DicomTag.ROIName, new string('a', 65)), []),
            ["roi-name-over-16"] = (c => c.Rois[1].AddOrUpdate(DicomTag.ROIName, "SpinalCord_PRV002"), []),
            ["roi-name-empty"] = (c => c.Rois[1].AddOrUpdate(DicomTag.ROIName, string.Empty), []),
            ["roi-name-characters"] = (c => c.Rois[1].AddOrUpdate(DicomTag.ROIName, "CTV left"), []),
            ["text-encoding"] = (c => c.Rois[1].NotValidated().AddOrUpdate(new DicomLongString(DicomTag.ROIName, [System.Text.Encoding.ASCII], new MemoryByteBuffer([0x43, 0x07, 0x54, 0x56]))), ["roi-name-characters"]),
            ["roi-name-duplicate"] = (c => c.Rois[1].AddOrUpdate(DicomTag.ROIName, "Body"), []),

            // Numbers
            ["ds-length"] = (c => c.Ctv[0] = LintCase.OfText(1, "-4.0000000000000000\\-4\\2.5\\4\\-4\\2.5\\4\\4\\2.5"), []),
            ["ds-invalid"] = (c => c.Ctv[0] = LintCase.OfText(1, "NaN\\-4\\2.5\\4\\-4\\2.5\\4\\4\\2.5"), []),
            ["ds-exponent"] = (c => c.Ctv[0] = LintCase.OfText(1, "-4e0\\-4\\2.5\\4\\-4\\2.5\\4\\4\\2.5"), []),
            ["is-invalid"] = (c => c.Ctv[0].NotValidated().AddOrUpdate(DicomTag.ContourNumber, "one"), []),
            ["coordinate-absurd"] = (c => c.Ctv[0] = LintCase.OfText(1, "-4\\-4\\2.5\\4e9\\-4\\2.5\\4\\4\\2.5"), ["ds-exponent"]),

            // Contours
            ["geometric-type"] = (c => c.Ctv[0].AddOrUpdate(DicomTag.ContourGeometricType, "CLOSED"), []),
            ["xor-contour"] = (c => c.Ctv[0].AddOrUpdate(DicomTag.ContourGeometricType, "CLOSEDPLANAR_XOR"), []),
            ["point-count"] = (c => c.Ctv[0].AddOrUpdate(DicomTag.NumberOfContourPoints, "5"), []),
            ["ring-too-few-points"] = (c => c.Ctv.Add(LintCase.Contour(1, (1, 1), (2, 2))), []),
            ["first-point-repeated"] = (c => c.Ctv[0] = LintCase.Contour(1, (-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4)), []),
            ["too-many-points"] = (c => c.Ctv[0] = Circle(1, 4, 2001), []),
            ["contour-not-planar"] = (c => c.Ctv[0] = LintCase.OfText(1, "-4\\-4\\2.5\\4\\-4\\2.5\\4\\4\\2.65\\-4\\4\\2.5"), ["contour-near-plane"]),
            ["contour-off-plane"] = (c => c.Ctv[0] = LintCase.OfText(1, "-4\\-4\\2.9\\4\\-4\\2.9\\4\\4\\2.9"), ["contour-image-plane"]),
            ["contour-near-plane"] = (c => c.Ctv[0] = LintCase.OfText(1, "-4\\-4\\2.6\\4\\-4\\2.6\\4\\4\\2.6"), []),

            // References
            ["contour-image-missing"] = (c => c.Ctv[0].Remove(DicomTag.ContourImageSequence), []),
            ["contour-image-unlisted"] = (c => LintCase.Items(c.ReferencedSeries, DicomTag.ContourImageSequence).RemoveAt(1), ["referenced-images"]),
            ["contour-image-dangling"] = (c => c.Ctv[0].AddOrUpdate(new DicomSequence(DicomTag.ContourImageSequence, SyntheticCase.ImageReference("1.2.3"))), ["contour-image-unlisted"]),
            ["contour-image-plane"] = (c => c.Ctv[0].AddOrUpdate(new DicomSequence(DicomTag.ContourImageSequence, SyntheticCase.ImageReference(SyntheticCase.ImageUid(2)))), []),
            ["frame-missing"] = (c => c.Rois[1].Remove(DicomTag.ReferencedFrameOfReferenceUID), []),
            ["frames-several"] = (TwoFrames, ["frame-other-than-ct", "reference-chain"]),
            ["frame-undeclared"] = (c => c.Rois[1].AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, "1.2.3"), ["frames-several", "frame-other-than-ct"]),
            ["frame-other-than-ct"] = (c => c.Ct = LintCase.MakeCt("1.2.3"), []),
            ["reference-chain"] = (c => c.ReferencedFrame.Remove(DicomTag.RTReferencedStudySequence), []),
            ["referenced-images"] = (c => c.ReferencedSeries.AddOrUpdate(DicomTag.SeriesInstanceUID, "1.2.3"), []),

            // Regions
            ["ring-self-crossing"] = (c => c.Ctv[0] = LintCase.Contour(1, (-4, -4), (4, 4), (4, -4), (-4, 5)), []),
            ["ring-zero-area"] = (c => c.Ctv.Add(LintCase.Contour(1, (1, 1), (2, 2), (3, 3))), []),
            ["ring-sliver"] = (c => c.Ctv.Add(LintCase.Contour(1, (6, 6), (9, 6), (9, 6.3), (6, 6.3))), []),
            ["nested-hole"] = (c => c.Ctv.Add(LintCase.Square(1, 2)), []),
            ["rings-overlap"] = (c => c.Ctv.Add(LintCase.Square(1, 4, 3)), []),
            ["plane-too-complex"] = (c => c.Ctv[0] = Tangle(1, 1500), []),
            ["plane-gap"] = (c => c.Ctv.RemoveAt(1), []),

            // ROIs
            ["roi-number-duplicate"] = (c => c.Rois.Add(new SyntheticRoi(2, "Again", "CTV", []).Item(SyntheticCase.Frame)), []),
            ["contours-without-roi"] = (c => c.ContourItems.Add(new SyntheticRoi(9, "", "", [SyntheticContour.Square(1, 2.5) with { Image = SyntheticCase.ImageUid(1) }]).ContourItem()), []),
            ["observation-without-roi"] = (c => c.Observations.Add(new SyntheticRoi(9, "", "ORGAN", []).Observation()), []),
            ["roi-without-contour-item"] = (c => c.ContourItems.RemoveAt(1), ["roi-empty"]),
            ["contours-split"] = (c => c.ContourItems.Add(new SyntheticRoi(2, "", "", [SyntheticContour.Square(1, 12.5) with { Image = SyntheticCase.ImageUid(5) }]).ContourItem()), []),
            ["roi-empty"] = (c => c.ContourItems[1].Remove(DicomTag.ContourSequence), []),
            ["observation-missing"] = (c => c.Observations.RemoveAt(1), []),
            ["interpreted-type-missing"] = (c => c.Observations[1].AddOrUpdate(DicomTag.RTROIInterpretedType, string.Empty), []),
            ["interpreted-type-unknown"] = (c => c.Observations[1].AddOrUpdate(DicomTag.RTROIInterpretedType, "TUMOUR"), []),
            ["colour"] = (c => c.ContourItems[1].NotValidated().AddOrUpdate(DicomTag.ROIDisplayColor, "256", "0", "0"), []),
            ["generation-algorithm"] = (c => c.Rois[1].AddOrUpdate(DicomTag.ROIGenerationAlgorithm, "BY_HAND"), []),
        };

    public static DicomDataset Circle(int plane, double radius, int points) => LintCase.Contour(plane, [.. Enumerable.Range(0, points)
        .Select(i => (Math.Round(radius * Math.Cos(i * Math.Tau / points), 6), Math.Round(radius * Math.Sin(i * Math.Tau / points), 6)))]);

    /// <summary>A ring through points at random: nearly a quarter of all pairs of its edges cross.</summary>
    public static DicomDataset Tangle(int plane, int points)
    {
        var random = new Random(1);
        return LintCase.Contour(plane, [.. Enumerable.Range(0, points).Select(_ => (Math.Round(10 * random.NextDouble(), 3), Math.Round(10 * random.NextDouble(), 3)))]);
    }

    private static void LongInExplicitVr(LintCase c)
    {
        c.Syntax = DicomTransferSyntax.ExplicitVRLittleEndian;

        // Three numbers a point, two of them of up to nine characters: well above 64 KB.
        c.Ctv[0] = Circle(1, 4, 4000);
    }

    private static void TwoFrames(LintCase c) =>
        LintCase.Items(c.Dataset, DicomTag.ReferencedFrameOfReferenceSequence).Add(new DicomDataset().Add(DicomTag.FrameOfReferenceUID, "1.2.3"));
}
