using System.Collections.Immutable;

namespace ContourFlow.Worker.Retrieval;

/// <summary>What a retrieval has come to, held against what the archive has.</summary>
/// <param name="By">The way by which it went; the last one where it went by two.</param>
/// <param name="Listing">What the archive has.</param>
/// <param name="Missing">What of it is not in the folder; null where the folder is not known.</param>
/// <param name="SubOperations">What the archive counts.</param>
/// <param name="Unavailable">Why the archive could not be reached in the end; null where it could.</param>
internal sealed record RetrievalResult(string By, ArchiveListing Listing, ImmutableArray<ListedObject>? Missing, SubOperations SubOperations, string? Unavailable);
