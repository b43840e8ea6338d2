namespace ContourFlow.Contouring.Protocols;

/// <summary>Which drawing counts where a structure is drawn on the planning CT and on an MR.</summary>
public enum DrawingPreference
{
    /// <summary>The one on the planning CT.</summary>
    Ct,

    /// <summary>The one on the MR.</summary>
    Mr,
}

/// <summary>How MR series are fused onto the planning CT, and when a fusion may be trusted.</summary>
/// <param name="MaximumAgeDays">Largest number of days between the acquisitions of MR and CT, either way.</param>
/// <param name="MaximumPlaneSpacing">Largest distance between neighbouring MR planes, mm.</param>
/// <param name="MaximumRotationDegrees">Largest rotation of an accepted pose, degrees about its axis.</param>
/// <param name="MaximumTranslation">Largest displacement of the target's centre by an accepted pose, mm.</param>
/// <param name="MinimumOverlap">Smallest part of the region around the target that the MR covers, 0 to 1.</param>
/// <param name="Prefer">Which drawing counts where a structure is drawn on both.</param>
public sealed record FusionRules(
    double MaximumAgeDays,
    double MaximumPlaneSpacing,
    double MaximumRotationDegrees,
    double MaximumTranslation,
    double MinimumOverlap,
    DrawingPreference Prefer);
