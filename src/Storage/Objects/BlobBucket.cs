using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace ContourFlow.Storage.Objects;

/// <summary>A bucket, with what the store needs of it.</summary>
internal sealed class BlobBucket : IDisposable
{
    // Larger files go in parts, several at a time.
    private const long LargestAtOnce = 16L << 20;

    private readonly S3Options options;
    private readonly AmazonS3Client client;

    // A deletion that was sent and not answered must not be sent anew: the file may have been put again by then.
    private readonly AmazonS3Client onceOnly;

    public BlobBucket(S3Options options)
    {
        this.options = options;
        client = Client(options, retries: 3);
        onceOnly = Client(options, retries: 0);
    }

    /// <summary>When a file was last put and how long it is; null where there is none.</summary>
    public async Task<(DateTimeOffset PutAt, long Length)?> LookAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            GetObjectMetadataResponse seen = await client.GetObjectMetadataAsync(options.Bucket, options.Prefix + name, cancellationToken);
            return (seen.LastModified is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.MinValue, seen.ContentLength);
        }
        catch (AmazonS3Exception fault) when (S3Faults.IsMissing(fault))
        {
            return null;
        }
    }

    /// <summary>Puts a file if none is there; false when one is. A service that knows no conditions is asked first.</summary>
    public async Task<bool> TryPutAsync(string name, Func<Stream> open, long length, CancellationToken cancellationToken)
    {
        if (length <= LargestAtOnce)
        {
            try
            {
                await PutAsync(name, open, "*", cancellationToken);
                return true;
            }
            catch (AmazonS3Exception fault) when (S3Faults.IsThere(fault))
            {
                return false;
            }
            catch (AmazonS3Exception fault) when (S3Faults.IsUnknown(fault))
            {
                // It is asked below.
            }
        }

        if (await LookAsync(name, cancellationToken) is not null)
            return false;
        await PutAsync(name, open, length, cancellationToken);
        return true;
    }

    /// <summary>Puts a file, whether one is there or not.</summary>
    public async Task PutAsync(string name, Func<Stream> open, long length, CancellationToken cancellationToken)
    {
        if (length <= LargestAtOnce)
        {
            await PutAsync(name, open, condition: null, cancellationToken);
            return;
        }

        using var transfer = new TransferUtility(client);
        await using Stream content = open();
        await transfer.UploadAsync(content, options.Bucket, options.Prefix + name, cancellationToken);
    }

    /// <summary>Writes a file's bytes to a stream; false when there is none.</summary>
    public async Task<bool> GetAsync(string name, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            using GetObjectResponse got = await client.GetObjectAsync(options.Bucket, options.Prefix + name, cancellationToken);
            await read(got.ResponseStream);
            return true;
        }
        catch (AmazonS3Exception fault) when (S3Faults.IsMissing(fault))
        {
            return false;
        }
    }

    /// <summary>Deletes a file, asking once.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        onceOnly.DeleteObjectAsync(options.Bucket, options.Prefix + name, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        onceOnly.Dispose();
    }

    private async Task PutAsync(string name, Func<Stream> open, string? condition, CancellationToken cancellationToken)
    {
        await using Stream content = open();
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = options.Prefix + name,
            InputStream = content,
            AutoCloseStream = false,
            UseChunkEncoding = false, // the hash of the whole is signed, so that the service compares it
            ContentType = "application/octet-stream",
        };
        if (condition is not null)
            request.IfNoneMatch = condition;
        await client.PutObjectAsync(request, cancellationToken);
    }

    private static AmazonS3Client Client(S3Options options, int retries)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            MaxErrorRetry = retries,
            Timeout = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // Services on premises do not all know the newer check sums; what is fetched is compared by its hash in any case.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl is { } url)
        {
            config.ServiceURL = url.AbsoluteUri;
            config.AuthenticationRegion = options.Region ?? "us-east-1";
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return options.AccessKey is { } key
            ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey ?? ""), config)
            : new AmazonS3Client(config);
    }
}
