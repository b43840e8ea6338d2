using System.Collections.Immutable;

namespace ContourFlow.Contouring.Cases;

/// <summary>A case as far as its objects have come.</summary>
/// <param name="Inputs">SOP Instance UIDs of what belongs to it and would be read, in ordinal order.</param>
/// <param name="Missing">What it still lacks by its protocol; empty for a complete case.</param>
/// <param name="StudyInstanceUid">Study of its planning CT; empty while nothing says it.</param>
public sealed record AssembledCase(ImmutableArray<string> Inputs, ImmutableArray<MissingInput> Missing, string StudyInstanceUid)
{
    /// <summary>Whether it can be processed.</summary>
    public bool IsComplete => Missing.IsEmpty;
}

/// <summary>Something that a case lacks.</summary>
/// <param name="Sentence">What, for people: UIDs and numbers, no patient data.</param>
/// <param name="Series">Series that may have it, as far as they are known.</param>
public sealed record MissingInput(string Sentence, ImmutableArray<MissingSeries> Series);

/// <summary>A series of which images are missing.</summary>
/// <param name="StudyInstanceUid">The study that it is said to be of; empty where nothing says it.</param>
/// <param name="SeriesInstanceUid">The series.</param>
public sealed record MissingSeries(string StudyInstanceUid, string SeriesInstanceUid);
