using System.Net.Http.Headers;
using System.Text;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Bodies of Store requests, written out by hand so that they can be wrong.</summary>
internal static class StowBody
{
    public const string Boundary = "a1b2c3";

    public const string ContentType = $"multipart/related; type=\"application/dicom\"; boundary={Boundary}";

    /// <summary>A body as it should be.</summary>
    public static byte[] Of(params IEnumerable<byte[]> files) => [.. Open(files), .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n")];

    /// <summary>A body without its closing boundary.</summary>
    public static byte[] Open(params IEnumerable<byte[]> files) =>
        [.. files.SelectMany(file => (byte[])[.. Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n"), .. file])];

    /// <summary>A body as content for an HttpClient.</summary>
    public static HttpContent Content(byte[] body, string contentType = ContentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    /// <summary>A request with the Accept header that DICOM JSON asks for.</summary>
    public static HttpRequestMessage Request(Uri address, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/dicom+json"));
        return request;
    }
}
