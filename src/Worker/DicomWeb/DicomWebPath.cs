using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Paths of DICOMweb's resources below the root (PS3.18 section 10.1.1).</summary>
internal static class DicomWebPath
{
    /// <summary>The path of a study, a series or an instance; empty for the root.</summary>
    /// <exception cref="ArgumentException">What should be a UID is none; says which, not what it is.</exception>
    public static string Of(string? study, string? series = null, string? instance = null) =>
        Piece("studies", study, "Study") + Piece("series", series, "Series") + Piece("instances", instance, "SOP");

    private static string Piece(string collection, string? uid, string level) =>
        uid is null ? ""
        : InstanceUid.IsValid(uid) ? $"/{collection}/{uid}"
        : throw new ArgumentException($"The {level} Instance UID that was given is not a UID.", nameof(uid));
}
