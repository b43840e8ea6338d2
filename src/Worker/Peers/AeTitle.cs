namespace ContourFlow.Worker.Peers;

/// <summary>AE titles (DICOM PS3.5 section 6.2, VR AE).</summary>
internal static class AeTitle
{
    /// <summary>Whether a text is one: 1 to 16 characters of the default repertoire, no backslash, no space at its ends.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= 16 && text.All(c => c is >= ' ' and <= '~' and not '\\') && text.Trim() == text;
}
