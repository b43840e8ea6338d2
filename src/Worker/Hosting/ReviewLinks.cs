namespace ContourFlow.Worker.Hosting;

/// <summary>
/// Where links that sign a browser in are told: to the person at the terminal. Not to logs that are lines of JSON, which are gathered elsewhere and read by
/// others; there <c>contourflow review --link</c> says the link.
/// </summary>
internal sealed class ReviewLinks(TextWriter messages, bool isLog)
{
    private readonly Lock gate = new();

    /// <summary>Tells a link.</summary>
    public void Tell(Uri link)
    {
        if (isLog)
            return;
        lock (gate)
        {
            messages.WriteLine($"Review page, for one browser, once: {link.AbsoluteUri}");
            messages.Flush();
        }
    }
}
