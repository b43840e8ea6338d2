using System.Collections.Immutable;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Inspection;

/// <summary>DICOMDIR files as tables.</summary>
internal static class MediaDirectoryTables
{
    // A medium can lack thousands of files; JSON has them all.
    private const int MostNames = 20;

    public static void Show(IAnsiConsole console, ImmutableArray<MediaDirectory> directories)
    {
        foreach (MediaDirectory directory in directories)
        {
            console.WriteLine($"{directory.File} lists {directory.Patients} patients, {directory.Series.Length} series, {directory.Series.Sum(s => s.Objects)} objects");
            foreach (string fault in directory.Faults)
                console.WriteLine($"  {fault}");
            if (!directory.Series.IsEmpty)
                console.Write(Series(directory.Series));
            Names(console, directory.Missing, "listed and not there");
            Names(console, directory.Unlisted, "there and not listed");
        }
    }

    private static Table Series(ImmutableArray<MediaSeries> all)
    {
        Table table = PlainTable.With("Patient of the DICOMDIR", "Series").Figures("Objects", "Missing");
        foreach (MediaSeries series in all)
            table.AddTextRow($"{series.Patient}", $"{series.Modality} {series.SeriesInstanceUid}", $"{series.Objects}", $"{series.Missing}");
        return table;
    }

    private static void Names(IAnsiConsole console, ImmutableArray<string> names, string what)
    {
        if (names.IsEmpty)
            return;
        console.WriteLine($"  {names.Length} {what}:");
        foreach (string name in names.Take(MostNames))
            console.WriteLine($"    {name}");
        if (names.Length > MostNames)
            console.WriteLine($"    and {names.Length - MostNames} more");
    }
}
