namespace ContourFlow.Storage;

/// <summary>Which database keeps the registry.</summary>
public enum RegistryProvider
{
    /// <summary>A file, for one machine.</summary>
    Sqlite,

    /// <summary>PostgreSQL, for many.</summary>
    PostgreSql,
}

/// <summary>Where registry and objects are kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Which database.</summary>
    public RegistryProvider Provider { get; init; } = RegistryProvider.Sqlite;

    /// <summary>How it is reached (Npgsql), or the file's path (SQLite).</summary>
    public required string Connection { get; init; }

    /// <summary>Folder of the object store; null: it is S3.</summary>
    public string? ObjectFolder { get; init; }

    /// <summary>The object store, where it is not a folder.</summary>
    public S3Options? S3 { get; init; }

    /// <summary>Room to keep free on the folder's disk, bytes: below it nothing is stored.</summary>
    public long FreeBytes { get; init; } = 1L << 30;

    /// <summary>What the ledger says did it, where no person did: the process' name.</summary>
    public required string Process { get; init; }
}

/// <summary>An S3 bucket. Keys come from here, or where there are none from the places that the AWS SDK looks at (environment, profile, role).</summary>
public sealed record S3Options
{
    /// <summary>Address of the service; null: Amazon's, by region.</summary>
    public Uri? ServiceUrl { get; init; }

    /// <summary>Region; null: that of the environment.</summary>
    public string? Region { get; init; }

    /// <summary>The bucket; it has to be there.</summary>
    public required string Bucket { get; init; }

    /// <summary>Before every key.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Access key; null: by the SDK's own search.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Whether the bucket is in the path and not in the host's name, as most services on premises want it.</summary>
    public bool ForcePathStyle { get; init; } = true;
}
