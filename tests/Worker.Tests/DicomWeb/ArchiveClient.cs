using ContourFlow.Worker.DicomWeb;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>A client of an archive under test, with its log.</summary>
internal sealed class ArchiveClient : IDisposable
{
    /// <summary>The study that is retrieved where none is named: that of <c>SmallObject</c>.</summary>
    private const string Study = "2.25.100";

    private readonly HttpClient http;

    public ArchiveClient(Uri root, Func<DicomWebOptions, DicomWebOptions>? with = null)
    {
        var options = new DicomWebOptions { Root = root, AnswerTimeout = TimeSpan.FromSeconds(120), IdleTimeout = TimeSpan.FromSeconds(120) };
        options = with?.Invoke(options) ?? options;
        http = DicomWebHandler.CreateClient(options);
        Client = new DicomWebClient(http, options, TimeProvider.System, Log.For<DicomWebClient>());
    }

    public DicomWebClient Client { get; }

    public LogLines Log { get; } = new();

    public async Task<List<DicomDataset>> FindAsync(QidoQuery query) =>
        await Client.FindAsync(query, TestContext.Current.CancellationToken).ToListAsync();

    public async Task<List<RetrievedObject>> RetrieveAsync(MemoryIntake intake, string? series = null, string? instance = null, string study = Study) =>
        await Client.RetrieveAsync(intake, study, series, instance, TestContext.Current.CancellationToken).ToListAsync();

    public async Task<List<StowOutcome>> SendAsync(IEnumerable<StowObject> objects, string? study = null) =>
        await Client.SendAsync(objects, study, TestContext.Current.CancellationToken).ToListAsync();

    public void Dispose() => http.Dispose();
}
