using System.Collections.Immutable;

namespace ContourFlow.Contouring.Reporting;

/// <summary>The shape of report.json, described member by member in docs/report.md.</summary>
internal sealed record ReportDocument(
    string Schema,
    int SchemaVersion,
    string ProgramVersion,
    string AlgorithmVersion,
    string Verdict,
    string Summary,
    ReportProtocol Protocol,
    ReportLevel? Level,
    ReportPlanningCt PlanningCt,
    ReportStructureSet StructureSet,
    ReportOutput? Output,
    ImmutableArray<ReportInput> Inputs,
    ImmutableArray<ReportDerived> Derived,
    ImmutableArray<ReportMargins> Margins,
    ReportCounts Counts,
    ImmutableArray<ReportCheck> Checks,
    ImmutableArray<ReportFinding> Findings,
    ImmutableArray<ReportCarriedRoi> CarriedRois,
    ImmutableArray<ReportSeries> MrSeries,
    ImmutableArray<ReportUnused> NotUsed,
    ImmutableArray<ReportFusion> Fusions);

internal sealed record ReportProtocol(string Name, string Version, string Hash, string Title, string Source);

internal sealed record ReportLevel(string Group, string? First, string? Last, bool Inferred, string Source);

internal sealed record ReportPlanningCt(
    string StudyInstanceUid,
    string SeriesInstanceUid,
    string FrameOfReferenceUid,
    int Planes,
    double LowestZ,
    double HighestZ,
    int Rows,
    int Columns,
    double RowSpacing,
    double ColumnSpacing);

internal sealed record ReportStructureSet(string SopInstanceUid, string Label);

internal sealed record ReportOutput(string SopInstanceUid, string ApprovalStatus);

internal sealed record ReportInput(
    string Name,
    string RoiName,
    int RoiNumber,
    string Fingerprint,
    double VolumeCc,
    int Planes,
    double? LowestZ,
    double? HighestZ);

internal sealed record ReportDerived(
    string Name,
    string RoiName,
    string Role,
    string InterpretedType,
    string Colour,
    string Description,
    string Expression,
    string Words,
    ImmutableArray<string> From,
    double VolumeCc,
    int Planes,
    double? LowestZ,
    double? HighestZ);

internal sealed record ReportMargins(string RoiName, string OfRoiName, ReportSixMargins Asked, ReportSixMargins Measured);

internal sealed record ReportSixMargins(
    double? Left, double? Right, double? Anterior, double? Posterior, double? Superior, double? Inferior);

internal sealed record ReportCounts(int Checks, int Passed, int Warnings, int Failures);

internal sealed record ReportCheck(
    string Id,
    string Title,
    string Verdict,
    string Figure,
    string Limit,
    string Sentence,
    string Source,
    string? RoiName,
    double? Z,
    ReportPoint? Place);

internal sealed record ReportFinding(string Severity, string Code, string Sentence, string? RoiName, double? Z);

internal sealed record ReportCarriedRoi(
    string RoiName, int RoiNumber, string InterpretedType, double? VolumeCc, string? Fault, ImmutableArray<ReportFinding> Findings);

internal sealed record ReportSeries(string SeriesInstanceUid, string Modality, string FrameOfReferenceUid, int Images);

internal sealed record ReportUnused(string? SopInstanceUid, string Kind, string ReasonCode, string Sentence);

internal sealed record ReportFusion(
    string StudyInstanceUid,
    string SeriesInstanceUid,
    string FrameOfReferenceUid,
    string Weighting,
    int Planes,
    string Verdict,
    ReportRefusal? Refusal,
    ReportPose? Pose,
    ImmutableArray<ReportCheck> Criteria);

internal sealed record ReportRefusal(string? Code, string? Sentence);

internal sealed record ReportPose(
    string Origin,
    string? RegistrationInstanceUid,
    ImmutableArray<double> MrToCt,
    ReportPoint Centre,
    ReportPoint ShiftAtCentre,
    double? Shift,
    ReportPoint RotationDegrees,
    double? Rotation,
    string Words);

internal sealed record ReportPoint(double? X, double? Y, double? Z);
