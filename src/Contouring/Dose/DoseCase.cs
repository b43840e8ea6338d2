using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.Dose;

/// <summary>What a dose is scored from, as found in folders.</summary>
/// <param name="StructureSet">The structure set.</param>
/// <param name="Ct">The planning CT that it lies on.</param>
/// <param name="Doses">The RT Dose objects: one, or those of a plan's beams.</param>
/// <param name="Plan">Their RT Plan; null where it is not there.</param>
public sealed record DoseCase(DicomDataset StructureSet, PlanningCtPlanes Ct, ImmutableArray<DicomDataset> Doses, DicomDataset? Plan);

/// <summary>What of folders is to be scored, where they leave a choice.</summary>
public sealed record DoseCaseOptions
{
    /// <summary>SOP Instance UID of the structure set; null lets the folders decide.</summary>
    public string? StructureSetInstanceUid { get; init; }

    /// <summary>SOP Instance UID of the RT Dose; null lets the folders decide.</summary>
    public string? DoseInstanceUid { get; init; }

    /// <summary>Says of a file or folder (absolute path) that it is left out; null for nothing.</summary>
    public Func<string, bool>? LeaveOut { get; init; }

    /// <summary>Threads that read.</summary>
    public int MaximumDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Told after each file, from any thread; null for nobody.</summary>
    public IProgress<CaseReadProgress>? Progress { get; init; }
}
