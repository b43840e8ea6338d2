using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols;

/// <summary>Names and defaults of the limits that checks hold a result against (geometry specification 1.5 and 5).</summary>
public static class CheckLimitNames
{
    // The margin is really there: in units of the margin asked for.
    public const string MarginRangeLow = "margin-range-low";
    public const string MarginRangeHigh = "margin-range-high";
    public const string MarginMinimum = "margin-minimum";
    public const string MarginPercentile975 = "margin-97-5-percentile";
    public const string MarginRoundingWarnMillimetres = "margin-rounding-warn-mm";

    // Two methods, and the written object.
    public const string MethodVolumeDifferencePercent = "method-volume-difference-percent";
    public const string MethodDice = "method-dice";
    public const string ReadBackAreaPercent = "read-back-area-percent";
    public const string ContourZMillimetres = "contour-z-mm";

    // What lies in what.
    public const string GtvOutsideWarnCc = "gtv-outside-warn-cc";
    public const string GtvOutsideWarnPercent = "gtv-outside-warn-percent";
    public const string GtvOutsideFailPercent = "gtv-outside-fail-percent";
    public const string CtvOutsidePtvCc = "ctv-outside-ptv-cc";
    public const string CtvUncoveredCc = "ctv-uncovered-cc";
    public const string CanalOverlapCc = "canal-overlap-cc";
    public const string PtvOutsideBodyCc = "ptv-outside-body-cc";
    public const string TargetCordOverlapCc = "target-cord-overlap-cc";
    public const string CordOutsideWarnPercent = "cord-outside-warn-percent";
    public const string CordOutsideWarnMillimetres = "cord-outside-warn-mm";
    public const string CordOutsideFailPercent = "cord-outside-fail-percent";
    public const string CordLengthBeyondMillimetres = "cord-length-beyond-mm";

    // The shape of the result.
    public const string PtvEvalFailPercent = "ptv-eval-fail-percent";
    public const string PtvEvalWarnPercent = "ptv-eval-warn-percent";
    public const string SliverVolumePercent = "sliver-volume-percent";
    public const string IslandCc = "island-cc";
    public const string NeighbourAreaRatio = "neighbour-area-ratio";
    public const string CentroidJumpMillimetres = "centroid-jump-mm";
    public const string CtEndPlanes = "ct-end-planes";

    // The fusion of an MR.
    public const string FusionResidualWarnMillimetres = "fusion-residual-warn-mm";
    public const string FusionResidualFailMillimetres = "fusion-residual-fail-mm";
    public const string FusionSecondWarnMillimetres = "fusion-second-warn-mm";
    public const string FusionSecondFailMillimetres = "fusion-second-fail-mm";
    public const string FusionSecondWarnDegrees = "fusion-second-warn-deg";
    public const string FusionSecondFailDegrees = "fusion-second-fail-deg";
    public const string FusionReturnMillimetres = "fusion-return-mm";
    public const string FusionReturnDegrees = "fusion-return-deg";
    public const string FusionDisplacedAgreement = "fusion-displaced-agreement";
    public const string FusionVertebraAgreement = "fusion-vertebra-agreement";
    public const string FusionElsewhereAgreement = "fusion-elsewhere-agreement";

    // The trial's own volumes.
    public const string TrialGtvLowCc = "trial-gtv-low-cc";
    public const string TrialGtvHighCc = "trial-gtv-high-cc";
    public const string TrialPtvEvalLowCc = "trial-ptv-eval-low-cc";
    public const string TrialPtvEvalHighCc = "trial-ptv-eval-high-cc";

