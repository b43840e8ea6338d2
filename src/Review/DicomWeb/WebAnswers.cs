using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.DicomWeb;

/// <summary>Answers of DICOMweb.</summary>
internal static class WebAnswers
{
    /// <summary>Where the services are, for URLs in answers.</summary>
    public const string Path = "/dicom-web";

    private const string DicomJsonType = "application/dicom+json";

    /// <summary>The address of the services as the caller knows it.</summary>
    public static string Root(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{Path}";

    /// <summary>Answers with data sets in the DICOM JSON model.</summary>
    public static async Task JsonAsync(HttpContext http, IEnumerable<DicomDataset> datasets)
    {
        if (!Accepts(http, DicomJsonType, "application/json"))
        {
            http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }

        string json = DicomJson.ConvertDicomToJson(datasets);
        http.Response.ContentType = DicomJsonType;
        await http.Response.WriteAsync(json, http.RequestAborted);
    }

    /// <summary>Whether the caller takes one of these media types; who does not say takes all.</summary>
    public static bool Accepts(HttpContext http, params string[] types)
    {
        string accept = http.Request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal)
            || types.Any(type => accept.Contains(type, StringComparison.OrdinalIgnoreCase));
    }
}
