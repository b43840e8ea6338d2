using System.Collections.Immutable;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Retrieval;

/// <summary>What is to be retrieved: a study, a series of it, or objects of that.</summary>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Series">Series Instance UID; null for all of the study.</param>
/// <param name="Instances">SOP Instance UIDs; empty for all of the series.</param>
internal sealed record RetrievalScope(string Study, string? Series, ImmutableArray<string> Instances)
{
    /// <summary>Checks it.</summary>
    /// <exception cref="PeerOptionsException">All that is wrong with it.</exception>
    public void Validate()
    {
        string[] faults =
        [
            .. SearchScope.UidFaults([("--study", Study), ("--series", Series), .. Instances.Select(uid => ("--instance", (string?)uid))]),
            .. Instances.Length > 0 && Series is null ? ["--instance needs --series: archives are asked for objects by study and series."] : Array.Empty<string>(),
        ];
        if (faults.Length > 0)
            throw new PeerOptionsException(string.Join(' ', faults));
    }
}
