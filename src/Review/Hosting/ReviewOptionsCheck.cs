using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ContourFlow.Review.Access;

namespace ContourFlow.Review.Hosting;

/// <summary>Whether the page can be served as its options say, and safely.</summary>
public static class ReviewOptionsCheck
{
    private static readonly TimeSpan s_longestSession = TimeSpan.FromDays(7);

    /// <summary>What is impossible or unsafe: the option's name and a sentence each; empty where nothing is.</summary>
    public static IReadOnlyList<(string Option, string Sentence)> Faults(ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<(string Option, string Sentence)>();
        Place(options, Ask);
        Certificate(options.Certificate, Ask);
        Access(options.Access, Ask);
        Ask(options.OhifFolder is null || File.Exists(Path.Combine(options.OhifFolder, "index.html")), nameof(options.OhifFolder), "there is no index.html in it. Name the folder dist of the npm package @ohif/app.");
        return faults;

        void Ask(bool isRight, string option, string otherwise)
        {
            if (!isRight)
                faults.Add((option, otherwise));
        }
    }

    private static void Place(ReviewOptions options, Action<bool, string, string> ask)
    {
        ask(!string.IsNullOrWhiteSpace(options.Folder), nameof(options.Folder), "a folder has to be named.");
        ask(options.Port is >= 0 and <= 65535, nameof(options.Port), $"{options.Port} is no port.");
        foreach (string proxy in options.KnownProxies)
            ask(ProxyNetwork.Read(proxy) is not null, nameof(options.KnownProxies), $"'{proxy}' is not {ProxyNetwork.Form}.");
        ask(
            options.PublicAddress is not { } known || (known.IsAbsoluteUri && (known.Scheme == Uri.UriSchemeHttps || known.Scheme == Uri.UriSchemeHttp) && known.PathAndQuery == "/" && known.UserInfo.Length == 0 && known.Fragment.Length == 0),
            nameof(options.PublicAddress),
            "it is scheme and host, with a port where that is another than the scheme's: https://review.example.org.");
        if (!IPAddress.TryParse(options.Address, out IPAddress? address))
        {
            ask(false, nameof(options.Address), $"'{options.Address}' is no address of this machine.");
            return;
        }

        bool isLoopback = IPAddress.IsLoopback(address);
        bool hasProvider = options.Access.OpenIdConnect is not null;
        ask(isLoopback || hasProvider, nameof(options.Address), "who signs in by the printed token is known to this machine only: listen at a loopback address, or configure OpenIdConnect.");
        ask(isLoopback || options.Certificate is not null || options.KnownProxies.Count > 0, nameof(options.Address), "patients' images would cross the network in the clear: give a Certificate, or name KnownProxies that have one.");
        ask(isLoopback || options.PublicAddress is not null, nameof(options.PublicAddress), "it is needed where Address is no loopback address: requests for any other host are refused.");
        ask(hasProvider || options.KnownProxies.Count == 0, nameof(options.KnownProxies), "behind a proxy people sign in by OpenIdConnect; the printed token is for browsers on this machine.");
        ask(hasProvider || options.PublicAddress is not { IsAbsoluteUri: true } shown || shown.IsLoopback, nameof(options.PublicAddress), "under another name than the loopback's people sign in by OpenIdConnect.");
        ask(options.PublicAddress is not { IsAbsoluteUri: true } open || open.Scheme == Uri.UriSchemeHttps || open.IsLoopback, nameof(options.PublicAddress), "it begins with https://: cookies and images are not for the clear.");
    }

    private static void Certificate(ReviewCertificate? files, Action<bool, string, string> ask)
    {
        if (files is null)
            return;
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            ask(false, nameof(ReviewOptions.Certificate), $"certificate and key cannot be read as PEM files: {fault.Message}");
        }
    }

    private static void Access(ReviewAccess access, Action<bool, string, string> ask)
    {
        ask(access.IdleTimeout >= TimeSpan.FromMinutes(1) && access.IdleTimeout <= s_longestSession, nameof(access.IdleTimeout), "between a minute and seven days.");
        ask(access.SessionTimeout >= access.IdleTimeout && access.SessionTimeout <= s_longestSession, nameof(access.SessionTimeout), "not shorter than IdleTimeout, and up to seven days.");
        if (access.OpenIdConnect is not { } provider)
            return;
        ask(
            Uri.TryCreate(provider.Authority, UriKind.Absolute, out Uri? authority) && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)),
            $"{nameof(access.OpenIdConnect)}:{nameof(provider.Authority)}",
            "it begins with https:// (http:// on a loopback address only).");
        Named(provider.ClientId, nameof(provider.ClientId));
        Named(provider.NameClaim, nameof(provider.NameClaim));
        Named(provider.RoleClaim, nameof(provider.RoleClaim));
        string[] groups = [provider.Viewer, provider.Reviewer, provider.Admin];
        ask(groups.All(name => !string.IsNullOrWhiteSpace(name)) && groups.Distinct(StringComparer.Ordinal).Count() == groups.Length, nameof(access.OpenIdConnect), "Viewer, Reviewer and Admin are three values of the role claim.");

        void Named(string value, string option) => ask(!string.IsNullOrWhiteSpace(value), $"{nameof(access.OpenIdConnect)}:{option}", "it has to be given.");
    }
}
