using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace ContourFlow.Review.DicomWeb;

/// <summary>
/// The files of the OHIF viewer (npm <c>@ohif/app</c>, dist) as they are served below <see cref="Path"/>: they are built for the root of a server, so
/// that a few of them say otherwise here, and the configuration is our own.
/// </summary>
internal sealed class OhifFiles(string folder) : IDisposable
{
    /// <summary>Where the viewer is.</summary>
    public const string Path = "/ohif";

    private const string Page = "index.html";
    private const string Configuration = "app-config.js";

    // What stands before a path from the root of a server.
    private static readonly string[] Links = ["href=", "src=", "content=", "PUBLIC_URL="], PublicPaths = ["__webpack_require__.p = ", "__webpack_require__.p="];

    private readonly PhysicalFileProvider files = new(System.IO.Path.GetFullPath(folder));
    private readonly FileExtensionContentTypeProvider types = new();
    private readonly ConcurrentDictionary<string, byte[]?> changed = new(StringComparer.Ordinal);

    /// <summary>
    /// What the viewer may do in a browser, and not more than it has to: scripts of its own that compile WebAssembly and make code at run time (its
    /// image codecs and its rendering), workers and pictures made of data at hand, styles set in elements. Nothing comes from or goes to another host.
    /// </summary>
    public string Policy => $"default-src 'self'; script-src 'self' {string.Join(' ', InlineScripts())} 'wasm-unsafe-eval' 'unsafe-eval' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A file of the viewer; its page for every path that is none, since it finds its way by itself.</summary>
    /// <param name="path">The path below <see cref="Path"/>.</param>
    /// <returns>Content and media type; null where there is no viewer in the folder.</returns>
    public (Stream Content, string Type)? Find(string path)
    {
        string name = path.Length > 0 && files.GetFileInfo(path) is { Exists: true, IsDirectory: false } ? path : Page;
        if (name == Configuration)
            return (new MemoryStream(Encoding.UTF8.GetBytes(OwnConfiguration)), "text/javascript; charset=utf-8");
        IFileInfo file = files.GetFileInfo(name);
        if (!file.Exists)
            return null;
        string type = types.TryGetContentType(name, out string? known) ? known : "application/octet-stream";
        return changed.GetOrAdd(name, _ => Changed(file)) is { } bytes ? (new MemoryStream(bytes, writable: false), type) : (file.CreateReadStream(), type);
    }

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    private List<string> InlineScripts()
    {
        const string Start = "<script>", End = "</script>";
        var hashes = new List<string>();
        if (changed.GetOrAdd(Page, _ => Changed(files.GetFileInfo(Page))) is not { } bytes)
            return hashes;
        string page = Encoding.UTF8.GetString(bytes);
        for (int at = page.IndexOf(Start, StringComparison.Ordinal); at >= 0; at = page.IndexOf(Start, at, StringComparison.Ordinal))
        {
            at += Start.Length;
            int end = page.IndexOf(End, at, StringComparison.Ordinal);
            if (end < 0)
                break;
            hashes.Add($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page[at..end])))}'");
        }

        return hashes;
    }

    // The page's own links and the place from which scripts load others; null for a file that stays as it is.
    private static byte[]? Changed(IFileInfo file)
    {
        bool isPage = file.Name == Page;
        if (!file.Exists || !(isPage || file.Name.EndsWith(".js", StringComparison.Ordinal)))
            return null;
        using var reader = new StreamReader(file.CreateReadStream(), Encoding.UTF8);
        string text = reader.ReadToEnd();
        string here = (isPage ? Links : PublicPaths).Aggregate(text, static (all, one) => all.Replace(one + "\"/", $"{one}\"{Path}/", StringComparison.Ordinal));
        return here == text ? null : Encoding.UTF8.GetBytes(here);
    }

    private const string OwnConfiguration = $$"""
        window.config = {
          routerBasename: '{{Path}}',
          extensions: [],
          modes: [],
          customizationService: {},
          showStudyList: true,
          maxNumberOfWebWorkers: 3,
          showWarningMessageForCrossOrigin: false,
          showCPUFallbackMessage: true,
          showLoadingIndicator: true,
          strictZSpacingForVolumeViewport: true,
          investigationalUseDialog: { option: 'never' },
          maxNumRequests: { interaction: 100, thumbnail: 5, prefetch: 10 },
          defaultDataSourceName: 'contourflow',
          dataSources: [
            {
              namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
              sourceName: 'contourflow',
              configuration: {
                friendlyName: 'ContourFlow',
                name: 'contourflow',
                qidoRoot: '{{WebAnswers.Path}}',
                wadoRoot: '{{WebAnswers.Path}}',
                wadoUriRoot: '{{WebAnswers.Path}}',
                qidoSupportsIncludeField: true,
                supportsFuzzyMatching: false,
                supportsWildcard: true,
                imageRendering: 'wadors',
                thumbnailRendering: 'wadors',
                enableStudyLazyLoad: true,
                supportsReject: false,
                dicomUploadEnabled: false,
                omitQuotationForMultipartRequest: true,
                bulkDataURI: { enabled: true },
              },
            },
          ],
        };

        """;
}
