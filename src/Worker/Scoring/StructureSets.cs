using ContourFlow.Storage.Processing;

namespace ContourFlow.Worker.Scoring;

/// <summary>The structure set among what came of a revision.</summary>
internal static class StructureSets
{
    /// <summary>The structure set; null where there is none.</summary>
    public static ResultObject? Of(IEnumerable<ResultObject> results) => results.FirstOrDefault(made => made.SopClassUid == DicomUID.RTStructureSetStorage.UID);
}
