using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.Query;

/// <summary>Where an archive is and how it is asked: by DIMSE or by DICOMweb, one of both.</summary>
/// <param name="Remote">Its application entity; null where it is asked by DICOMweb.</param>
/// <param name="Web">The root of its DICOMweb; null where it is asked by DIMSE.</param>
/// <param name="CallingAe">The title that we call with.</param>
/// <param name="Tls">Secures the connection; null: by DIMSE it is not secured, by DICOMweb the address says it.</param>
/// <param name="TokenFile">File with the bearer token of its DICOMweb; null for none.</param>
/// <param name="ResponseTimeout">How long an answer, or a sign of life after it began, may take.</param>
internal sealed record ArchiveAddress(RemoteAe? Remote, Uri? Web, string CallingAe, TlsFiles? Tls, string? TokenFile, TimeSpan ResponseTimeout)
{
    /// <summary>Makes what asks. Nothing is connected yet.</summary>
    /// <exception cref="PeerOptionsException">The address, or a file of it, cannot be used.</exception>
    public OpenArchive Open(ILoggerFactory loggers)
    {
        if (ResponseTimeout <= TimeSpan.Zero || ResponseTimeout > TimeSpan.FromDays(1))
            throw new PeerOptionsException("--response-seconds is more than 0 and at most a day.");
        if (Web is null == Remote is null)
            throw new PeerOptionsException("Name the archive by --from or by --web, one of both.");
        if (Remote is { } remote)
        {
            var destination = new Destination(remote, CallingAe, Tls, ResponseTimeout, loggers.CreateLogger("ContourFlow.Dicom"));
            return new OpenArchive(new DimseArchive(destination), destination, web: null, http: null);
        }

        try
        {
            DicomWebOptions options = WebOptions();
            HttpClient http = DicomWebHandler.CreateClient(options);
            var web = new DicomWebClient(http, options, TimeProvider.System, loggers.CreateLogger<DicomWebClient>());
            return new OpenArchive(new WebArchive(web, Web!), destination: null, web, http);
        }
        catch (OptionsValidationException fault)
        {
            throw new PeerOptionsException(fault.Message, fault);
        }
    }

    private DicomWebOptions WebOptions() => new()
    {
        Root = Web!,
        BearerToken = Token(),
        Tls = Tls,
        AnswerTimeout = ResponseTimeout,
        IdleTimeout = ResponseTimeout,
    };

    private string? Token()
    {
        if (TokenFile is null)
            return null;
        try
        {
            return File.ReadAllText(TokenFile).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PeerOptionsException($"The token of --token-file cannot be read from {TokenFile}.", fault);
        }
    }
}

/// <summary>An archive that can be asked.</summary>
internal sealed class OpenArchive(IQueriedArchive queried, Destination? destination, DicomWebClient? web, HttpClient? http) : IDisposable
{
    /// <summary>Asks what it has.</summary>
    public IQueriedArchive Queried { get; } = queried;

    /// <summary>How it is talked to by DIMSE; null where it is asked by DICOMweb.</summary>
    public Destination? Destination { get; } = destination;

    /// <summary>Its DICOMweb; null where it is asked by DIMSE.</summary>
    public DicomWebClient? Web { get; } = web;

    /// <inheritdoc/>
    public void Dispose() => http?.Dispose();
}
