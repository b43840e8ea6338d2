using System.Collections.Immutable;

namespace ContourFlow.Worker.Commitment;

/// <summary>Somebody asks that objects be committed: kept for good by whoever is asked (DICOM PS3.4 annex J).</summary>
/// <param name="TransactionUid">What the report will name.</param>
/// <param name="RequestingAe">AE title of who asks.</param>
/// <param name="ProvidingAe">AE title of who is asked.</param>
/// <param name="Objects">The objects.</param>
internal sealed record CommitmentRequest(string TransactionUid, string RequestingAe, string ProvidingAe, ImmutableArray<SopReference> Objects);
