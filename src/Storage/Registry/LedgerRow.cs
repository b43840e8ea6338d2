using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Storage.Registry;

/// <summary>A line of the ledger. The database refuses to change or remove one.</summary>
internal sealed class LedgerRow
{
    public long Sequence { get; init; }

    public required string CaseId { get; init; }

    /// <summary>Its place among the case's lines, from 1.</summary>
    public required long Number { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Event { get; init; }

    public required string DoneBy { get; init; }

    public required string Details { get; init; }

    /// <summary>What can happen to a case once only: two lines of a case never have the same.</summary>
    public required string UniqueKey { get; init; }

    /// <summary>Hash of the case's line before; empty for its first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over this line and the hash of the one before.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The hash that the line has to have.</summary>
    public string Computed()
    {
        // An array of JSON: no two lines are written alike.
        string line = JsonSerializer.Serialize(new object[] { PreviousHash, CaseId, Number, Revision, At.UtcTicks, Event, DoneBy, Details, UniqueKey });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
    }

    /// <summary>Puts the hash under the line.</summary>
    public void Seal() => Hash = Computed();

    /// <summary>As others see it.</summary>
    public LedgerEntry ToEntry() => new(Sequence, Contracts.CaseId.Parse(CaseId), Revision, At, Event, DoneBy, Details);
}
