using System.CommandLine;
using ContourFlow.Storage.Cases;
using ContourFlow.Worker.Operations.Cases;

namespace ContourFlow.Worker.Commands;

/// <summary>Options of commands that list cases page by page.</summary>
internal sealed class CasePaging
{
    private const int MostOnPage = 1000;

    /// <summary>`--uid`.</summary>
    public Option<string?> Uid { get; } = new("--uid") { Description = "Cases whose CT series or study has a UID that begins like this" };

    /// <summary>`--page-size`.</summary>
    public Option<int> PageSize { get; } = NumberOption.Count("--page-size", "Cases on a page", 100, MostOnPage);

    /// <summary>`--after`.</summary>
    public Option<CaseCursor?> After { get; } = new("--after")
    {
        Description = "Where the page before ended, as it said",
        CustomParser = result =>
        {
            CaseCursor? cursor = CursorText.Read(result.Tokens[0].Value);
            if (cursor is null)
                result.AddError($"'{result.Tokens[0].Value}' is no end of a page. --after takes {CursorText.Form}.");
            return cursor;
        },
    };

    /// <summary>What is asked for.</summary>
    public CaseFilter Of(ParseResult parsed) =>
        new() { UidPrefix = parsed.GetValue(Uid), PageSize = parsed.GetValue(PageSize), After = parsed.GetValue(After) };
}
