using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Reporting.Pictures;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>The phantom's pose is written by another program part, as DICOM's matrix: it says which direction is right.</summary>
public sealed class PhantomFusionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contourflow-phantom-fusion-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Fluid_of_the_mr_lies_around_the_cord_that_is_drawn_on_the_ct()
    {
        var truth = PhantomPatient.Write(_folder, new()
        {
            Site = SpineSite.Thoracic,
            Rows = 32,
            Columns = 32,
            SliceCount = 24,
            IncludeExpectedVolumes = false,
        });
        var read = CaseReader.Read(_folder);
        var cord = read.StructureSet.Rois.Single(roi => roi.Name == "SpinalCord").Geometry!;
        var sac = read.StructureSet.Rois.Single(roi => roi.Name == "ThecalSac").Geometry!;
        truth.Mr.Should().HaveCount(2);
        foreach (var mr in truth.Mr)
        {
            var series = PhantomMr.Read(Path.Combine(_folder, mr.Folder));
            var pose = RigidTransform.FromMatrix(new(mr.FrameOfReference), cord.Grid.FrameOfReference, mr.Matrix.AsSpan());

            // On T2 the fluid is about twice as bright as the cord (792 to 422 measured on the axial MR); planes of 3.3 mm
            // blur that. Moved by 3 mm, cord and fluid change places on one side, and the two means come together.
            var (inside, around) = Means(new MrSampler(series, pose), cord, sac);
            (around / inside).Should().BeGreaterThan(1.4, $"{mr.Folder} lies where its matrix says");
            var (wrongInside, wrongAround) = Means(new MrSampler(series, Moved(pose, new(3, 0, 0))), cord, sac);
            (wrongAround / wrongInside).Should().BeLessThan(1.2, "3 mm further Left is another place");
        }
    }

    private static RigidTransform Moved(RigidTransform pose, PatientVector by) =>
        new(pose.From, pose.To, pose.RowX, pose.RowY, pose.RowZ, pose.Translation + by);

    /// <summary>Mean of the MR in the cord, and in the sac around it.</summary>
    private static (double Inside, double Around) Means(MrSampler sampler, Structure cord, Structure sac)
    {
        List<double> inside = [], around = [];
        foreach (var region in cord.Regions)
        {
            if (sac.RegionAt(region.Z) is not { } fluid) continue;
            var middle = RegionMeasures.Centroid(region);
            for (var x = -12.0; x <= 12; x += 0.5)
            {
                for (var y = -12.0; y <= 12; y += 0.5)
                {
                    PlanePoint at = new(middle.X + x, middle.Y + y);
                    var value = sampler.At(new(at.X, at.Y, region.Z));
                    if (RegionMeasures.Contains(region, at)) inside.Add(value);
                    else if (RegionMeasures.Contains(fluid, at)) around.Add(value);
                }
            }
        }

        return (inside.Where(double.IsFinite).DefaultIfEmpty(0).Average(), around.Where(double.IsFinite).DefaultIfEmpty(0).Average());
    }
}
