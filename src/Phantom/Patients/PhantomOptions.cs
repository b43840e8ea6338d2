using System.Collections.Immutable;
using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>
/// What phantom patient to make. The defaults are a realistic planning case; tests make small and odd ones.
/// </summary>
public sealed record PhantomOptions
{
    /// <summary>Which spine.</summary>
    public SpineSite Site { get; init; } = SpineSite.Thoracic;

    /// <summary>The seed: the same options and seed give the same bytes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Rows of a CT image.</summary>
    public int Rows { get; init; } = 512;

    /// <summary>Columns of a CT image.</summary>
    public int Columns { get; init; } = 512;

    /// <summary>Width of a CT image, mm; its height follows from the pixels, which are square.</summary>
    public double FieldOfView { get; init; } = 500;

    /// <summary>Distance between CT planes, mm.</summary>
    public double SliceSpacing { get; init; } = 1.25;

    /// <summary>Number of CT planes; null for the site's own (136 to 152).</summary>
    public int? SliceCount { get; init; }

    /// <summary>How far Superior of the target's centre the middle plane lies, mm.</summary>
    public double SliceCentre { get; init; }

    /// <summary>Every other plane is moved to Superior by this much, mm: uneven spacing.</summary>
    public double Unevenness { get; init; }

    /// <summary>Planes (0 is the most Inferior) that have no image and no contours.</summary>
    public ImmutableArray<int> MissingSlices { get; init; } = [];

    /// <summary>
    /// Patient Position (0018,5100): HFS, HFP, FFS, FFP, HFDR, HFDL, FFDR or FFDL. Rows and columns of the CT keep to
    /// the scanner; the patient and the contours do not change.
    /// </summary>
    public string PatientPosition { get; init; } = "HFS";

    /// <summary>Whether the T2 MRs and their structure sets are made.</summary>
    public bool IncludeMr { get; init; } = true;

    /// <summary>ROIs of the CT's structure set that are left out, by name, for tests of what is missing.</summary>
    public ImmutableArray<string> WithoutStructures { get; init; } = [];

    /// <summary>Whether truth.json tells the volumes that derived structures should have (costs a second).</summary>
    public bool IncludeExpectedVolumes { get; init; } = true;

    /// <summary>Threads; the bytes do not depend on it. Null for one to a processor.</summary>
    public int? MaximumDegreeOfParallelism { get; init; }

    /// <summary>What is wrong with the options, all at once, one sentence each; empty when they make a patient.</summary>
    public ImmutableArray<string> Faults()
    {
        List<string> faults = [];
        if (!Enum.IsDefined(Site)) faults.Add("The site is thoracic, lumbar or sacral.");
        if (Rows is < 16 or > 2048 || Columns is < 16 or > 2048) faults.Add("Rows and columns are between 16 and 2048.");
        if (FieldOfView is not (>= 10 and <= 2000)) faults.Add("The field of view is between 10 and 2000 mm.");
        if (SliceSpacing is not (>= 0.1 and <= 20)) faults.Add("The slice spacing is between 0.1 and 20 mm.");
        if (SliceCount is < 1 or > 2000) faults.Add("The slice count is between 1 and 2000.");
        if (!(Math.Abs(Unevenness) < SliceSpacing)) faults.Add("The unevenness is less than the slice spacing, or planes would change places.");
        if (PatientPosition is not ("HFS" or "HFP" or "FFS" or "FFP" or "HFDR" or "HFDL" or "FFDR" or "FFDL"))
            faults.Add("The patient position is HFS, HFP, FFS, FFP, HFDR, HFDL, FFDR or FFDL.");
        return [.. faults];
    }
}
