namespace ContourFlow.Storage.Registry;

/// <summary>
/// Whether a program can work with tables, by the migrations that it knows and those that were applied. Each migration leaves the programs of the version before
/// working (docs/storage.md): what is newer only adds, unless its name says which migration a program has to know since, as in
/// <c>20270301080000_DropLabels_Needs_PatientLabels</c>.
/// </summary>
internal static class TableVersions
{
    private const string Needs = "_Needs_";

    /// <summary>Why a program cannot work with the tables, in a sentence; null where it can.</summary>
    /// <param name="known">The program's migrations, <c>time_Name</c>.</param>
    /// <param name="applied">Those of the tables.</param>
    public static string? Fault(IReadOnlyCollection<string> known, IReadOnlyCollection<string> applied)
    {
        if (known.Except(applied, StringComparer.Ordinal).Any())
            return "The registry's tables are not there, or of an older version than this program needs: 'contourflow migrate' brings them up to date, and so does a process that may (Registry:Migrate).";
        HashSet<string> names = [.. known.Select(Name)];
        return applied.Except(known, StringComparer.Ordinal).Select(Needed).OfType<string>().Any(needed => !names.Contains(needed))
            ? "The registry's tables are of a newer version, which does not serve this program any more: use a newer program."
            : null;
    }

    // Both databases name a migration alike, at times of their own.
    private static string Name(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private static string? Needed(string migration) =>
        migration.IndexOf(Needs, StringComparison.Ordinal) is var at and >= 0 ? migration[(at + Needs.Length)..] : null;
}
