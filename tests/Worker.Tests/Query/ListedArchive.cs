using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Tests.Query;

/// <summary>An archive that answers each query by a function, and remembers what it was asked.</summary>
internal sealed class ListedArchive(Func<LevelQuery, IEnumerable<DicomDataset>> answer) : IQueriedArchive
{
    public string Name => "LISTED";

    public List<LevelQuery> Asked { get; } = [];

    public Task<Matches> FindAsync(LevelQuery query, int limit, CancellationToken cancellationToken)
    {
        Asked.Add(query);
        DicomDataset[] all = [.. answer(query)];
        return Task.FromResult(new Matches([.. all.Take(limit)], all.Length > limit));
    }
}
