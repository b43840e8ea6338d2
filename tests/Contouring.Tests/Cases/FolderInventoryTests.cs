using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.Tests.Cases;

public class FolderInventoryTests
{
    [Fact]
    public void Plain_case_is_listed_with_series_rois_and_volumes()
    {
        using var folder = SyntheticCase.Plain();

        var inventory = FolderInventory.Read(folder.Folder);

        inventory.Patients.Should().ContainSingle().Which.Objects.Should().Be(7);
        var ct = inventory.Series.Should().ContainSingle().Which;
        (ct.Modality, ct.Images, ct.Rows, ct.Columns, ct.RowSpacing, ct.Orientation, ct.Low, ct.High).Should().Be(("CT", 6, 16, 16, 2.0, "axial", 0.0, 12.5));
        ct.PlaneSpacings.Should().Equal(2.5);
        ct.Faults.Should().BeEmpty();
        var rois = inventory.StructureSets.Should().ContainSingle().Which.Rois;
        // 24 x 24 mm and 8 x 8 mm on four planes of 2.5 mm.
        rois.Select(r => (r.Name, r.Contours, r.Planes, r.Volume)).Should().Equal(("BODY", 4, 4, 5.76), ("CTV", 4, 4, 0.64));
        inventory.NotRead.Should().BeEmpty();
    }

    [Fact]
    public void Broken_file_and_two_patients_are_listed_and_stop_nothing()
    {
        using var folder = SyntheticCase.Plain(set => set.AddOrUpdate(DicomTag.PatientID, "another"));
        File.WriteAllText(Path.Combine(folder.Folder, "bad.dcm"), "this is a text");

        var inventory = FolderInventory.Read(folder.Folder);

        inventory.Patients.Should().HaveCount(2);
        inventory.NotRead.Should().ContainSingle().Which.Sentence.Should().Contain("bad.dcm");
        inventory.Series.Should().ContainSingle();
    }

    [Fact]
    public void Contour_that_is_no_list_of_points_is_said_at_its_roi()
    {
        using var folder = SyntheticCase.WithCt();
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [new(1, "Bad", "ORGAN", [new("CLOSED_PLANAR", @"1\2\x")]), SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        var rois = FolderInventory.Read(folder.Folder).StructureSets[0].Rois;

        rois[0].Fault.Should().NotBeNull();
        rois[1].Volume.Should().Be(0.64);
    }

    [Fact]
    public void All_of_the_test_data_are_listed()
    {
        var inventory = FolderInventory.Read(RealData.Path("."));

        inventory.StructureSets.Should().HaveCountGreaterThanOrEqualTo(28);
        inventory.Series.Should().Contain(s => s.Orientation == "scout").And.Contain(s => s.Orientation == "sagittal").And.Contain(s => s.Orientation == "oblique");
        inventory.Doses.Should().NotBeEmpty();
        inventory.Plans.Should().NotBeEmpty();
        inventory.NotRead.Should().Contain(f => f.Sentence.Contains("rtplan_truncated.dcm", StringComparison.Ordinal));
    }

    [Fact]
    public void Volumes_of_eclipse_are_those_of_its_own_table()
    {
        var rois = FolderInventory.Read(RealData.Path("eclipse-prostate")).StructureSets.Should().ContainSingle().Which.Rois;

        // The data's description: PTV 48.6 cc, bladder 116.8 cc in Eclipse's own table. It rounds the ends otherwise: 2 %.
        rois.Single(r => r.Name == "PTV").Volume.Should().BeApproximately(48.6, 1);
        rois.Single(r => r.Name == "Bladder").Volume.Should().BeApproximately(116.8, 2.4);
        rois.Where(r => r.Contours == 0).Should().HaveCount(10).And.AllSatisfy(r => r.Volume.Should().BeNull());
    }
}
