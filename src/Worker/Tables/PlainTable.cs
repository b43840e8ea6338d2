using Spectre.Console;

namespace ContourFlow.Worker.Tables;

/// <summary>Tables as this program prints them: thin lines, figures to the right, text never taken for markup.</summary>
internal static class PlainTable
{
    /// <summary>A table with columns of text.</summary>
    public static Table With(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(new Text(column)));
        return table;
    }

    /// <summary>Adds columns of figures.</summary>
    public static Table Figures(this Table table, params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
            table.AddColumn(new TableColumn(new Text(column)) { NoWrap = true }.RightAligned());
        return table;
    }

    /// <summary>Adds a row.</summary>
    public static void AddTextRow(this Table table, params IEnumerable<string> cells) =>
        table.AddRow(cells.Select(cell => new Text(cell)));
}
