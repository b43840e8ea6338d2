using System.Globalization;
using ContourFlow.Contouring.Reporting;
using CsvHelper;

namespace ContourFlow.Contouring.Dose;

/// <summary>A scorecard as comma-separated values (RFC 4180, UTF-8): the table, and the curves. A name that a spreadsheet would take for a formula is escaped.</summary>
internal static class DoseCsv
{
    /// <summary>A line for each objective.</summary>
    public static byte[] Objectives(DoseScorecard scorecard) => Write(csv =>
    {
        Row(csv, "structure", "roi_name", "metric", "unit", "value", "low", "high", "optimal", "optimal_verdict", "mandatory", "mandatory_verdict", "verdict", "reason_code", "sentence");
        foreach (var line in scorecard.Objectives)
        {
            Row(
                csv, line.Structure, line.RoiName, line.Metric, line.Unit, Text(line.Value), Text(line.Low), Text(line.High),
                line.Optimal?.Text, line.Optimal?.Verdict, line.Mandatory?.Text, line.Mandatory?.Verdict, line.Verdict, line.ReasonCode, line.Sentence);
        }
    });

    /// <summary>A column for each structure that has a curve: percent of its volume that gets at least the dose of the first column, Gy; two lines of head.</summary>
    public static byte[] Curves(DoseScorecard scorecard)
    {
        var structures = scorecard.Structures.Where(structure => structure.Curve.Length > 0).ToList();
        return Write(csv =>
        {
            Row(csv, [.. structures.Select(structure => structure.RoiName + " %").Prepend("dose_gy")]);
            Row(csv, [.. structures.Select(structure => Text(structure.VolumeCc) + " cc").Prepend("volume")]);
            var points = structures.Count > 0 ? structures.Max(structure => structure.Curve.Length) : 0;
            for (var i = 0; i < points; i++)
            {
                var dose = i * structures[0].CurveStepGy;
                Row(csv, [.. structures.Select(structure => i < structure.Curve.Length ? Text(structure.Curve[i]) : "0").Prepend(ReportNumber.Text(dose, 1))]);
            }
        });
    }

    private static byte[] Write(Action<CsvWriter> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = false }, leaveOpen: true))
            rows(csv);
        return bytes.ToArray();
    }

    private static void Row(CsvWriter csv, params string?[] fields) => csv.WriteRecord(fields!);

    private static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
