namespace ContourFlow.Contouring.Cases;

/// <summary>What an MR series must be like to be fused onto the planning CT; the protocol says.</summary>
/// <param name="MaximumPlaneSpacing">Largest distance between neighbouring planes, mm.</param>
/// <param name="MaximumAgeDays">Largest number of days between the acquisitions of MR and CT, either way.</param>
/// <param name="AllowLossyCompression">Whether images that went through lossy compression are used.</param>
public sealed record MrRules(double MaximumPlaneSpacing, double MaximumAgeDays, bool AllowLossyCompression = false);
