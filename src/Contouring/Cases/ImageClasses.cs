namespace ContourFlow.Contouring.Cases;

/// <summary>What a SOP class UID says of the kind of an image.</summary>
internal static class ImageClasses
{
    private static readonly string[] Ct =
        [DicomUID.CTImageStorage.UID, DicomUID.EnhancedCTImageStorage.UID, DicomUID.LegacyConvertedEnhancedCTImageStorage.UID];

    private static readonly string[] Mr =
        [DicomUID.MRImageStorage.UID, DicomUID.EnhancedMRImageStorage.UID, DicomUID.LegacyConvertedEnhancedMRImageStorage.UID];

    /// <summary>True for a CT image's class.</summary>
    public static bool IsCt(string sopClassUid) => Ct.Contains(sopClassUid, StringComparer.Ordinal);

    /// <summary>True for an MR image's class.</summary>
    public static bool IsMr(string sopClassUid) => Mr.Contains(sopClassUid, StringComparer.Ordinal);

    /// <summary>"CT ", "MR ", or nothing: before the word series in a sentence.</summary>
    public static string Word(string sopClassUid) =>
        IsMr(sopClassUid) ? "MR " : IsCt(sopClassUid) ? "CT " : string.Empty;
}
