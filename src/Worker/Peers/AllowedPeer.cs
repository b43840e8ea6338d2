namespace ContourFlow.Worker.Peers;

/// <summary>Who may ask for associations: an AE title, and the address that it has to come from where one is said.</summary>
/// <param name="Title">The calling AE title.</param>
/// <param name="Address">The address; null: any.</param>
internal sealed record AllowedPeer(string Title, string? Address)
{
    /// <summary>How one is written on the command line.</summary>
    public const string Form = "TITLE or TITLE@address";

    /// <summary>Reads TITLE or TITLE@address.</summary>
    /// <returns>Null when the text is none.</returns>
    public static AllowedPeer? Read(string text)
    {
        int at = text.LastIndexOf('@');
        (string title, string? address) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        if (!AeTitle.IsValid(title))
            return null;
        if (address is null)
            return new AllowedPeer(title, null);
        return System.Net.IPAddress.TryParse(address, out var parsed) ? new AllowedPeer(title, parsed.ToString()) : null;
    }

    /// <summary>Whether this is who calls.</summary>
    public bool Is(string callingAe, string remoteHost) =>
        string.Equals(Title, callingAe, StringComparison.Ordinal) && (Address is null || string.Equals(Address, remoteHost, StringComparison.Ordinal));
}
