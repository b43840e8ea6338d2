using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.RtObjects;

/// <summary>Other people's readers and checkers on the registration that we write, where they are installed.</summary>
public sealed class RegistrationRefereeTests : IDisposable
{
    private readonly SyntheticCase _folder = SyntheticCase.Plain();
    private readonly string _written;

    public RegistrationRefereeTests()
    {
        _written = Path.Combine(_folder.Folder, "registration.dcm");
        RegistrationInput.Write(CaseReader.Read(_folder.Folder), RegistrationInput.QuarterTurn).File.Save(_written);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dciodvfy_finds_no_error()
    {
        Tools.Run("dciodvfy", _written).Should().Contain("SpatialRegistration").And.NotMatchRegex("(?m)^Error");
    }

    [Fact]
    public void Dcmdump_reads_it()
    {
        Tools.Run("dcmdump", "+P", "0070,030C", "+P", "0008,0104", _written).Should().Contain("RIGID").And.Contain("Image Content-based Alignment");
    }

    [Fact]
    public void Pydicom_maps_a_point_of_the_mr_to_the_ct()
    {
        // The rule of PS3.3 C.20.2.1.1 in another language: the MR's item of the object in the CT's frame, M times the point.
        const string Script = """
            import sys, pydicom
            ds = pydicom.dcmread(sys.argv[1])
            item = [i for i in ds.RegistrationSequence if i.FrameOfReferenceUID != ds.FrameOfReferenceUID][0]
            m = [float(v) for v in item.MatrixRegistrationSequence[0].MatrixSequence[0].FrameOfReferenceTransformationMatrix]
            p = [10, 0, 0, 1]
            print('frame', ds.FrameOfReferenceUID, 'point', [sum(m[4 * r + c] * p[c] for c in range(4)) for r in range(3)])
            """;

        Tools.Run("/usr/bin/python3", "-c", Script, _written).Should().Contain($"frame {SyntheticCase.Frame} point [1.0, 12.0, 3.0]");
    }
}
