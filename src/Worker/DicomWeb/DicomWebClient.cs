using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>An archive asked by DICOMweb (PS3.18): search, retrieval and storage, as beside them by C-FIND, C-GET and C-STORE.</summary>
internal sealed class DicomWebClient
{
    private readonly DicomWebOptions options;
    private readonly ILogger log;
    private readonly ArchiveExchange exchange;

    /// <summary>Makes the client.</summary>
    /// <param name="http">What asks: of <see cref="DicomWebHandler.CreateClient"/>, or with a timeout that is no shorter than an upload takes. Not disposed of here.</param>
    /// <param name="options">Where the archive is, and how it is asked.</param>
    /// <param name="time">The clock of the deadlines.</param>
    /// <param name="log">Where UIDs, codes and counts are told.</param>
    /// <exception cref="OptionsValidationException">The options cannot be used; all that is wrong with them.</exception>
    public DicomWebClient(HttpClient http, DicomWebOptions options, TimeProvider time, ILogger<DicomWebClient> log)
    {
        options.Validate();
        this.options = options;
        this.log = log;
        exchange = new ArchiveExchange(http, options, time);
    }

    /// <inheritdoc cref="QidoSearch.FindAsync"/>
    public IAsyncEnumerable<DicomDataset> FindAsync(QidoQuery query, CancellationToken cancellationToken) =>
        new QidoSearch(exchange, options, log).FindAsync(query, cancellationToken);

    /// <inheritdoc cref="WadoRetrieval.RetrieveAsync"/>
    /// <param name="intake">Where the objects go.</param>
    /// <param name="study">Study Instance UID.</param>
    /// <param name="series">Series Instance UID; null for all of the study.</param>
    /// <param name="instance">SOP Instance UID; null for all of the series.</param>
    /// <param name="cancellationToken">Ends it; of an object that is on its way nothing is left.</param>
    public IAsyncEnumerable<RetrievedObject> RetrieveAsync(
        IIntake intake, string study, string? series, string? instance, CancellationToken cancellationToken) =>
        instance is not null && series is null
            ? throw new ArgumentException("An instance is retrieved by its study and series.", nameof(series))
            : new WadoRetrieval(exchange, options, intake, log).RetrieveAsync(study, series, instance, cancellationToken);

    /// <inheritdoc cref="StowSending.SendAsync"/>
    public IAsyncEnumerable<StowOutcome> SendAsync(IEnumerable<StowObject> objects, string? study, CancellationToken cancellationToken) =>
        new StowSending(exchange, options, log).SendAsync(objects, study, cancellationToken);
}
