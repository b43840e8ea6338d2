using System.Collections.Immutable;

namespace ContourFlow.Contouring.Cases;

/// <summary>What a structure set says that it was drawn on, and what is in it.</summary>
public sealed record StructureSetFacts
{
    /// <summary>Every frame of reference that it names.</summary>
    public ImmutableArray<string> FramesOfReference { get => field.IsDefault ? [] : field; init; }

    /// <summary>The image series that it names.</summary>
    public ImmutableArray<NamedSeriesFacts> Series { get => field.IsDefault ? [] : field; init; }

    /// <summary>SOP Instance UIDs that its contours name, in ordinal order.</summary>
    public ImmutableArray<string> ContourImages { get => field.IsDefault ? [] : field; init; }

    /// <summary>Frames of multi-frame images that its contours name, in ordinal order.</summary>
    public ImmutableArray<string> ContourFrames { get => field.IsDefault ? [] : field; init; }

    /// <summary>SOP Instance UIDs of its predecessors.</summary>
    public ImmutableArray<string> Predecessors { get => field.IsDefault ? [] : field; init; }

    /// <summary>Its ROIs.</summary>
    public ImmutableArray<RoiFacts> Rois { get => field.IsDefault ? [] : field; init; }

    /// <summary>Structure Set Date and Time as one sortable text, or empty.</summary>
    public string Dated { get => field ?? ""; init; }
}

/// <summary>An image series that a structure set names.</summary>
public sealed record NamedSeriesFacts
{
    /// <summary>Series Instance UID, or empty.</summary>
    public string SeriesInstanceUid { get => field ?? ""; init; }

    /// <summary>The study that it is said to be of, or empty.</summary>
    public string StudyInstanceUid { get => field ?? ""; init; }

    /// <summary>SOP class of the first image of it that is named with one, or empty.</summary>
    public string ImageClassUid { get => field ?? ""; init; }

    /// <summary>The images of it that are named.</summary>
    public ImmutableArray<string> Images { get => field.IsDefault ? [] : field; init; }
}

/// <summary>An ROI of a structure set, without its points.</summary>
public sealed record RoiFacts
{
    /// <summary>ROI Number.</summary>
    public int Number { get; init; }

    /// <summary>ROI Name.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>RT ROI Interpreted Type, or empty.</summary>
    public string InterpretedType { get => field ?? ""; init; }

    /// <summary>Referenced Frame of Reference UID, or empty.</summary>
    public string FrameOfReferenceUid { get => field ?? ""; init; }

    /// <summary>Number of contours of any kind.</summary>
    public int Contours { get; init; }

    /// <summary>Number of closed planar ones.</summary>
    public int ClosedContours { get; init; }
}
