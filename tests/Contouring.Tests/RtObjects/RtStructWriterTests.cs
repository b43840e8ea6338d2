using System.Text;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class RtStructWriterTests
{
    [Fact]
    public void Writing_twice_gives_the_same_bytes()
    {
        using var folder = SyntheticCase.Plain();

        var first = Bytes(Write(folder));
        var second = Bytes(Write(folder));

        second.Should().Equal(first);
    }

    [Fact]
    public void Identity_follows_protocol_and_content()
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);
        var input = WriterInput.Of(read, HoleEncoding.Keyhole, WriterInput.Structure("PTV", WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6))));

        var uid = Uid(input);

        Uid(input).Should().Be(uid);
        uid.Should().StartWith("2.25.").And.NotBe(read.StructureSet.SopInstanceUid);
        Uid(input with { IdentityParts = ["another protocol"] }).Should().NotBe(uid);
        Uid(input with { Derived = [WriterInput.Structure("PTV", WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6.01)))] }).Should().NotBe(uid);

        // What is carried over counts as well: an archive keeps one object a UID.
        read.StructureSet.Source.GetSequence(DicomTag.StructureSetROISequence).Items[0].AddOrUpdate(DicomTag.ROIName, "Renamed");
        Uid(input).Should().NotBe(uid);

        static string Uid(StructureSetToWrite input) => RtStructWriter.Write(input).File.Dataset.GetString(DicomTag.SOPInstanceUID);
    }

    [Fact]
    public void Carried_rois_keep_every_character_and_attribute()
    {
        using var folder = SyntheticCase.WithCt();
        var odd = new SyntheticContour("CLOSED_PLANAR", @"-4.000\-4.0\2.50\ 4\-4\2.5\+4\4\2.5\-4\4E0\2.5");
        var set = SyntheticCase.StructureSet("set", [new(5, "Odd name, long and lower", "CTV", [odd]), new(9, "Point", "MARKER", [SyntheticContour.Of("POINT", 1.2, (3, 4))])]);
        var roi = set.GetSequence(DicomTag.StructureSetROISequence).Items[0];
        roi.AddOrUpdate(DicomTag.ROIDescription, "drawn with care");
        roi.Add(new DicomLongString(new DicomTag(0x3287, 0x0010), "SOMEBODY 1.0"));
        roi.Add(new DicomLongString(new DicomTag(0x3287, 0x1001), "private"));
        folder.Write("rs.dcm", set);

        var saved = Reopen(Write(folder));

        var items = saved.GetSequence(DicomTag.StructureSetROISequence).Items;
        items[0].GetString(DicomTag.ROIName).Should().Be("Odd name, long and lower");
        items[0].GetString(DicomTag.ROIDescription).Should().Be("drawn with care");
        Encoding.ASCII.GetString(items[0].GetDicomItem<DicomElement>(new DicomTag(0x3287, 0x1001))!.Buffer.Data).TrimEnd().Should().Be("private");
        items[0].GetString(DicomTag.ROIGenerationAlgorithm).Should().Be("MANUAL");
        var contour = saved.GetSequence(DicomTag.ROIContourSequence).Items[0].GetSequence(DicomTag.ContourSequence).Items[0];
        Encoding.ASCII.GetString(contour.GetDicomItem<DicomElement>(DicomTag.ContourData)!.Buffer.Data).TrimEnd().Should().Be(odd.Data);
        saved.GetSequence(DicomTag.ROIContourSequence).Items[1].GetSequence(DicomTag.ContourSequence).Items.Should().HaveCount(1);
    }

    [Fact]
    public void Added_roi_has_a_new_number_one_frame_and_an_image_for_each_contour()
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);

        var written = Write(folder);
        var saved = Reopen(written);

        written.Rois.Should().Equal(new WrittenRoi("PTV", 3, "PTV"));
        var roi = saved.GetSequence(DicomTag.StructureSetROISequence).Items[2];
        roi.GetString(DicomTag.ReferencedFrameOfReferenceUID).Should().Be(SyntheticCase.Frame);
        roi.GetString(DicomTag.ROIGenerationAlgorithm).Should().Be("AUTOMATIC");
        roi.GetString(DicomTag.ROIGenerationDescription).Should().Be("CTV + ellipsoid 2/2/5 mm, half-slice caps");
        DerivationRecipe.Parse(roi.GetString(DicomTag.ROIDescription))!.Operands.Should().Equal(new RecipeOperand("CTV", 2, new string('b', 64)));

        var contours = saved.GetSequence(DicomTag.ROIContourSequence).Items[2].GetSequence(DicomTag.ContourSequence).Items;
        contours.Select(c => c.GetSequence(DicomTag.ContourImageSequence).Items.Single().GetString(DicomTag.ReferencedSOPInstanceUID))
            .Should().Equal(read.Ct.Slices.Skip(1).Take(4).Select(s => s.SopInstanceUid));
        contours.Select(c => c.GetString(DicomTag.ContourData)).Should().Equal(
            new[] { "2.5", "5", "7.5", "10" }.Select(z => $@"-6\-6\{z}\6\-6\{z}\6\6\{z}\-6\6\{z}"), "the first point is not repeated");
        contours.Should().AllSatisfy(c => c.GetString(DicomTag.NumberOfContourPoints).Should().Be("4"));

        var frame = saved.GetSequence(DicomTag.ReferencedFrameOfReferenceSequence).Items.Should().ContainSingle().Which;
        frame.GetString(DicomTag.FrameOfReferenceUID).Should().Be(SyntheticCase.Frame);
        frame.GetSequence(DicomTag.RTReferencedStudySequence).Items.Single().GetSequence(DicomTag.RTReferencedSeriesSequence).Items.Single()
            .GetSequence(DicomTag.ContourImageSequence).Items.Select(i => i.GetString(DicomTag.ReferencedSOPInstanceUID))
            .Should().Equal(read.Ct.Slices.Select(s => s.SopInstanceUid));

        var planes = saved.GetSequence(DicomTag.ROIContourSequence).Items[2].GetSequence(DicomTag.SourcePixelPlanesCharacteristicsSequence).Items.Single();
        (planes.GetString(DicomTag.SpacingBetweenSlices), planes.GetString(DicomTag.NumberOfFrames), planes.GetString(DicomTag.ImagePositionPatient))
            .Should().Be(("2.5", "6", @"-15\-15\0"));
    }

    [Fact]
    public void Object_says_who_made_it_what_it_came_from_and_that_nobody_approved_it()
    {
        using var folder = SyntheticCase.Plain();

        var saved = Reopen(Write(folder));

        saved.GetString(DicomTag.ApprovalStatus).Should().Be("UNAPPROVED", "although the input is APPROVED");
        saved.GetString(DicomTag.Manufacturer).Should().Be("ContourFlow");
        saved.GetString(DicomTag.StructureSetLabel).Should().Be("CF SPINE");
        saved.GetString(DicomTag.StructureSetDate).Should().Be("20250103", "dates are the input's: there is no clock");
        saved.GetSequence(DicomTag.PredecessorStructureSetSequence).Items.Single().GetString(DicomTag.ReferencedSOPInstanceUID)
            .Should().Be(SyntheticCase.Uid("set"));
        saved.GetString(DicomTag.PatientName).Should().Be(SyntheticCase.PatientName);
        saved.GetString(DicomTag.StudyInstanceUID).Should().Be(SyntheticCase.Study);
        saved.InternalTransferSyntax.Should().Be(DicomTransferSyntax.ImplicitVRLittleEndian);
        saved.Contains(DicomTag.InstanceCreationDate).Should().BeFalse();
    }

    [Fact]
    public void Relation_names_the_other_roi_by_its_number()
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);
        var geometry = WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6));

        var saved = Reopen(RtStructWriter.Write(WriterInput.Of(
            read,
            HoleEncoding.Keyhole,
            WriterInput.Structure("PTV", geometry, new("ENCLOSING", null, 2)),
            WriterInput.Structure("PTV_Eval", geometry, new("ENCLOSED", "PTV", null)))));

        saved.GetSequence(DicomTag.RTROIObservationsSequence).Items.Skip(2)
            .Select(o => o.GetSequence(DicomTag.RTRelatedROISequence).Items.Single())
            .Select(r => (r.GetSingleValue<int>(DicomTag.ReferencedROINumber), r.GetString(DicomTag.RTROIRelationship)))
            .Should().Equal((2, "ENCLOSING"), (3, "ENCLOSED"));
    }

    [Theory]
    [InlineData("ptv", "PTV", "PTV~1")]
    [InlineData("SPINALCORD_PRV02", "SpinalCord_PRV02", "SpinalCord_PRV~1")]
    public void Name_that_the_input_has_ignoring_case_stays_the_inputs(string there, string wanted, string given)
    {
        using var folder = SyntheticCase.WithCt();
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(1, there, "PTV", 8), SyntheticCase.Square(2, "CTV", "CTV", 8)]));
        var read = CaseReader.Read(folder.Folder);

        var written = RtStructWriter.Write(WriterInput.Of(
            read, HoleEncoding.Keyhole, WriterInput.Structure(wanted, WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6)))));

        written.Rois.Single().RoiName.Should().Be(given);
        written.Findings.Should().ContainSingle().Which.Code.Should().Be("roi-name-taken");
        Reopen(written).GetSequence(DicomTag.StructureSetROISequence).Items.Select(i => i.GetString(DicomTag.ROIName)).Should().Equal(there, "CTV", given);
    }

    [Theory]
    [InlineData("SpinalCord_PRV025")]
    [InlineData("PTV Eval")]
    [InlineData("")]
    public void Name_that_planning_systems_refuse_is_not_written(string name)
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);
        var act = () => RtStructWriter.Write(WriterInput.Of(
            read, HoleEncoding.Keyhole, WriterInput.Structure(name, WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6)))));

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Z_is_written_in_the_images_own_words()
    {
        using var folder = SyntheticCase.WithCt(6, 2.5, (i, image) => image.NotValidated().AddOrUpdate(DicomTag.ImagePositionPatient, "-15", "-15", $"{i * 2.5:0.0}00"));
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        Reopen(Write(folder)).GetSequence(DicomTag.ROIContourSequence).Items[1].GetSequence(DicomTag.ContourSequence).Items[0]
            .GetValues<string>(DicomTag.ContourData)[2].Should().Be("2.500");
    }

    [Fact]
    public void Roi_in_another_frame_is_left_behind_with_a_warning()
    {
        using var folder = SyntheticCase.Plain(set => set.GetSequence(DicomTag.StructureSetROISequence).Items[0]
            .AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, SyntheticCase.Uid("other frame")));

        var written = Write(folder);

        written.Findings.Should().ContainSingle().Which.RoiName.Should().Be("BODY");
        var saved = Reopen(written);
        saved.GetSequence(DicomTag.StructureSetROISequence).Items.Select(i => i.GetString(DicomTag.ROIName)).Should().Equal("CTV", "PTV");
        saved.GetSequence(DicomTag.ROIContourSequence).Items.Should().HaveCount(2);
    }

    [Fact]
    public void Hole_as_keyhole_is_not_filled_by_a_reader_that_takes_the_union_of_rings()
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);
        var ring = WriterInput.Stack(read.Ct.Grid, WriterInput.Circle(10, 90), WriterInput.Circle(4, 60, 1, 2), WriterInput.Square(1, 1, 2));

        var saved = Reopen(RtStructWriter.Write(WriterInput.Of(read, HoleEncoding.Keyhole, WriterInput.Structure("PTV_Eval", ring))));

        // Union fills nothing: within 0.05 % of the even-odd area, which is that of the circles less the hole plus the island.
        var expected = RegionMeasures.Area(ring.Regions[0]);
        UnionReader.Areas(saved, 3).Values.Should().HaveCount(4).And.AllSatisfy(area => area.Should().BeApproximately(expected, expected * 5e-4));
        saved.GetSequence(DicomTag.ROIContourSequence).Items[2].GetSequence(DicomTag.ContourSequence).Items
            .Should().AllSatisfy(c => c.GetString(DicomTag.ContourGeometricType).Should().Be("CLOSED_PLANAR"));
    }

    [Fact]
    public void Hole_as_xor_is_written_as_rings_of_that_kind_throughout_the_roi()
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);
        var ring = WriterInput.Stack(read.Ct.Grid, WriterInput.Square(10), WriterInput.Square(4));
        var partly = new Structure(ring.Grid, [.. ring.Regions.Take(3), CanonicalRegion.Of(ring.Regions[3].Z, [new Ring(WriterInput.Square(3))])!]);

        var written = RtStructWriter.Write(WriterInput.Of(
            read, HoleEncoding.Xor, WriterInput.Structure("PTV_Eval", partly), WriterInput.Structure("PTV", WriterInput.Stack(read.Ct.Grid, WriterInput.Square(10)))));

        var items = Reopen(written).GetSequence(DicomTag.ROIContourSequence).Items;
        items[2].GetSequence(DicomTag.ContourSequence).Items.Should().HaveCount(7)
            .And.AllSatisfy(c => c.GetString(DicomTag.ContourGeometricType).Should().Be("CLOSEDPLANAR_XOR"));
        items[3].GetSequence(DicomTag.ContourSequence).Items.Should()
            .AllSatisfy(c => c.GetString(DicomTag.ContourGeometricType).Should().Be("CLOSED_PLANAR"));
        RtStructReadBack.Read(written.File)[2].Planes[0].Should().Match<ReadBackPlane>(p => p.Area == 400 - 64 && p.Parts == 1 && p.Holes == 1);
    }

    [Fact]
    public void Ring_of_too_many_points_is_thinned_and_stays_where_it_was()
    {
        using var folder = SyntheticCase.Plain();
        var read = CaseReader.Read(folder.Folder);
        var fine = WriterInput.Stack(read.Ct.Grid, WriterInput.Circle(12, 9000));

        var written = RtStructWriter.Write(WriterInput.Of(read, HoleEncoding.Keyhole, WriterInput.Structure("PTV", fine)));

        var plane = RtStructReadBack.Read(written.File)[2].Planes[0];
        plane.Rings.Should().ContainSingle().Which.Points.Length.Should().BeInRange(100, 2000);
        // Every point lies on the circle within the rounding of both coordinates; the area within that times the length.
        plane.Rings[0].Points.Should().AllSatisfy(p => Math.Sqrt((p.X * p.X) + (p.Y * p.Y)).Should().BeApproximately(12, 0.0071));
        plane.Area.Should().BeApproximately(Math.PI * 144, 0.0125 * 2 * Math.PI * 12);
    }

    private static WrittenStructureSet Write(SyntheticCase folder)
    {
        var read = CaseReader.Read(folder.Folder);
        return RtStructWriter.Write(WriterInput.Of(
            read, HoleEncoding.Keyhole, WriterInput.Structure("PTV", WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6)))));
    }

    private static byte[] Bytes(WrittenStructureSet written)
    {
        using var stream = new MemoryStream();
        written.File.Save(stream);
        return stream.ToArray();
    }

    private static DicomDataset Reopen(WrittenStructureSet written)
    {
        using var stream = new MemoryStream(Bytes(written));
        return DicomFile.Open(stream, FileReadOption.ReadAll).Dataset;
    }
}
