namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>Reads the section "levels".</summary>
internal static class LevelsReader
{
    private static readonly (string, VertebralLevel)[] Levels =
        [.. Enum.GetValues<VertebralLevel>().Select(level => (level.ToString(), level))];

    public static LevelsDraft? Read(MappingReader top)
    {
        if (top.Mapping("levels") is not { } reader) return null;
        var infer = reader.Truth("infer-from-canal");
        var lastCord = reader.Choice(reader.Need("last-cord-level"), Levels);
        var reach = reader.Quantity(reader.Need("cord-sac-reach"), "mm", 0, 100);
        var overlap = reader.Quantity(reader.Need("other-canal-overlap"), "cc", 0, 10);
        var foramina = reader.Text("foramina-none");
        var ends = reader.Text("canal-ends-declared");
        var sac = reader.Text("thecal-sac-instead-of-canal");
        reader.RefuseTheRest();
        return new LevelsDraft(reader.Place, lastCord is null || reach is null || overlap is null ? null : new LevelRules(
            infer?.Value ?? false,
            lastCord.Value,
            reach.Value,
            overlap.Value,
            foramina?.Value,
            ends?.Value,
            sac?.Value));
    }
}
