using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.DicomWeb;

/// <summary>An answer of several parts (multipart/related, RFC 2387), sent as it is made.</summary>
internal sealed class RelatedAnswer
{
    private readonly HttpContext http;
    private readonly string boundary;

    private RelatedAnswer(HttpContext http, string boundary) => (this.http, this.boundary) = (http, boundary);

    /// <summary>Begins it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="type">Media type of its parts.</param>
    public static RelatedAnswer Begin(HttpContext http, string type)
    {
        // 128 bits of chance: no object has it in its bytes.
        string chosen = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        http.Response.ContentType = $"multipart/related; type=\"{type}\"; boundary={chosen}";
        return new RelatedAnswer(http, chosen);
    }

    /// <summary>Adds a part.</summary>
    public async Task AddAsync(string type, long length, Func<Stream, Task> write)
    {
        await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n"));
        await write(http.Response.Body);
        await WriteAsync("\r\n");
    }

    /// <summary>Ends it.</summary>
    public Task EndAsync() => WriteAsync($"--{boundary}--\r\n");

    private Task WriteAsync(string text) => http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(text), http.RequestAborted).AsTask();
}
