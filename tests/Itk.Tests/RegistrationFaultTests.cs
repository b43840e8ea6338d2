using ContourFlow.Geometry.Patient;
using ContourFlow.Itk.Interop;

namespace ContourFlow.Itk.Tests;

public sealed class RegistrationFaultTests
{
    private static readonly PatientVector X = new(1, 0, 0), Y = new(0, 1, 0), Z = new(0, 0, 1);

    [ItkFact]
    public void Image_of_zeros_has_no_contrast()
    {
        FaultOf(SyntheticPair.CtVoxels, new short[Mr.Voxels.Length]).Should().Be(RegistrationFault.NoContrast);
        FaultOf(new short[SyntheticPair.CtVoxels.Length], Mr.Voxels).Should().Be(RegistrationFault.NoContrast);
    }

    [ItkFact]
    public void Image_of_one_slice_has_too_few()
    {
        ImageGeometry slice = new(SyntheticPair.Mr, 48, 48, 1, Mr.Geometry.Origin, X, Y, Z, 1.6, 1.6, 2);
        using Image ct = new(SyntheticPair.CtVoxels, SyntheticPair.CtGeometry), mr = new(Mr.Voxels.AsMemory(0, 48 * 48), slice);
        var act = () => new ImageRegistrationMethod(ct, mr, SyntheticPair.Settings());
        act.Should().Throw<RegistrationException>().Which.Fault.Should().Be(RegistrationFault.TooFewSlices);
    }

    [ItkFact]
    public void Box_outside_the_fixed_image_has_no_overlap()
    {
        using Image ct = new(SyntheticPair.CtVoxels, SyntheticPair.CtGeometry), mr = new(Mr.Voxels, Mr.Geometry);
        var act = () => new ImageRegistrationMethod(ct, mr, SyntheticPair.Settings() with { Centre = SyntheticPair.Centre + new PatientVector(500, 0, 0) });
        act.Should().Throw<RegistrationException>().Which.Fault.Should().Be(RegistrationFault.NoOverlap);
    }

    [ItkFact]
    public void Moving_image_somewhere_else_has_no_overlap()
    {
        using Image ct = new(SyntheticPair.CtVoxels, SyntheticPair.CtGeometry), mr = new(Mr.Voxels, Mr.Geometry);
        using ImageRegistrationMethod method = new(ct, mr, SyntheticPair.Settings());
        var act = () => method.Execute([SyntheticPair.Pose(0, 500)]);
        act.Should().Throw<RegistrationException>().Which.Fault.Should().Be(RegistrationFault.NoOverlap);
    }

    [ItkFact]
    public unsafe void Structure_of_another_size_is_refused_by_the_library()
    {
        using Image ct = new(SyntheticPair.CtVoxels, SyntheticPair.CtGeometry), mr = new(Mr.Voxels, Mr.Geometry);
        var settings = NativeSettings.Of(SyntheticPair.Settings());
        settings.StructSize -= 8;
        var status = NativeItk.cfi_pair_create(ct.ToNative(), mr.ToNative(), settings, out var pair, out var message);
        status.Should().Be(NativeStatus.BadArgument);
        pair.Should().Be(0);
        message.ToString().Should().Contain("cfi_settings").And.Contain("different headers");
    }

    [Fact]
    public void Voxel_that_is_not_a_number_is_refused()
    {
        ImageGeometry geometry = new(SyntheticPair.Mr, 4, 4, 4, default, X, Y, Z, 1, 1, 1);
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity })
        {
            var voxels = new float[64];
            voxels[63] = bad;
            var act = () => new Image(voxels, geometry);
            act.Should().Throw<RegistrationException>().Which.Fault.Should().Be(RegistrationFault.NotFinite);
        }
    }

    [Fact]
    public void Number_of_values_other_than_of_voxels_is_refused()
    {
        var act = () => new Image(new short[63], new(SyntheticPair.Mr, 4, 4, 4, default, X, Y, Z, 1, 1, 1));
        act.Should().Throw<RegistrationException>().Which.Fault.Should().Be(RegistrationFault.BadImage);
    }

    [Fact]
    public void Disposed_image_is_not_read()
    {
        Image image = new(new short[64], new(SyntheticPair.Mr, 4, 4, 4, default, X, Y, Z, 1, 1, 1));
        image.Dispose();
        var act = image.ToNative;
        act.Should().Throw<ObjectDisposedException>();
    }

    private static (ImageGeometry Geometry, short[] Voxels) Mr { get; } = SyntheticPair.MrUnder(SyntheticPair.Same);

    private static RegistrationFault FaultOf(short[] ctVoxels, short[] mrVoxels)
    {
        using Image ct = new(ctVoxels, SyntheticPair.CtGeometry), mr = new(mrVoxels, Mr.Geometry);
        var act = () => new ImageRegistrationMethod(ct, mr, SyntheticPair.Settings());
        return act.Should().Throw<RegistrationException>().Which.Fault;
    }
}
