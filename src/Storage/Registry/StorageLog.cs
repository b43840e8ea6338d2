using Microsoft.Extensions.Logging;

namespace ContourFlow.Storage.Registry;

/// <summary>What registry and object store log: events 5850 to 5899. Keys, numbers and codes, never what is in an object.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(5850, LogLevel.Debug, "A transaction of the registry is tried again after attempt {Tries}: {Kind} ({Fault})")]
    public static partial void Again(ILogger logger, int tries, string kind, string fault);

    [LoggerMessage(5851, LogLevel.Information, "The registry's tables were brought from {Before} to {After} migrations")]
    public static partial void Migrated(ILogger logger, int before, int after);

    [LoggerMessage(5852, LogLevel.Warning, "A migration of another process was broken off; its lock is taken away")]
    public static partial void StaleLock(ILogger logger);

    [LoggerMessage(5853, LogLevel.Information, "{Count} files that killed processes had left half stored were removed from the object store")]
    public static partial void LeftoversRemoved(ILogger logger, int count);

    [LoggerMessage(5854, LogLevel.Warning, "A leftover in the object store cannot be removed: {Fault}")]
    public static partial void LeftoverStays(ILogger logger, string fault);

    [LoggerMessage(5855, LogLevel.Debug, "The folder that the object store lies in cannot be flushed: {Fault}")]
    public static partial void FolderNotFlushed(ILogger logger, string fault);
}
