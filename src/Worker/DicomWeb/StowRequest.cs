using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>The objects of one Store transaction (PS3.18 section 10.5) and its body.</summary>
internal static class StowRequest
{
    /// <summary>Divides objects into requests, in their order: by count, by bytes, and no UID twice in one, since an answer tells objects apart by UID.</summary>
    public static IEnumerable<IReadOnlyList<StowObject>> Divide(IEnumerable<StowObject> objects, int mostObjects, long mostBytes)
    {
        List<StowObject> request = [];
        var uids = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (StowObject next in objects)
        {
            if (request.Count > 0 && (request.Count == mostObjects || bytes + next.Length > mostBytes || uids.Contains(next.SopInstanceUid)))
            {
                yield return request;
                request = [];
                uids.Clear();
                bytes = 0;
            }

            request.Add(next);
            uids.Add(next.SopInstanceUid);
            bytes += next.Length;
        }

        if (request.Count > 0)
            yield return request;
    }

    /// <summary>The body, of parts that are read while they are sent.</summary>
    public static MultipartContent Body(IEnumerable<StowPart> parts)
    {
        // Not to be foreseen by whoever made the objects' content.
        string boundary = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var body = new MultipartContent("related", boundary);
        body.Headers.ContentType!.Parameters.Add(new NameValueHeaderValue("type", $"\"{MediaType.Dicom}\""));
        foreach (StowPart part in parts)
            body.Add(part);
        return body;
    }
}
