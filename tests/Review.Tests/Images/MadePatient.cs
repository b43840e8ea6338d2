using System.Collections.Concurrent;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Review.Tests.Images;

/// <summary>The files of a phantom patient and what comes of them, made once for all tests of a run, which only read them.</summary>
internal sealed class MadePatient
{
    private static readonly ConcurrentDictionary<PhantomOptions, Lazy<MadePatient>> All = new();

    private readonly Lock processing = new();
    private CaseResult? result;

    private MadePatient(PhantomOptions options)
    {
        Folder = Path.Combine(Directory.CreateTempSubdirectory("contourflow-review-patient-").FullName, "patient");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
        Truth = PhantomPatient.Write(Folder, options);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>What is known of the patient.</summary>
    public PhantomTruth Truth { get; }

    /// <summary>The patient of these options.</summary>
    public static MadePatient Of(PhantomOptions options) => All.GetOrAdd(options, static made => new Lazy<MadePatient>(() => new MadePatient(made))).Value;

    /// <summary>What comes of it, its MRs left out: registering images takes a minute and is tested elsewhere.</summary>
    public CaseResult Result(Protocol protocol)
    {
        lock (processing)
        {
            return result ??= CaseProcessor.Process(
                CaseReader.Read(Folder, CaseReadOptions.By(protocol, 2) with { Mr = null }), protocol, new ProcessOptions { MaximumDegreeOfParallelism = 2 });
        }
    }
}
