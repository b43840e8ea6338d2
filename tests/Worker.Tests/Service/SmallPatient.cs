using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

[assembly: AssemblyFixture(typeof(ContourFlow.Worker.Tests.Service.SmallPatient))]

namespace ContourFlow.Worker.Tests.Service;

/// <summary>A phantom patient with few and coarse CT images and without MR: a whole case that is processed in a moment. Made once.</summary>
public sealed class SmallPatient : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("contourflow-test-").FullName;
    private readonly Lazy<string> folder;

    public SmallPatient() => folder = new Lazy<string>(() =>
    {
        PhantomPatient.Write(Path.Combine(place, "patient"), new PhantomOptions
        {
            Site = SpineSite.Thoracic,
            Seed = 3,
            Rows = 64,
            Columns = 64,
            SliceSpacing = 2.5,
            IncludeMr = false,
            IncludeExpectedVolumes = false,
        });
        return Path.Combine(place, "patient");
    });

    /// <summary>Its DICOM files; not to be changed.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(folder.Value, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(place, recursive: true);
}
