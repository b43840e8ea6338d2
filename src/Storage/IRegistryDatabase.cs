namespace ContourFlow.Storage;

/// <summary>The registry's database as a whole.</summary>
public interface IRegistryDatabase
{
    /// <summary>Brings its tables up to this version (migrations), once, whichever process comes first; waits for another that is at it.</summary>
    /// <exception cref="Objects.StoreUnavailableException">The database cannot be reached. May pass.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Whether it can be reached, and its tables are of this version.</summary>
    /// <returns>Null when they are; else why not, in a sentence that names no secret.</returns>
    Task<string?> FaultAsync(CancellationToken cancellationToken);
}
