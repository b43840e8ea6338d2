using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Where an archive's DICOMweb services are, and how they are asked.</summary>
internal sealed record DicomWebOptions
{
    /// <summary>The root of the services, such as <c>https://archive/dicom-web</c>: what <c>/studies</c> is added to.</summary>
    public required Uri Root { get; init; }

    /// <summary>Bearer token (RFC 6750); null for none.</summary>
    public string? BearerToken { get; init; }

    /// <summary>User of the basic authentication (RFC 7617); null for none.</summary>
    public string? UserName { get; init; }

    /// <summary>Password of the basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Certificates of a secured connection; null: none of ours, trusting what the system trusts.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>How long the archive may take until it begins to answer; 2 minutes by default.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long nothing may pass in either direction while something should; a minute by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Matches that are asked for at a time; 500 by default.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Matches of one query, at most; 100,000 by default.</summary>
    public int MaximumMatches { get; init; } = 100_000;

    /// <summary>Bytes of an answer in JSON, at most; 256 MiB by default.</summary>
    public long MaximumAnswerBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of the data set of a retrieved object, at most; 4 GiB by default.</summary>
    public long MaximumObjectBytes { get; init; } = 4L << 30;

    /// <summary>Objects sent in one request, at most; 50 by default.</summary>
    public int ObjectsPerRequest { get; init; } = 50;

    /// <summary>Bytes sent in one request, at most, but for one object that is larger; 256 MiB by default.</summary>
    public long BytesPerRequest { get; init; } = 256L << 20;

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsValidationException">All that is wrong with them.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (!Root.IsAbsoluteUri || (Root.Scheme != Uri.UriSchemeHttp && Root.Scheme != Uri.UriSchemeHttps) || Root.Query.Length + Root.Fragment.Length + Root.UserInfo.Length > 0)
            faults.Add($"{nameof(Root)} must be an address that begins with http:// or https://, without user, query and fragment.");
        if (BearerToken is not null && UserName is not null)
            faults.Add($"{nameof(BearerToken)} and {nameof(UserName)} exclude each other.");
        if (BearerToken?.Any(c => c is <= ' ' or >= '\u007f') == true)
            faults.Add($"{nameof(BearerToken)} has characters that no token has.");
        if ((UserName is null) != (Password is null) || UserName?.Contains(':', StringComparison.Ordinal) == true)
            faults.Add($"{nameof(UserName)} and {nameof(Password)} go together; a user's name has no colon.");
        if (AnswerTimeout <= TimeSpan.Zero || IdleTimeout <= TimeSpan.Zero)
            faults.Add($"{nameof(AnswerTimeout)} and {nameof(IdleTimeout)} must be above zero.");
        if (PageSize < 1 || MaximumMatches < 1 || MaximumAnswerBytes < 1 || MaximumObjectBytes < 1 || ObjectsPerRequest < 1 || BytesPerRequest < 1)
            faults.Add("Sizes and counts must be at least 1.");
        if (faults.Count > 0)
            throw new OptionsValidationException(nameof(DicomWeb), typeof(DicomWebOptions), faults);
    }

    // A record would show what is secret.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append($"{nameof(Root)} = {Root}");
        return true;
    }
}
