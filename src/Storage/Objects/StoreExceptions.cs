namespace ContourFlow.Storage.Objects;

/// <summary>The object store or the registry cannot be reached, or has no room. May pass.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A stored file is missing or damaged: does not pass by itself.</summary>
public sealed class StoredBlobException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="key">The file.</param>
    /// <param name="message">What is wrong with it.</param>
    public StoredBlobException(string key, string message)
        : base(message) => Key = key;

    /// <summary>The file's key.</summary>
    public string Key { get; }
}
