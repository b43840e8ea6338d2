using System.Text.Json;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting;

/// <summary>
/// Writes report.json: everything that came of a case, for programs. UIDs, ROI names and numbers only, no patient's
/// name, identifier or date of birth. The same result gives the same bytes.
/// </summary>
public static class ReportJson
{
    /// <summary>The name of the format.</summary>
    public const string Schema = "contourflow-report";

    /// <summary>Grows when a member is renamed, removed or changes its meaning; not when one is added.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The report as UTF-8, indented, without byte order mark, ending in a line feed.</summary>
    public static byte[] Write(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = JsonSerializer.SerializeToUtf8Bytes(Document(result), ReportJsonContext.Default.ReportDocument);
        return [.. text, (byte)'\n'];
    }

    private static ReportDocument Document(CaseResult result)
    {
        var protocol = result.Protocol;
        var used = result.Derivation.CarriedRoiNumbers;
        return new(
            Schema,
            SchemaVersion,
            ReportIdentity.ProgramVersion,
            ProductIdentity.AlgorithmVersion,
            ReportVerdicts.Of(result).Word(),
            ReportWords.Summary(result),
            new(protocol.Name, protocol.Version, protocol.Hash, protocol.Title, protocol.Source),
            result.Derivation.Level is { } level ? Level(level) : null,
            PlanningCt(result),
            new(result.Case.StructureSet.SopInstanceUid, result.Case.StructureSet.Label),
            ReportIdentity.OutputUid(result) is { } uid ? new(uid, "UNAPPROVED") : null,
            [.. result.Derivation.Inputs.Select(Input)],
            [.. result.Derivation.Derived.Select(Derived)],
            [.. result.Margins.Select(Margins)],
            new(
                result.Checks.Length,
                result.Checks.Count(check => check.Severity == Severity.Information),
                result.Checks.Count(check => check.Severity == Severity.Warning),
                result.Checks.Count(check => check.Severity == Severity.Failure)),
            [.. result.Checks.Select(Check)],
            [.. CaseFindings.Of(result).Select(Finding)],
            [.. result.Case.StructureSet.Rois.Where(roi => !used.Contains(roi.Number)).Select(roi => new ReportCarriedRoi(
                roi.Name, roi.Number, roi.InterpretedType,
                roi.Geometry is { } geometry ? ReportFigures.Of(geometry).VolumeCc : null,
                roi.Fault?.Message, [.. roi.Findings.Select(Finding)]))],
            [.. result.Case.MrSeries.Select(series => new ReportSeries(
                series.SeriesInstanceUid, "MR", series.Grid.FrameOfReference.ToString(), series.Slices.Length))],
            [.. result.Case.NotUsed.Select(unused => new ReportUnused(
                unused.SopInstanceUid, unused.Kind, unused.ReasonCode, unused.Sentence))],
            [.. result.Fusions.Select(Fusion)]);
    }

    private static ReportLevel Level(LevelDetermination level) =>
        new(level.Group.ToString(), level.First?.ToString(), level.Last?.ToString(), level.Inferred, level.Source);

    private static ReportPlanningCt PlanningCt(CaseResult result)
    {
        var ct = result.Case.Ct;
        var plane = ct.Slices[0].Plane;
        return new(
            ct.StudyInstanceUid, ct.SeriesInstanceUid, ct.Grid.FrameOfReference.ToString(), ct.Grid.Positions.Length,
            ReportNumber.Mm(ct.Grid.Positions[0]), ReportNumber.Mm(ct.Grid.Positions[^1]),
            plane.Rows, plane.Columns, ReportNumber.Fine(plane.RowSpacing), ReportNumber.Fine(plane.ColumnSpacing));
    }

    private static ReportInput Input(UsedInput input)
    {
        var figures = ReportFigures.Of(input.Geometry);
        return new(
            input.Definition.Name, input.RoiName, input.RoiNumber, input.Fingerprint,
            figures.VolumeCc, figures.Planes, figures.LowestZ, figures.HighestZ);
    }

    private static ReportDerived Derived(DerivedStructure derived)
    {
        var figures = ReportFigures.Of(derived.Geometry);
        return new(
            derived.Definition.Name, derived.RoiName, derived.Definition.Role.ToString(), derived.Definition.InterpretedType,
            derived.Definition.Colour.ToString(), derived.GenerationDescription, derived.Expression.Text,
            RecipeInWords.Of(derived.Expression.Expression), [.. derived.Operands.Select(operand => operand.RoiName)],
            figures.VolumeCc, figures.Planes, figures.LowestZ, figures.HighestZ);
    }

    private static ReportMargins Margins(MeasuredMargin margin) => new(
        margin.RoiName, margin.OfRoiName, Six(margin.Asked),
        new(
            Mm(margin.Left), Mm(margin.Right), Mm(margin.Anterior), Mm(margin.Posterior), Mm(margin.Superior),
            Mm(margin.Inferior)));

    private static ReportSixMargins Six(PatientMargins margins) =>
        new(margins.Left, margins.Right, margins.Anterior, margins.Posterior, margins.Superior, margins.Inferior);

    private static ReportCheck Check(CheckResult check) => new(
        check.Id, check.Title, Verdict(check.Severity), check.Figure, check.Limit, check.Sentence, check.Source,
        check.RoiName, Mm(check.Z),
        check.Place is { } place ? new(Mm(place.X), Mm(place.Y), Mm(place.Z)) : null);

    private static ReportFusion Fusion(MrFusion fusion) => new(
        fusion.Mr.StudyInstanceUid, fusion.Mr.SeriesInstanceUid, fusion.Mr.Grid.FrameOfReference.ToString(),
        FusionWords.Weighting(fusion.Mr.Weighting), fusion.Mr.Grid.Positions.Length,
        fusion.IsAccepted ? "accepted" : "refused",
        fusion.IsAccepted ? null : new(fusion.RefusalCode, fusion.Refusal),
        fusion.Pose is { } pose ? Pose(pose) : null,
        [.. fusion.Criteria.Select(Check)]);

    private static ReportPose Pose(FusedPose pose)
    {
        PatientVector shift = PoseInWords.Shift(pose), turn = RotationVector.DegreesOf(pose.MrToCt);
        return new(
            FusionWords.Origin(pose.Origin), pose.RegistrationInstanceUid,
            // Unrounded, for programs that map points by it; without negative zeros.
            [.. pose.MrToCt.ToMatrix().Select(value => value + 0.0)],
            new(Mm(pose.Centre.X), Mm(pose.Centre.Y), Mm(pose.Centre.Z)),
            new(Mm(shift.X), Mm(shift.Y), Mm(shift.Z)), Mm(shift.Length),
            new(Mm(turn.X), Mm(turn.Y), Mm(turn.Z)), Mm(turn.Length),
            PoseInWords.Of(pose));
    }

    private static ReportFinding Finding(Finding finding) =>
        new(Weight(finding.Severity), finding.Code, finding.Sentence, finding.RoiName, Mm(finding.Z));

    /// <summary>JSON knows no NaN and no infinity: what could not be measured is null.</summary>
    private static double? Mm(double? value) => value is { } known && double.IsFinite(known) ? ReportNumber.Mm(known) : null;

    /// <summary>A passed check has severity Information.</summary>
    private static string Verdict(Severity severity) => severity == Severity.Information ? "passed" : Weight(severity);

    /// <summary>A severity in the word that JSON has for it.</summary>
    internal static string Weight(Severity severity) => severity switch
    {
        Severity.Information => "information",
        Severity.Warning => "warning",
        _ => "failure",
    };
}
