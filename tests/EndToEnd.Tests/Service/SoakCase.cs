namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>A case of the soak: how it is sent, and what has to come of it.</summary>
internal sealed class SoakCase
{
    private readonly SmallCase first;
    private readonly SmallCase? second;
    private readonly Random chance;

    /// <param name="folder">For its files.</param>
    /// <param name="number">Which one: by it every twentieth has a gap, every tenth gets a second structure set, every seventh comes twice, shuffled.</param>
    /// <param name="seed">Of its order.</param>
    public SoakCase(string folder, int number, int seed)
    {
        HasGap = number % 20 == 7;
        IsTwice = number % 7 == 2;
        first = SmallCase.In(folder, number, gap: HasGap);
        second = number % 10 == 3 ? SmallCase.In(folder, number, version: 1) : null;
        chance = new Random((seed * 1_000_003) ^ number);
    }

    /// <summary>Whether it cannot be done and has to be held.</summary>
    public bool HasGap { get; }

    /// <summary>Whether it comes twice, shuffled.</summary>
    public bool IsTwice { get; }

    /// <summary>What has to be in the archive in the end.</summary>
    public SmallCase Newest => second ?? first;

    /// <summary>What may be there besides: what the first structure set gave, where it was published before the second one came.</summary>
    public SmallCase? Older => second is null ? null : first;

    /// <summary>Sends it as a PACS does, again until everything was answered.</summary>
    public async Task SendAsync(int port, CancellationToken cancellationToken)
    {
        string[] files = [.. first.Files];
        if (IsTwice)
        {
            chance.Shuffle(files);
            string[] again = [.. first.Files];
            chance.Shuffle(again);
            await Task.WhenAll(Pacs.SendAsync(port, files, cancellationToken), Pacs.SendAsync(port, again, cancellationToken));
        }
        else
        {
            await Pacs.SendAsync(port, files, cancellationToken);
        }

        if (second is not null)
        {
            await Task.Delay(TimeSpan.FromSeconds(chance.NextDouble() * 8), cancellationToken);
            await Pacs.SendAsync(port, [second.Files[^1]], cancellationToken);
        }
    }
}
