namespace ContourFlow.Review.Access;

/// <summary>
/// The address that signs one browser in. It is told when the page begins to listen and each time it was used, and lies in a file that only the account of
/// the service may read: whoever lost the cookie asks for it there.
/// </summary>
internal sealed class SignInLinks(ReviewOptions served, SignInTokens tokens, Action<Uri>? tell)
{
    private readonly Lock gate = new();
    private Uri? address;

    /// <summary>Where the link of a page with these options is kept while it runs.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, "signin-link");

    /// <summary>The link that is good now; null before the page listens. The token is its fragment, which browsers never send.</summary>
    public Uri? Current => address is null ? null : new Uri(address, $"/signin#token={tokens.Current}");

    /// <summary>The page listens: the first link is told.</summary>
    public void Open(Uri listening)
    {
        lock (gate)
        {
            address = served.PublicAddress ?? listening;
            Tell();
        }
    }

    /// <summary>The link was used: the next one is told.</summary>
    public void Renew()
    {
        lock (gate)
            Tell();
    }

    /// <summary>The page does not listen any more.</summary>
    public void Close()
    {
        lock (gate)
        {
            address = null;
            File.Delete(FileOf(served.Folder));
        }
    }

    private void Tell()
    {
        if (Current is not { } link)
            return;
        string path = FileOf(served.Folder), part = path + ".part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(part, options))
        using (var writer = new StreamWriter(stream))
            writer.WriteLine(link.AbsoluteUri);
        File.Move(part, path, overwrite: true);
        tell?.Invoke(link);
    }
}
