using ContourFlow.Storage.Scoring;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>The service in one process whose protocol has a table of doses, for the tests of a class; each has a patient of its own.</summary>
public sealed class DosedService : IAsyncLifetime
{
    private readonly TemporaryFolder place = new();
    private ServiceProcess service = null!;

    internal ServiceSetup Setup { get; private set; } = null!;

    internal CaseStory Story { get; private set; } = null!;

    internal string Said => service.Said;

    internal string Folder(string name) => place[name];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Setup = new ServiceSetup(place).WithDoses(place["protocols"]);
        service = await ServiceProcess.StartReadyAsync("serve", Setup, TestContext.Current.CancellationToken);
        Story = new CaseStory(Setup);
    }

    /// <summary>A patient of a test's own.</summary>
    internal SmallCase Case(int number, int version = 0) => SmallCase.In(place[$"case-{number}"], number, version);

    /// <summary>Sends files as a PACS does.</summary>
    internal Task SendAsync(params IReadOnlyCollection<string> files) => Pacs.SendAsync(Setup.Port, files, TestContext.Current.CancellationToken);

    /// <summary>Waits until the doses of a case are these: "20 Gy scored on 1", the dose that its scorecard says of the cord with its margin, the state, the revision.</summary>
    internal Task<IReadOnlyList<DoseScore>> UntilAsync(SmallCase small, params string[] doses) => DoseStory.UntilAsync(Story, small, () => Said, doses);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Story.DisposeAsync();
        service.Dispose();
        place.Dispose();
    }
}
