using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContourFlow.Review.Images;

/// <summary>Answers with prepared files, as they lie compressed on the disk.</summary>
internal static class PreparedAnswers
{
    /// <summary>Sends a part, or says that the browser has it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="tag">Names exactly what is sent, in quotes.</param>
    /// <param name="contentType">What it is.</param>
    /// <param name="prepare">Makes the part where it is not yet.</param>
    public static async Task SendAsync(HttpContext http, string tag, string contentType, Func<Task<PreparedPart>> prepare)
    {
        if (IsKnown(http.Request.Headers.IfNoneMatch, tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            Keep(http, tag);
            return;
        }

        PreparedPart part = await prepare();
        Keep(http, tag);
        // Opened before anything is said: a file that is removed meanwhile is still read to its end.
        await using var file = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        http.Response.ContentType = contentType;
        http.Response.ContentLength = file.Length;
        http.Response.Headers.ContentEncoding = "gzip";
        if (!HttpMethods.IsHead(http.Request.Method))
            await file.CopyToAsync(http.Response.Body, bufferSize: 1 << 17, http.RequestAborted);
    }

    // By the browser, for this person alone, and asked about each time: who has signed out sees nothing.
    private static void Keep(HttpContext http, string tag)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.ETag = tag;
    }

    private static bool IsKnown(StringValues ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out IList<EntityTagHeaderValue>? known)
        && known.Any(one => one.Tag == "*" || one.Tag == tag);
}
