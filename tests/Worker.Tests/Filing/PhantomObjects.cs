using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;

[assembly: AssemblyFixture(typeof(ContourFlow.Worker.Tests.Filing.PhantomObjects))]

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>A small phantom patient, made once for all tests when the first asks for it: 24 CT images, two MR series, a structure set on each.</summary>
public sealed class PhantomObjects : IDisposable
{
    private readonly TemporaryFolder place = new();

    private readonly Lazy<(PhantomTruth Truth, IReadOnlyList<string> Files)> made;

    public PhantomObjects() => made = new(() =>
    {
        PhantomTruth truth = PhantomPatient.Write(place["phantom"], new PhantomOptions { Site = SpineSite.Thoracic, Rows = 32, Columns = 32, SliceCount = 24, IncludeExpectedVolumes = false });
        return (truth, [.. Directory.GetFiles(place["phantom"], "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]);
    });

    internal PhantomTruth Truth => made.Value.Truth;

    /// <summary>All of it.</summary>
    public IReadOnlyList<string> Files => made.Value.Files;

    /// <summary>The planning CT and the structure set on it: the least that is complete.</summary>
    public IEnumerable<string> CtAndSet => Files.Where(file => file.Contains("/CT/", StringComparison.Ordinal)).Append(Of("RS_CT.dcm"));

    /// <summary>Images of the axial MR.</summary>
    public IEnumerable<string> Mr => Files.Where(file => file.Contains("/MR_T2_AX/", StringComparison.Ordinal));

    /// <summary>A file by its name.</summary>
    public string Of(string name) => Files.Single(file => Path.GetFileName(file) == name);

    /// <summary>A changed copy of a file.</summary>
    public string Changed(string file, string name, Action<DicomDataset> change)
    {
        DicomFile copy = DicomFile.Open(file, FileReadOption.ReadAll);
        change(copy.Dataset);
        string path = place[name];
        new DicomFile(copy.Dataset).Save(path);
        return path;
    }

    /// <summary>Sends a file as a C-STORE to a title would.</summary>
    internal static async Task<Reception> SendAsync(IIntake intake, string file, string title = "CONTOURFLOW")
    {
        await using FileStream stream = File.OpenRead(file);
        FileHeader header = await FileHeader.ReadAsync(stream, CancellationToken.None) with { SendingAe = "PACS", ReceivingAe = title };
        return await new ObjectReception(intake, long.MaxValue).TakeAsync(header, stream, null, null, CancellationToken.None);
    }

    public void Dispose() => place.Dispose();
}
