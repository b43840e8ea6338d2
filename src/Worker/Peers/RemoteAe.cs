using System.Globalization;

namespace ContourFlow.Worker.Peers;

/// <summary>An application entity of another system: a PACS.</summary>
/// <param name="Title">Its AE title.</param>
/// <param name="Host">Name or address of its host.</param>
/// <param name="Port">Its port.</param>
internal sealed record RemoteAe(string Title, string Host, int Port)
{
    /// <summary>How one is written on the command line.</summary>
    public const string Form = "TITLE@host:port";

    /// <summary>Reads TITLE@host:port; an IPv6 address stands in brackets.</summary>
    /// <returns>Null when the text is none.</returns>
    public static RemoteAe? Read(string text)
    {
        int at = text.LastIndexOf('@');
        int colon = text.LastIndexOf(':');
        if (at < 1 || colon < at + 2)
            return null;
        string host = text[(at + 1)..colon];
        if (host is ['[', .. var inner, ']'])
            host = inner;
        else if (host.Contains(':', StringComparison.Ordinal))
            return null;
        bool isPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535;
        return isPort && host.Length > 0 && AeTitle.IsValid(text[..at]) ? new RemoteAe(text[..at], host, port) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Title}@{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}
