using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.RtObjects;

/// <summary>Every RTSTRUCT of the public test data.</summary>
public class RealStructureSetTests
{
    public static TheoryData<string> All => new(
        "vhm-eclipse-4slice/RS_Body_SpinalCord.dcm",
        "mim-phantom-5slice/RS_MIM.dcm",
        "mim-phantom-5slice/RS_MIM_nonexistent_reference.dcm",
        "mim-phantom-5slice/RS_rtutils_otherFoR.dcm",
        "eclipse-prostate/RS.1.2.246.352.71.4.2088656855.2404649.20110920153449.dcm",
        "breast-dicompyler/rtss.dcm",
        "tiny-monaco/TinyFS_StrctrSets.dcm",
        "odd/pydicom/rtstruct.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_02_0.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_10_0.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_10_X05.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_10_X05Z05.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_20_0.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_20_X10.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_20_X10Z10.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_30_0.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_30_X15.dcm",
        "nelms-dvh/STRUCTURES/Cylinder_30_X15Z15.dcm",
        "nelms-dvh/STRUCTURES/Sphere_02_0.dcm",
        "nelms-dvh/STRUCTURES/Sphere_10_0.dcm",
        "nelms-dvh/STRUCTURES/Sphere_10_X05.dcm",
        "nelms-dvh/STRUCTURES/Sphere_10_X05Z05.dcm",
        "nelms-dvh/STRUCTURES/Sphere_20_0.dcm",
        "nelms-dvh/STRUCTURES/Sphere_20_X10.dcm",
        "nelms-dvh/STRUCTURES/Sphere_20_X10Z10.dcm",
        "nelms-dvh/STRUCTURES/Sphere_30_0.dcm",
        "nelms-dvh/STRUCTURES/Sphere_30_X15.dcm",
        "nelms-dvh/STRUCTURES/Sphere_30_X15Z15.dcm");

    /// <summary>
    /// The planes are those of the contours themselves: most of these structure sets come without their CT. Every
    /// point is compared as the text in the file, byte for byte.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Structure_set_reads_whole_and_writes_back_with_every_point_unchanged(string file)
    {
        var source = DicomFile.Open(RealData.Path(file), FileReadOption.ReadAll).Dataset;
        var ct = CtOf(source);

        var read = RtStructReader.Read(source, ct.Grid);
        var geometry = read.Rois.First(r => r.Geometry is not null).Geometry!;
        var written = RtStructWriter.Write(new(
            ct, read, "CF TEST", "test", HoleEncoding.Keyhole, ["test"], [WriterInput.Structure("Copy_of_first", geometry)]));
        var saved = Saved(written);

        read.Rois.Should().AllSatisfy(roi => roi.Fault.Should().BeNull());
        read.Rois.Where(r => r.Geometry is not null).Select(r => r.Name).Should().NotBeEmpty();
        Contours(saved).Take(Contours(source).Count).Should().Equal(Contours(source));
        saved.GetSequence(DicomTag.StructureSetROISequence).Items.Should().HaveCount(read.Rois.Length + 1);
        Saved(RtStructWriter.Write(new(
            ct, read, "CF TEST", "test", HoleEncoding.Keyhole, ["test"], [WriterInput.Structure("Copy_of_first", geometry)])))
            .GetString(DicomTag.SOPInstanceUID).Should().Be(saved.GetString(DicomTag.SOPInstanceUID));

        // The copy as written, measured by the second path, against the drawn one, measured by the same path.
        var back = RtStructReadBack.Read(written.File);
        var original = RtStructReadBack.Read(new DicomFile(source)).First(r => r.RoiNumber == read.Rois.First(x => x.Geometry is not null).Number);
        back[^1].Planes.Length.Should().BeLessThanOrEqualTo(original.Planes.Length);
        back[^1].Planes.Sum(p => p.Area).Should().BeApproximately(original.Planes.Sum(p => p.Area), original.Planes.Sum(p => p.Area) * 5e-4);
    }

    [Theory]
    [InlineData("vhm-eclipse-4slice/RS_Body_SpinalCord.dcm")]
    [InlineData("mim-phantom-5slice/RS_MIM.dcm")]
    [InlineData("breast-dicompyler/rtss.dcm")]
    [InlineData("nelms-dvh/STRUCTURES/Sphere_10_0.dcm")]
    public void Written_file_passes_dciodvfy(string file)
    {
        var source = DicomFile.Open(RealData.Path(file), FileReadOption.ReadAll).Dataset;
        var ct = CtOf(source);
        var read = RtStructReader.Read(source, ct.Grid);
        var path = Path.Combine(Directory.CreateTempSubdirectory("contourflow-dciodvfy-").FullName, "written.dcm");
        RtStructWriter.Write(new(
            ct, read, "CF TEST", "test", HoleEncoding.Keyhole, ["test"], [WriterInput.Structure("Copy_of_first", read.Rois.First(r => r.Geometry is not null).Geometry!)])).File.Save(path);

        var said = Tools.Run("dciodvfy", path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        said.Should().Contain("RTStructureSet").And.NotMatchRegex("(?m)^Error");
    }

    /// <summary>A CT without pixels that has a plane wherever the structure set has a closed contour.</summary>
    private static PlanningCt CtOf(DicomDataset source)
    {
        var positions = source.GetSequence(DicomTag.ROIContourSequence).Items
            .Where(i => i.Contains(DicomTag.ContourSequence))
            .SelectMany(i => i.GetSequence(DicomTag.ContourSequence).Items)
            .Where(c => c.GetString(DicomTag.ContourGeometricType).StartsWith("CLOSED", StringComparison.Ordinal))
            .Select(c => c.GetValues<double>(DicomTag.ContourData)[2])
            .Distinct().Order().ToImmutableArray();
        if (positions.Length == 1) positions = [positions[0], positions[0] + 1];
        var frame = source.GetSequence(DicomTag.StructureSetROISequence).Items[0].GetString(DicomTag.ReferencedFrameOfReferenceUID);
        var header = new DicomDataset();
        return new(
            "1.2.3",
            "1.2.3.4",
            new PlaneGrid(new FrameOfReferenceUid(frame), PlaneAxes.Axial, positions),
            [
                .. positions.Select((z, i) => new CtSlice(
                    $"1.2.3.4.{i + 1}",
                    DicomUID.CTImageStorage.UID,
                    new ImagePlane($"1.2.3.4.{i + 1}", new(0, 0, z), new(1, 0, 0), new(0, 1, 0), 512, 512, 1, 1),
                    default)),
            ],
            header);
    }

    private static DicomDataset Saved(WrittenStructureSet written)
    {
        using var stream = new MemoryStream();
        written.File.Save(stream);
        stream.Position = 0;
        return DicomFile.Open(stream, FileReadOption.ReadAll).Dataset;
    }

    /// <summary>Every contour's data in hex, in the object's order.</summary>
    private static List<string> Contours(DicomDataset dataset) =>
    [
        .. dataset.GetSequence(DicomTag.ROIContourSequence).Items
            .Where(i => i.Contains(DicomTag.ContourSequence))
            .SelectMany(i => i.GetSequence(DicomTag.ContourSequence).Items)
            .Select(c => Convert.ToHexString(c.GetDicomItem<DicomElement>(DicomTag.ContourData)!.Buffer.Data)),
    ];
}
