using ContourFlow.Storage.Filing;

namespace ContourFlow.Storage.Scoring;

/// <summary>What tells one scoring from another: see <see cref="DoseScore.Key"/>.</summary>
public static class ScoreKey
{
    /// <summary>SHA-256 over the contents of structure set, doses and plan, and the protocol's hash.</summary>
    /// <param name="structureSetSha256">Hash of the structure set.</param>
    /// <param name="protocolHash">Hash of the protocol's file.</param>
    /// <param name="inputs">SOP Instance UID and hash of the content of each dose and of the plan, in any order.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(string structureSetSha256, string protocolHash, IEnumerable<(string SopInstanceUid, string Sha256)> inputs) =>
        InputsHash.Of($"{structureSetSha256} {protocolHash}", inputs);
}
