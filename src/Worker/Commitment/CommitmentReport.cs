using System.Collections.Immutable;

namespace ContourFlow.Worker.Commitment;

/// <summary>The report on a request for commitment (DICOM PS3.4 section J.3.3).</summary>
/// <param name="TransactionUid">The request.</param>
/// <param name="Committed">Objects that are kept for good.</param>
/// <param name="Failed">Objects that are not, with the reason (PS3.3 section C.14.1.1).</param>
internal sealed record CommitmentReport(string TransactionUid, ImmutableArray<SopReference> Committed, ImmutableArray<CommitmentFailure> Failed);

/// <summary>An object that is not committed.</summary>
/// <param name="Object">The object.</param>
/// <param name="Reason">Failure Reason (0008,1197).</param>
internal sealed record CommitmentFailure(SopReference Object, ushort Reason);
