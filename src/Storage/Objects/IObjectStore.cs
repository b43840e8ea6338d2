namespace ContourFlow.Storage.Objects;

/// <summary>An object's place and what its bytes are.</summary>
/// <param name="Key">Where it is: made of its hash, so that the same bytes are kept once.</param>
/// <param name="Sha256">SHA-256 of the bytes, lower-case hexadecimal digits.</param>
/// <param name="Length">Length in bytes.</param>
public sealed record StoredBlob(string Key, string Sha256, long Length);

/// <summary>
/// Where files are kept for all processes: received objects and results. A file is there whole or not at all, is durable when
/// it was put, and never changes.
/// </summary>
public interface IObjectStore
{
    /// <summary>Stores a file; the same bytes may be stored any number of times, by any number of processes at once.</summary>
    /// <param name="path">The file; it stays where it is.</param>
    /// <param name="cancellationToken">Gives up; nothing, or the whole file, is there then.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or written to. May pass.</exception>
    Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken);

    /// <summary>Stores bytes.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or written to. May pass.</exception>
    Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Puts a stored file at a path, by a hard link where that can be; its hash is compared.</summary>
    /// <param name="key">The file.</param>
    /// <param name="path">Where to; its folder is there, it is not.</param>
    /// <param name="cancellationToken">Gives up; nothing is at the path then.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached. May pass.</exception>
    /// <exception cref="StoredBlobException">There is no such file, or its bytes are not what they were.</exception>
    Task FetchAsync(string key, string path, CancellationToken cancellationToken);

    /// <summary>Opens a stored file.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached. May pass.</exception>
    /// <exception cref="StoredBlobException">There is no such file.</exception>
    Task<Stream> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a file that nothing names any more, unless it was put within the last hours: whoever puts bytes that are there already
    /// is about to name them. It is to be asked for again then.
    /// </summary>
    /// <returns>Whether it is not there now.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or written to. May pass.</exception>
    Task<bool> DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether files can be stored now: reached, writable, with room left.</summary>
    /// <returns>Null when they can; else why not, in a sentence.</returns>
    Task<string?> FaultAsync(CancellationToken cancellationToken);
}
