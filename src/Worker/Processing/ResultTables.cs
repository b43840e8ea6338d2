using ContourFlow.Contouring;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Reporting;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Processing;

/// <summary>The tables of a processed case.</summary>
internal static class ResultTables
{
    /// <summary>Inputs and derived structures with what they are made of, volumes and extent.</summary>
    public static Table Structures(CaseResult result)
    {
        Table table = PlainTable.With("Structure", "Made of").Figures("Volume cc", "Planes", "z from", "z to mm");
        foreach (UsedInput input in result.Derivation.Inputs)
            AddStructure(table, input.RoiName, input.FromMr is null ? "as drawn" : $"drawn on MR as '{input.FromMr.Roi.Name}'", input.Geometry);
        foreach (DerivedStructure derived in result.Derivation.Derived)
            AddStructure(table, derived.RoiName, derived.GenerationDescription, derived.Geometry);
        return table;
    }

    /// <summary>Every MR with the verdict on its fusion, the pose, and what refused or warns.</summary>
    public static Table Fusions(CaseResult result)
    {
        Table table = PlainTable.With("Fusion", "MR series", "Weighting", "Pose, or why not");
        foreach (MrFusion fusion in result.Fusions)
        {
            table.AddTextRow(
                fusion.IsAccepted ? "accepted" : "REFUSED",
                fusion.Mr.SeriesInstanceUid,
                fusion.Mr.Weighting.ToString(),
                fusion.IsAccepted ? PoseInWords.Of(fusion.Pose!) : fusion.Refusal!);
        }

        return table;
    }

    /// <summary>Margins as measured in the written object beside those that were asked for.</summary>
    public static Table Margins(CaseResult result)
    {
        Table table = PlainTable.With("Margin, measured (asked) mm")
            .Figures("Left", "Right", "Anterior", "Posterior", "Superior", "Inferior");
        foreach (MeasuredMargin margin in result.Margins)
        {
            PatientMargins asked = margin.Asked;
            table.AddTextRow(
                $"{margin.RoiName} from {margin.OfRoiName}",
                Pair(margin.Left, asked.Left),
                Pair(margin.Right, asked.Right),
                Pair(margin.Anterior, asked.Anterior),
                Pair(margin.Posterior, asked.Posterior),
                Pair(margin.Superior, asked.Superior),
                Pair(margin.Inferior, asked.Inferior));
        }

        return table;
    }

    /// <summary>Every check with figure, limit and verdict.</summary>
    public static Table Checks(CaseResult result)
    {
        Table table = PlainTable.With("Verdict", "Check", "Figure", "Limit");
        foreach (CheckResult check in result.Checks)
            table.AddTextRow(check.Severity == Severity.Information ? "passed" : Word(check.Severity), check.Title, check.Figure, check.Limit);
        return table;
    }

    /// <summary>A severity in a word.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Failure => "FAILED",
        Severity.Warning => "warning",
        _ => "information",
    };

    private static void AddStructure(Table table, string name, string madeOf, Structure structure)
    {
        if (structure.IsEmpty)
        {
            table.AddTextRow(name, madeOf, "0.00", "0", "", "");
            return;
        }

        table.AddTextRow(
            name,
            madeOf,
            $"{StructureMeasures.Volume(structure) / 1000:0.00}",
            $"{structure.Regions.Length}",
            $"{structure.Regions[0].Z:0.00}",
            $"{structure.Regions[^1].Z:0.00}");
    }

    private static string Pair(double measured, double asked) =>
        double.IsFinite(measured) ? $"{measured:0.00} ({asked:0.##})" : $"– ({asked:0.##})";
}
