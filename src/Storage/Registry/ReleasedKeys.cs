using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Registry;

/// <summary>Files of the object store that a row named and that may be named by none now.</summary>
internal static class ReleasedKeys
{
    /// <summary>Takes down that rows which named these are going; whether others name them is looked at before they are deleted.</summary>
    public static async Task AddAsync(RegistryWork work, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        string[] released = [.. keys.Distinct(StringComparer.Ordinal)];
        List<string> known = await work.Db.ReleasedKeys.Where(row => released.Contains(row.StoreKey)).Select(row => row.StoreKey).ToListAsync(cancellationToken);
        work.Db.ReleasedKeys.AddRange(released.Except(known, StringComparer.Ordinal).Select(key => new ReleasedKeyRow { StoreKey = key, ReleasedAt = work.Now }));
    }
}
