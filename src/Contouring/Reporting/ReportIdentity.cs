using System.Reflection;

namespace ContourFlow.Contouring.Reporting;

/// <summary>Which program made a report, and of which object.</summary>
internal static class ReportIdentity
{
    /// <summary>The program's version, without the build's commit.</summary>
    public static string ProgramVersion { get; } =
        typeof(ReportIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    /// <summary>SOP Instance UID of the structure set that was written, or null when the case is held.</summary>
    public static string? OutputUid(CaseResult result) =>
        result.StructureSet?.Dataset.GetSingleValueOrDefault(DicomTag.SOPInstanceUID, string.Empty);
}
