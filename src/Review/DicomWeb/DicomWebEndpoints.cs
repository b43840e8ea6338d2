using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.DicomWeb;

/// <summary>DICOMweb of cases' objects, for other viewers: QIDO-RS and WADO-RS, read only.</summary>
internal static class DicomWebEndpoints
{
    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddReviewDicomWeb(this IServiceCollection services) => services.AddSingleton<WebCases>();

    /// <summary>Maps them, and the OHIF viewer where its folder is given.</summary>
    /// <returns>All of them, for who may call.</returns>
    public static IEndpointConventionBuilder MapReviewDicomWeb(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder all = endpoints.MapGroup("");
        RouteGroupBuilder root = all.MapGroup(WebAnswers.Path);
        root.MapGet("/studies", (HttpContext http, WebCases cases, ICaseQueries queries) => SearchEndpoints.StudiesAsync(http, cases, queries));
        root.MapGet("/studies/{study}/series", (string study, HttpContext http, WebCases cases) => SearchEndpoints.SeriesAsync(study, http, cases));
        root.MapGet("/studies/{study}/instances", (string study, HttpContext http, WebCases cases) => SearchEndpoints.InstancesAsync(study, null, http, cases));
        root.MapGet("/studies/{study}/series/{series}/instances", (string study, string series, HttpContext http, WebCases cases) => SearchEndpoints.InstancesAsync(study, series, http, cases));

        MapObjects(root, "/studies/{study}");
        MapObjects(root, "/studies/{study}/series/{series}");
        MapObjects(root, "/studies/{study}/series/{series}/instances/{instance}");
        root.MapGet("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}", (string study, string series, string instance, string frames, HttpContext http, WebCases cases, IObjectStore objects) =>
            RetrieveEndpoints.FramesAsync(study, series, instance, frames, http, cases, objects));
        root.MapGet("/studies/{study}/series/{series}/instances/{instance}/bulkdata/7FE00010", (string study, string series, string instance, HttpContext http, WebCases cases, IObjectStore objects) =>
            RetrieveEndpoints.PixelDataAsync(study, series, instance, http, cases, objects));
        if (endpoints.ServiceProvider.GetRequiredService<ReviewOptions>().OhifFolder is { } viewer)
            all.MapOhif(viewer);
        return all;
    }

    private static void MapObjects(RouteGroupBuilder root, string pattern)
    {
        root.MapGet(pattern, (string study, HttpContext http, WebCases cases, IObjectStore objects) =>
            RetrieveEndpoints.ObjectsAsync(study, Value(http, "series"), Value(http, "instance"), http, cases, objects));
        root.MapGet(pattern + "/metadata", (string study, HttpContext http, WebCases cases, IObjectStore objects) =>
            RetrieveEndpoints.MetadataAsync(study, Value(http, "series"), Value(http, "instance"), http, cases, objects));
    }

    private static string? Value(HttpContext http, string name) => http.Request.RouteValues[name] as string;
}
