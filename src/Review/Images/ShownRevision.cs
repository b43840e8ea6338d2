using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Review.Images;

/// <summary>A revision that has something to show: a structure set, sent, to be sent or withheld, and the report beside it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="CtSeriesInstanceUid">Its planning CT.</param>
/// <param name="Details">The revision.</param>
/// <param name="StructureSet">Its structure set.</param>
/// <param name="Report">Its report.json.</param>
/// <param name="Previous">The revision before it that has something to show; null for the first.</param>
internal sealed record ShownRevision(
    CaseId CaseId, string CtSeriesInstanceUid, RevisionDetails Details, ResultObject StructureSet, ResultFile Report, int? Previous)
{
    // Raised when the same objects are prepared otherwise, so that what an older program left is made anew.
    private const int Form = 1;

    /// <summary>Names exactly what is shown: case, revision, and a hash of every object that it is made of.</summary>
    public string Key { get; } = $"{CaseId}-{Details.Revision}-{HashOf(Details, StructureSet, Report)}";

    private static string HashOf(RevisionDetails details, ResultObject structureSet, ResultFile report)
    {
        string[] parts =
        [
            Form.ToString(System.Globalization.CultureInfo.InvariantCulture), details.InputsHash, details.ProtocolHash ?? "", structureSet.Sha256, report.Sha256,
            .. details.Inputs.Select(input => input.Sha256),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
    }
}
