namespace ContourFlow.Review.Hosting;

/// <summary>Pages that the worker wrote to be read and printed by themselves.</summary>
internal static class PrintedPages
{
    /// <summary>Such a page carries its style and pictures in itself, and no script; in a sandbox none could run.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
}
