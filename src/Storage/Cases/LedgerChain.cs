using ContourFlow.Storage.Registry;

namespace ContourFlow.Storage.Cases;

/// <summary>A case's lines of the ledger, each of which holds the hash of the one before; the case holds the last one's.</summary>
internal static class LedgerChain
{
    /// <summary>Where the chain is broken, in a sentence; null where it is whole.</summary>
    /// <param name="row">The case; null where there is none.</param>
    /// <param name="ledger">All its lines, by number.</param>
    public static string? Fault(CaseRow? row, IReadOnlyList<LedgerRow> ledger)
    {
        string previous = "";
        long number = 0;
        foreach (LedgerRow line in ledger)
        {
            number++;
            if (line.Number != number)
                return $"Line {number} of the ledger is missing.";
            if (line.PreviousHash != previous || line.Hash != line.Computed())
                return $"Line {number} of the ledger (sequence {line.Sequence}) is not what was written.";
            previous = line.Hash;
        }

        if ((row?.LedgerLines ?? 0) != number)
            return $"The ledger has {number} lines of the case, which has {row?.LedgerLines ?? 0}.";
        return (row?.LedgerHash ?? "") == previous ? null : "The last line of the ledger is not the one that the case names.";
    }
}
