using ContourFlow.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContourFlow.Review.DicomWeb;

/// <summary>The OHIF viewer, where its folder is given.</summary>
internal static class OhifEndpoints
{
    /// <summary>Maps it: the viewer itself, and a way to it that opens a case with all its studies.</summary>
    public static void MapOhif(this IEndpointRouteBuilder endpoints, string folder)
    {
        var files = new OhifFiles(folder);
        RouteGroupBuilder root = endpoints.MapGroup(OhifFiles.Path);
        root.MapGet("/case/{caseId}", (string caseId, HttpContext http, WebCases cases) => OpenAsync(caseId, http, cases));
        root.MapGet("/{**path}", (string? path, HttpContext http) => SendAsync(path ?? "", http, files));
    }

    private static async Task OpenAsync(string caseId, HttpContext http, WebCases cases)
    {
        IEnumerable<string> studies = CaseId.TryParse(caseId, null, out CaseId id)
            ? (await cases.OfCaseAsync(id, http.RequestAborted)).Select(one => one.StudyInstanceUid).Where(WebUid.IsOne).Distinct(StringComparer.Ordinal)
            : [];
        string list = string.Join(',', studies);
        if (list.Length == 0)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            http.Response.Redirect($"{OhifFiles.Path}/viewer?StudyInstanceUIDs={list}");
    }

    private static async Task SendAsync(string path, HttpContext http, OhifFiles files)
    {
        if (files.Find(path) is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using Stream content = found.Content;
        http.Response.ContentType = found.Type;
        http.Response.ContentLength = content.Length;
        http.Response.Headers.ContentSecurityPolicy = files.Policy;
        http.Response.Headers.CacheControl = "private, max-age=3600";
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
