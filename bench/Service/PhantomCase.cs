using ContourFlow.Contracts;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Bench.Service;

/// <summary>A phantom as a PACS sends it: planning CT, both MRs, then the structure sets.</summary>
/// <param name="CaseId">Its case.</param>
/// <param name="Files">Its files in that order.</param>
internal sealed record PhantomCase(CaseId CaseId, IReadOnlyList<string> Files)
{
    /// <summary>Protocol that it is made for.</summary>
    public const string Protocol = "spine-sbrt-sib";

    /// <summary>Makes a thoracic one.</summary>
    public static PhantomCase Write(string folder, long seed)
    {
        PhantomPatient.Write(folder, seed, SpineSite.Thoracic);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories)
            .OrderBy(path => Path.GetFileName(path).StartsWith("RS", StringComparison.Ordinal)).ThenBy(path => path, StringComparer.Ordinal)];
        string slice = Directory.EnumerateFiles(Path.Combine(folder, "CT")).First();
        return new PhantomCase(CaseId.OfPlanningCt(DicomFile.Open(slice).Dataset.GetSingleValue<string>(DicomTag.SeriesInstanceUID)), files);
    }
}
