using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Fusion;

namespace ContourFlow.Contouring.Reporting;

/// <summary>What the reports say of a fusion, for people and for programs.</summary>
internal static class FusionWords
{
    /// <summary>"T2-weighted MR".</summary>
    public static string Series(MrWeighting weighting) => weighting switch
    {
        MrWeighting.T1 => "T1-weighted MR",
        MrWeighting.T2 => "T2-weighted MR",
        _ => "MR whose weighting its header does not tell",
    };

    /// <summary>The weighting in report.json: "T1", "T2" or "unknown".</summary>
    public static string Weighting(MrWeighting weighting) => weighting switch
    {
        MrWeighting.T1 => "T1",
        MrWeighting.T2 => "T2",
        _ => "unknown",
    };

    /// <summary>Where the pose came from, as a sentence.</summary>
    public static string Source(PoseOrigin origin) => origin switch
    {
        PoseOrigin.Registration => "The pose was found here by image content.",
        PoseOrigin.OtherSeriesOfFrame => "The pose is that of another MR of the same frame of reference; the images were held against it.",
        PoseOrigin.SharedFrame => "MR and CT state one frame of reference; the images were held against it.",
        _ => "The pose is stated by a Spatial Registration object that came with the case; the images were held against it.",
    };

    /// <summary>The origin in report.json.</summary>
    public static string Origin(PoseOrigin origin) => origin switch
    {
        PoseOrigin.Registration => "registration",
        PoseOrigin.OtherSeriesOfFrame => "other-series-of-frame",
        PoseOrigin.SharedFrame => "shared-frame",
        _ => "supplied-registration",
    };
}
