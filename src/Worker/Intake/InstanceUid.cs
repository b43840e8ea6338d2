namespace ContourFlow.Worker.Intake;

/// <summary>UIDs that come from the network and become names of files and folders.</summary>
internal static class InstanceUid
{
    /// <summary>Most characters of a UID (DICOM PS3.5 section 9.1).</summary>
    public const int MaximumLength = 64;

    /// <summary>
    /// Whether it is made of numbers with single dots between them, at most 64 characters. Numbers with leading zeros,
    /// which PS3.5 forbids and devices send, pass; what could name another folder does not.
    /// </summary>
    public static bool IsValid(string? uid)
    {
        if (uid is null || uid.Length is 0 or > MaximumLength || uid[0] == '.' || uid[^1] == '.')
            return false;
        for (int i = 0; i < uid.Length; i++)
        {
            if (uid[i] == '.' ? uid[i - 1] == '.' : !char.IsAsciiDigit(uid[i]))
                return false;
        }

        return true;
    }
}
