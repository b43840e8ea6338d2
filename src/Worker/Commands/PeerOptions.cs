using System.CommandLine;
using System.CommandLine.Parsing;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Commands;

/// <summary>The options that commands which talk to other systems have in common.</summary>
internal sealed class PeerOptions
{
    /// <summary>Port that DICOM receivers listen at where nothing else is agreed (IANA: dicom).</summary>
    public const int DicomPort = 11112;

    /// <summary>--tls-cert.</summary>
    public Option<string?> Certificate { get; } = new("--tls-cert") { Description = "PEM file with our certificate (and those up to its root): connections are secured by TLS" };

    /// <summary>--tls-key.</summary>
    public Option<string?> Key { get; } = new("--tls-key") { Description = "PEM file with the key of our certificate" };

    /// <summary>--tls-ca.</summary>
    public Option<string?> Authority { get; } = new("--tls-ca") { Description = "PEM file of the authorities that the peer's certificate has to come from" };

    /// <summary>--tls.</summary>
    public Option<bool> Tls { get; } = new("--tls") { Description = "Secure the connection by TLS, trusting --tls-ca or else what the system trusts" };

    /// <summary>The files of TLS; null where the connection is not secured.</summary>
    public TlsFiles? TlsOf(ParseResult parsed)
    {
        var files = new TlsFiles(parsed.GetValue(Certificate), parsed.GetValue(Key), parsed.GetValue(Authority));
        bool isWanted = parsed.GetValue(Tls) || files.Certificate is not null || files.Key is not null || files.Authority is not null;
        return isWanted ? files : null;
    }

    /// <summary>--aet.</summary>
    public static Option<string> CallingTitle()
    {
        var title = new Option<string>("--aet") { Description = "AE title that we call with", DefaultValueFactory = _ => "CONTOURFLOW" };
        title.Validators.Add(CheckTitle);
        return title;
    }

    /// <summary>Refuses what is no AE title.</summary>
    public static void CheckTitle(OptionResult result)
    {
        if (result.Tokens is [var token] && !AeTitle.IsValid(token.Value))
            result.AddError($"'{token.Value}' is no AE title: 1 to 16 characters, no backslash.");
    }

    /// <summary>An option that names other systems, TITLE@host:port.</summary>
    public static Option<RemoteAe[]> Remote(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Read(result, RemoteAe.Read, RemoteAe.Form),
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Reads each token; what cannot be read is told with the form that is wanted.</summary>
    public static T[] Read<T>(ArgumentResult result, Func<string, T?> read, string form)
        where T : class
    {
        var values = new List<T>();
        foreach (Token token in result.Tokens)
        {
            if (read(token.Value) is { } value)
                values.Add(value);
            else
                result.AddError($"'{token.Value}' is not {form}.");
        }

        return [.. values];
    }
}
