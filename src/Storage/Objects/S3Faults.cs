using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace ContourFlow.Storage.Objects;

/// <summary>What faults of an S3 service mean.</summary>
internal static class S3Faults
{
    /// <summary>Whether the service says that there is no such file.</summary>
    public static bool IsMissing(AmazonS3Exception fault) =>
        fault.StatusCode == HttpStatusCode.NotFound && fault.ErrorCode is not "NoSuchBucket";

    /// <summary>Whether a put under a condition found the file there, or another put of it under way.</summary>
    public static bool IsThere(AmazonS3Exception fault) => fault.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict;

    /// <summary>Whether the service does not know conditions.</summary>
    public static bool IsUnknown(AmazonS3Exception fault) => fault.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest;

    /// <summary>Runs a request; what comes of the service, or of the way there, is said as the store being away.</summary>
    /// <exception cref="StoreUnavailableException">The service cannot be reached, or refuses.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (AmazonServiceException fault)
        {
            // Status and code are the service's own words; its sentence may quote what was sent.
            throw new StoreUnavailableException($"The object store refuses: status {(int)fault.StatusCode} {fault.ErrorCode}.", fault);
        }
        catch (Exception fault) when (fault is AmazonClientException or HttpRequestException or TimeoutException
            || fault is IOException and not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StoreUnavailableException("The object store cannot be reached.", fault);
        }
    }
}