    /// <summary>Every limit, in the order of the protocol file.</summary>
    public static ImmutableArray<CheckLimit> All { get; } =
    [
        new(MarginRangeLow, 0.90, "1", 0, 1, "No vertex of a grown structure is nearer to its source than this part of the margin (F)."),
        new(MarginRangeHigh, 1.10, "1", 1, 10, "No vertex of a grown structure is farther from its source than this part of the margin (F)."),
        new(MarginMinimum, 0.97, "1", 0, 1, "The smallest margin found is at least this part of the margin asked for (F)."),
        new(MarginPercentile975, 1.07, "1", 1, 10, "97.5 % of the vertices lie within this part of the margin (F)."),
        new(MarginRoundingWarnMillimetres, 0.5, "mm", 0, 50, "Difference between a Superior or Inferior margin and the whole planes that stand for it (W)."),
        new(MethodVolumeDifferencePercent, 2.5, "%", 0, 100, "Difference of volume between the method and the independent second one (F)."),
        new(MethodDice, 0.98, "1", 0, 1, "Dice of the method and the independent second one is at least this (F)."),
        new(ReadBackAreaPercent, 0.05, "%", 0, 100, "Difference of area on any plane between what was derived and what the written file says (F)."),
        new(ContourZMillimetres, 0.01, "mm", 0, 1, "Distance of a written contour from its image's plane (F)."),
        new(GtvOutsideWarnCc, 0.01, "cc", 0, 1000, "GTV outside the CTV: the larger of this and gtv-outside-warn-percent is passed over (W)."),
        new(GtvOutsideWarnPercent, 0.5, "%", 0, 100, "GTV outside the CTV: the larger of this and gtv-outside-warn-cc is passed over (W)."),
        new(GtvOutsideFailPercent, 2, "%", 0, 100, "GTV outside the CTV (F)."),
        new(CtvOutsidePtvCc, 0.001, "cc", 0, 1000, "CTV outside the PTV (F)."),
        new(CtvUncoveredCc, 0.01, "cc", 0, 1000, "CTV that lies neither in PTV_Eval nor in what was subtracted (F, rule E12)."),
        new(CanalOverlapCc, 0.001, "cc", 0, 1000, "PTV_Eval in the canal that was subtracted (F)."),
        new(PtvOutsideBodyCc, 0.001, "cc", 0, 1000, "PTV outside the body (W)."),
        new(TargetCordOverlapCc, 0.001, "cc", 0, 1000, "CTV or GTV in the cord: more has to be looked at (W)."),
        new(CordOutsideWarnPercent, 1, "%", 0, 100, "Cord outside canal, cord outside sac, sac outside canal (W)."),
        new(CordOutsideWarnMillimetres, 1, "mm", 0, 50, "Cord outside canal, cord outside sac, sac outside canal, as a distance (W)."),
        new(CordOutsideFailPercent, 5, "%", 0, 100, "Cord outside canal, cord outside sac, sac outside canal (F)."),
        new(CordLengthBeyondMillimetres, 6, "mm", 0, 500, "Cord or sac reaches at least this far beyond the PTV at both ends (W; shorter than the PTV: F)."),
        new(PtvEvalFailPercent, 50, "%", 0, 100, "PTV_Eval is at least this part of the PTV (F, rule E10)."),
        new(PtvEvalWarnPercent, 75, "%", 0, 100, "PTV_Eval is at least this part of the PTV (W, rule E10)."),
        new(SliverVolumePercent, 0.2, "%", 0, 100, "Volume that the removal of slivers may take (rule E9)."),
        new(IslandCc, 0.03, "cc", 0, 1000, "A separate piece smaller than this is pointed out (W)."),
        new(NeighbourAreaRatio, 2, "1", 1, 1000, "Ratio of the areas on neighbouring planes (W)."),
        new(CentroidJumpMillimetres, 5, "mm", 0, 500, "Movement of the centroid between neighbouring planes (W)."),
        new(CtEndPlanes, 5, "planes", 0, 100, "CT planes beyond the PTV at both ends, at least (W)."),
        new(FusionResidualWarnMillimetres, 1, "mm", 0, 50, "Mean distance between a structure drawn on the CT and the same one brought over from the MR (W)."),
        new(FusionResidualFailMillimetres, 2, "mm", 0, 50, "Mean distance between a structure drawn on the CT and the same one brought over from the MR: the fusion is refused."),
        new(FusionSecondWarnMillimetres, 1, "mm", 0, 50, "Distance at the target between the pose and a second registration from displaced starts (W)."),
        new(FusionSecondFailMillimetres, 2, "mm", 0, 50, "Distance at the target between the pose and a second registration from displaced starts: the fusion is refused."),
        new(FusionSecondWarnDegrees, 1, "deg", 0, 45, "Rotation between the pose and a second registration from displaced starts (W)."),
        new(FusionSecondFailDegrees, 2, "deg", 0, 45, "Rotation between the pose and a second registration from displaced starts: the fusion is refused."),
        new(FusionReturnMillimetres, 0.5, "mm", 0, 50, "A registration that starts from a displaced pose comes back to within this distance, or ends clearly worse; else the fusion is refused."),
        new(FusionReturnDegrees, 0.5, "deg", 0, 45, "A registration that starts from a displaced pose comes back to within this rotation, or ends clearly worse; else the fusion is refused."),
        new(FusionDisplacedAgreement, 0.99, "1", 0, 1, "A pose displaced by 3 mm or 2 deg has at most this part of the mutual information of the pose; else the fusion is refused."),
        new(FusionVertebraAgreement, 0.97, "1", 0, 1, "A pose displaced by one vertebra has at most this part of the mutual information of the pose; else the fusion is refused."),
        new(FusionElsewhereAgreement, 0.95, "1", 0, 1, "A registration that ends elsewhere has at most this part of the mutual information of the pose; else the fusion is refused."),
        new(TrialGtvLowCc, 1.1, "cc", 0, 100000, "Smallest GTV of the trial: below is a remark."),
        new(TrialGtvHighCc, 183.4, "cc", 0, 100000, "Largest GTV of the trial: above is a remark."),
        new(TrialPtvEvalLowCc, 17.3, "cc", 0, 100000, "Smallest PTV_Eval of the trial: below is a remark."),
        new(TrialPtvEvalHighCc, 468.7, "cc", 0, 100000, "Largest PTV_Eval of the trial: above is a remark."),
    ];

    /// <summary>The default of every limit by its name.</summary>
    public static ImmutableSortedDictionary<string, double> Defaults { get; } =
        All.ToImmutableSortedDictionary(limit => limit.Name, limit => limit.Default, StringComparer.Ordinal);
}
