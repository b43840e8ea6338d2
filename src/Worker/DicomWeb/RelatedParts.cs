using Microsoft.AspNetCore.WebUtilities;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>The parts of a multipart/related body, one after the other as they come (RFC 2387, PS3.18 section 8.6.1.2.1).</summary>
/// <param name="boundary">What separates them.</param>
/// <param name="body">The body; not closed here.</param>
internal sealed class RelatedParts(string boundary, Stream body)
{
    private const int BufferSize = 64 * 1024;

    // A part of DICOM has two or three headers.
    private const int MostHeaders = 16;
    private const int LongestHeaders = 8 * 1024;

    private readonly MultipartReader reader = new(boundary, body, BufferSize)
    {
        HeadersCountLimit = MostHeaders,
        HeadersLengthLimit = LongestHeaders,
    };

    /// <summary>The next part; what is left of the one before is read past. Null behind the closing boundary.</summary>
    /// <exception cref="BrokenBodyException">There is no next part and no closing boundary, or its headers are too large.</exception>
    public async ValueTask<RelatedPart?> NextAsync(CancellationToken cancellationToken)
    {
        MultipartSection? section = await BodyFaults.ReadingAsync(async () => await reader.ReadNextSectionAsync(cancellationToken));
        return section is null ? null : new RelatedPart(section.ContentType, new PartStream(section.Body, progressed: null));
    }
}

/// <summary>One part.</summary>
/// <param name="ContentType">What its Content-Type says; null where it has none.</param>
/// <param name="Body">Its content, to be read before the next part is asked for.</param>
internal sealed record RelatedPart(string? ContentType, Stream Body)
{
    /// <summary>Whether it is a DICOM object. What says nothing is what the whole says its parts are.</summary>
    public bool IsDicom =>
        string.IsNullOrWhiteSpace(ContentType)
        || (MediaType.TryParse(ContentType, out MediaType? type) && string.Equals(type.Name, MediaType.Dicom, StringComparison.Ordinal));
}
