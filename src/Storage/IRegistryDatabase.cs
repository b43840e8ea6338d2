namespace ContourFlow.Storage;

/// <summary>The registry's database as a whole.</summary>
public interface IRegistryDatabase
{
    /// <summary>Brings its tables up to this version (migrations), once, whichever process comes first; waits for another that is at it. Newer tables stay as they are.</summary>
    /// <returns>How many migrations the tables had before and have now.</returns>
    /// <exception cref="Objects.StoreUnavailableException">The database cannot be reached. May pass.</exception>
    Task<MigratedTables> MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Whether it can be reached, and this program can work with its tables: they are of this version, or of a newer one that still serves this program.</summary>
    /// <returns>Null when it can; else why not, in a sentence that names no secret.</returns>
    Task<string?> FaultAsync(CancellationToken cancellationToken);
}

/// <summary>What a migration came to.</summary>
/// <param name="Before">Migrations that the tables had.</param>
/// <param name="After">Migrations that they have.</param>
public sealed record MigratedTables(int Before, int After);
