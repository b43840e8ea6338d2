using System.CommandLine;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Commands;

/// <summary>The options of commands that ask an archive: where it is and how it is asked.</summary>
internal sealed class ArchiveOptions
{
    private readonly PeerOptions tls = new();
    private readonly Option<RemoteAe?> from = new("--from")
    {
        Description = "The archive: TITLE@host:port",
        CustomParser = result => PeerOptions.Read(result, RemoteAe.Read, RemoteAe.Form) is [var remote, ..] ? remote : null,
    };

    private readonly Option<Uri?> web = new("--web")
    {
        Description = "The archive by DICOMweb: the address that /studies is added to",
        CustomParser = result => PeerOptions.Read(result, WebAddress, "an address that begins with http:// or https://") is [var root, ..] ? root : null,
    };

    private readonly Option<string> title = PeerOptions.CallingTitle();
    private readonly Option<string?> token = new("--token-file") { Description = "File with the bearer token of the archive's DICOMweb" };
    private readonly Option<double> timeout;

    /// <param name="responseSeconds">How long an answer may take where nothing else is said.</param>
    public ArchiveOptions(double responseSeconds) =>
        timeout = NumberOption.Deadline("--response-seconds", "How long the archive may be silent", responseSeconds);

    /// <summary>--verbose.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Tell of each association and object" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[from, web, title, token, timeout, Verbose, tls.Tls, tls.Certificate, tls.Key, tls.Authority])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(from) is null == result.GetResult(web) is null)
                result.AddError("Name the archive by --from or by --web, one of both.");
        });
    }

    /// <summary>The archive that a command line names.</summary>
    public ArchiveAddress Of(ParseResult parsed) => new(
        parsed.GetValue(from),
        parsed.GetValue(web),
        parsed.GetRequiredValue(title),
        tls.TlsOf(parsed),
        parsed.GetValue(token),
        TimeSpan.FromSeconds(parsed.GetValue(timeout)));

    private static Uri? WebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;
}
