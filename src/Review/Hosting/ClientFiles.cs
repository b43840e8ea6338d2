using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.StaticFiles;

namespace ContourFlow.Review.Hosting;

/// <summary>The page's own files, which hold no patient's data and need no session.</summary>
internal static partial class ClientFiles
{
    /// <summary>Serves them. Pages and files of constant names are asked for again each time, by their tag; those that have a hash in their name never are.</summary>
    public static void UseClientFiles(this IApplicationBuilder server)
    {
        server.UseDefaultFiles();
        server.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = Types(),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                Hashed().IsMatch(file.File.Name) ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    private static FileExtensionContentTypeProvider Types()
    {
        var types = new FileExtensionContentTypeProvider();
        foreach (string text in new[] { ".html", ".css", ".js", ".svg", ".txt" })
            types.Mappings[text] += "; charset=utf-8";
        return types;
    }

    // As esbuild and Vite write it: app-2QXWQGJW.js, app.2f7b8c1d.css.
    [GeneratedRegex(@"[-.](?:[A-Z0-9]{8}|[0-9a-f]{8,})\.(?:js|css|woff2|svg|png)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashed();
}
