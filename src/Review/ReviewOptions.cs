namespace ContourFlow.Review;

/// <summary>How the review page is served.</summary>
public sealed record ReviewOptions
{
    /// <summary>Address to listen at. Anything but a loopback address needs a certificate and OpenID Connect.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8090;

    /// <summary>Folder for images that are prepared for the page once, and for the keys of its cookies. It holds patient data.</summary>
    public required string Folder { get; init; }

    /// <summary>Certificate and key as PEM files; null: plain HTTP, which a loopback address or a proxy in front allows.</summary>
    public ReviewCertificate? Certificate { get; init; }

    /// <summary>
    /// Address that browsers know the page by, where it is another than the one listened at: <c>https://review.example.org</c>. Requests for another
    /// host are refused. Null: the address listened at and the loopback names.
    /// </summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>IP addresses of proxies, or networks that they are in (<c>10.42.0.0/16</c>), whose X-Forwarded-For, -Proto and -Host are believed; empty: nobody's.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Who may come in.</summary>
    public ReviewAccess Access { get; init; } = new();

    /// <summary>Folder of the built OHIF viewer (npm <c>@ohif/app</c>, dist), for "open in OHIF"; null: not offered.</summary>
    public string? OhifFolder { get; init; }

    /// <summary>How images are prepared for the page.</summary>
    public ReviewImages Images { get; init; } = new();

    /// <summary>Folder of protocols that a case can be run under again; null: those that come with the program.</summary>
    public string? Protocols { get; init; }

    /// <summary>Whether browsers reach the page by HTTPS.</summary>
    internal bool IsSecure => Certificate is not null || PublicAddress?.Scheme == Uri.UriSchemeHttps;
}

/// <summary>How images are prepared for the page.</summary>
public sealed record ReviewImages
{
    /// <summary>Room for prepared images, bytes; what was not looked at for the longest goes first. At least one case is kept, whatever its size.</summary>
    public long MostBytes { get; init; } = 20L << 30;

    /// <summary>Cases that are prepared at once; the others wait.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>Threads for each.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>A certificate with its key, as PEM files.</summary>
/// <param name="Certificate">The certificate, with what is between it and its authority.</param>
/// <param name="Key">Its key.</param>
public sealed record ReviewCertificate(string Certificate, string Key);

/// <summary>Who may come in, and how it is known who they are.</summary>
public sealed record ReviewAccess
{
    /// <summary>OpenID Connect; null: a token that is printed at the start lets one browser in, on a loopback address only.</summary>
    public OpenIdConnectAccess? OpenIdConnect { get; init; }

    /// <summary>How long a session lasts without a request.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at the most.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromHours(12);
}

/// <summary>OpenID Connect: authorization code with PKCE.</summary>
public sealed record OpenIdConnectAccess
{
    /// <summary>The provider's issuer.</summary>
    public required string Authority { get; init; }

    /// <summary>Client id of this installation.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret; null: a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What is asked for; the provider's own name for the scope that brings the roles belongs here.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>The claim that names a person for the ledger: a login name, not a patient's.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim that holds roles or groups.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Its value for those who may look.</summary>
    public string Viewer { get; init; } = "contourflow-viewer";

    /// <summary>Its value for those who may look and decide.</summary>
    public string Reviewer { get; init; } = "contourflow-reviewer";

    /// <summary>Its value for those who may also run cases again and release held ones.</summary>
    public string Admin { get; init; } = "contourflow-admin";
}
