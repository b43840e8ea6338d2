using System.Collections.Immutable;

namespace ContourFlow.Contouring.Cases;

/// <summary>What an RT Dose says of itself (DICOM PS3.3 C.8.8.3).</summary>
public sealed record DoseFacts
{
    /// <summary>Dose Summation Type (3004,000A): PLAN, BEAM and others; or empty.</summary>
    public string SummationType { get => field ?? ""; init; }

    /// <summary>Dose Units (3004,0002): GY or RELATIVE; or empty.</summary>
    public string Units { get => field ?? ""; init; }

    /// <summary>Dose Type (3004,0004): PHYSICAL, EFFECTIVE or ERROR; or empty.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>SOP Instance UIDs of the plans that it is of (300C,0002), in ordinal order: one, or several of a dose that sums plans.</summary>
    public ImmutableArray<string> Plans { get => field.IsDefault ? [] : field; init; }

    /// <summary>Fraction groups that it names, rising.</summary>
    public ImmutableArray<int> FractionGroups { get => field.IsDefault ? [] : field; init; }

    /// <summary>Beams that it names, rising.</summary>
    public ImmutableArray<int> Beams { get => field.IsDefault ? [] : field; init; }

    /// <summary>When it was made: Instance Creation Date and Time, else Content Date and Time, as one sortable text; empty where neither has both a date and a time.</summary>
    public string Dated { get => field ?? ""; init; }
}

/// <summary>What an RT Plan names (DICOM PS3.3 A.20).</summary>
public sealed record PlanFacts
{
    /// <summary>The structure set that it was made on (300C,0060), or empty.</summary>
    public string StructureSetUid { get => field ?? ""; init; }
}
