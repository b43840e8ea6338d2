using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Tests.Cases;

public class CaseReaderTests
{
    private static readonly DicomUID SecondaryCapture = DicomUID.SecondaryCaptureImageStorage;

    [Fact]
    public void Plain_case_is_read_with_planes_in_order_and_pixels_in_hounsfield()
    {
        using var folder = SyntheticCase.Plain();

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Grid.Positions.Should().Equal(0, 2.5, 5, 7.5, 10, 12.5);
        read.Ct.Grid.FrameOfReference.Value.Should().Be(SyntheticCase.Frame);
        read.Ct.Slices.Select(s => s.SopInstanceUid).Should().Equal(Enumerable.Range(0, 6).Select(SyntheticCase.ImageUid));
        read.Ct.Slices[3].PositionZ.Should().Be("7.5");
        read.Ct.Slices[0].Hounsfield.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => (short)i), "1024 + i stored, intercept -1024");
        read.Ct.Header.Contains(DicomTag.PixelData).Should().BeFalse();
        read.StructureSet.Label.Should().Be("T7 SBRT");
        read.StructureSet.Rois.Select(r => (r.Number, r.Name, r.InterpretedType)).Should().Equal((1, "BODY", "EXTERNAL"), (2, "CTV", "CTV"));
        read.StructureSet.Rois[1].Colour.Should().Be(new RgbColour(255, 0, 10));
        read.StructureSet.Rois[1].Geometry!.Regions.Select(r => r.Z).Should().Equal(2.5, 5, 7.5, 10);
        read.NotUsed.Should().BeEmpty();
        read.Findings.Should().BeEmpty();
    }

    [Fact]
    public void Reading_with_one_thread_or_many_gives_the_same()
    {
        using var folder = SyntheticCase.Plain();

        var one = CaseReader.Read(folder.Folder, new() { MaximumDegreeOfParallelism = 1 });
        var many = CaseReader.Read(folder.Folder, new() { MaximumDegreeOfParallelism = 8 });

        many.Ct.Slices.Select(s => s.SopInstanceUid).Should().Equal(one.Ct.Slices.Select(s => s.SopInstanceUid));
        many.StructureSet.Rois.Select(r => r.Name).Should().Equal(one.StructureSet.Rois.Select(r => r.Name));
    }

    [Fact]
    public void Files_that_are_no_dicom_are_noted_and_no_error()
    {
        using var folder = SyntheticCase.Plain();
        File.WriteAllText(Path.Combine(folder.Folder, "truth.json"), "{}");
        File.WriteAllText(Path.Combine(folder.Folder, "report.pdf"), "%PDF-1.4 and more than eight bytes");
        File.WriteAllText(Path.Combine(folder.Folder, ".hidden.dcm"), "no");

        var read = CaseReader.Read(folder.Folder);

        read.NotUsed.Select(u => (u.ReasonCode, u.Sentence)).Should().Equal(
            ("hidden-file", ".hidden.dcm is a hidden file."),
            ("not-dicom", "report.pdf is no DICOM file."),
            ("not-dicom", "truth.json is no DICOM file."));
    }

    [Fact]
    public void Truncated_dicom_file_is_an_error_that_names_it_within_the_folder()
    {
        using var folder = SyntheticCase.Plain();
        var path = Path.Combine(folder.Folder, "ct", "000_0.dcm");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..600]);

        var fault = Refused(folder, ReasonCodes.UnreadableFile);

        fault.Message.Should().Contain("ct/000_0.dcm").And.NotContain(folder.Folder);
    }

    [Fact]
    public void File_named_dcm_that_is_no_dicom_is_an_error()
    {
        using var folder = SyntheticCase.Plain();
        File.WriteAllText(Path.Combine(folder.Folder, "other.dcm"), "this is a text");

        Refused(folder, ReasonCodes.UnreadableFile).Message.Should().Contain("other.dcm");
    }

    [Fact]
    public void Folder_that_is_not_there_is_an_error()
    {
        var act = () => CaseReader.Read(Path.Combine(Path.GetTempPath(), "contourflow-no-such-folder"));

        act.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.UnreadableFile);
    }

    [Fact]
    public void Empty_folder_has_no_planning_ct()
    {
        using var folder = new SyntheticCase();

        Refused(folder, ReasonCodes.NoPlanningCt);
    }

    [Fact]
    public void Ct_alone_has_no_structure_set()
    {
        using var folder = SyntheticCase.WithCt();

        Refused(folder, ReasonCodes.NoStructureSet);
    }

    [Theory]
    [InlineData("another id")]
    [InlineData("")]
    public void Objects_of_two_patients_are_refused_also_when_one_has_no_id(string otherId)
    {
        using var folder = SyntheticCase.Plain(set => set.AddOrUpdate(DicomTag.PatientID, otherId));

        Refused(folder, ReasonCodes.SeveralPatients);
    }

    [Fact]
    public void Same_id_with_another_name_is_a_warning_without_the_name()
    {
        using var folder = SyntheticCase.Plain(set => set.AddOrUpdate(DicomTag.PatientName, "Someone^Else"));

        var finding = CaseReader.Read(folder.Folder).Findings.Should().ContainSingle().Which;

        finding.Code.Should().Be("patient-differs");
        finding.Sentence.Should().NotContain("Else").And.NotContain("Secret");
    }

    [Fact]
    public void Structure_set_drawn_on_an_mr_is_left_with_the_reason()
    {
        using var folder = SyntheticCase.Plain();
        AddMr(folder);

        var read = CaseReader.Read(folder.Folder);

        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.MrSeries.Should().BeEmpty("no MR is wanted");
        read.NotUsed.Select(u => (u.Kind, u.ReasonCode)).Should().Equal(("RTSTRUCT", "drawn-on-other-modality"), ("MR", "not-needed"));
    }

    [Fact]
    public void Structure_set_drawn_on_an_mr_alone_does_not_do()
    {
        using var folder = SyntheticCase.WithCt();
        AddMr(folder);

        Refused(folder, ReasonCodes.NoStructureSet).Message.Should().Contain("MR");
    }

    [Fact]
    public void Of_two_structure_sets_the_one_with_a_ctv_is_taken()
    {
        using var folder = SyntheticCase.Plain();
        folder.Write("newer.dcm", Dated(SyntheticCase.StructureSet("no ctv", [SyntheticCase.Square(1, "BODY", "EXTERNAL", 24)]), "20260101"));

        var read = CaseReader.Read(folder.Folder);

        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("no-ctv");
    }

    [Fact]
    public void Of_two_structure_sets_with_a_ctv_the_newest_is_taken_with_a_warning()
    {
        using var folder = SyntheticCase.Plain();
        folder.Write("newer.dcm", Dated(WithCtv("newer"), "20260101"));

        var read = CaseReader.Read(folder.Folder);

        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("newer"));
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("older-structure-set");
        read.Findings.Should().ContainSingle().Which.Severity.Should().Be(Severity.Warning);
    }

    [Fact]
    public void Two_structure_sets_of_one_time_are_refused_until_one_is_named()
    {
        using var folder = SyntheticCase.Plain();
        folder.Write("other.dcm", WithCtv("other"));

        Refused(folder, ReasonCodes.SeveralStructureSets).Message.Should()
            .Contain(SyntheticCase.Uid("set")).And.Contain(SyntheticCase.Uid("other")).And.Contain("--structure-set");
        CaseReader.Read(folder.Folder, new() { StructureSetInstanceUid = SyntheticCase.Uid("other") })
            .StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("other"));
    }

    [Fact]
    public void Own_earlier_output_is_not_taken_when_its_original_is_there()
    {
        using var folder = SyntheticCase.Plain();
        var own = Dated(WithCtv("own"), "20270101");
        own.AddOrUpdate(DicomTag.Manufacturer, "ContourFlow");
        own.Add(new DicomSequence(DicomTag.PredecessorStructureSetSequence, SyntheticCase.ImageReference(SyntheticCase.Uid("set"))));
        folder.Write("own.dcm", own);

        var read = CaseReader.Read(folder.Folder);

        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("own-output");
    }

    [Fact]
    public void Of_two_ct_series_the_one_that_was_drawn_on_is_taken()
    {
        using var folder = SyntheticCase.Plain();
        AddOtherCt(folder);

        var read = CaseReader.Read(folder.Folder);

        read.Ct.SeriesInstanceUid.Should().Be(SyntheticCase.CtSeries);
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("other-ct");
    }

    [Fact]
    public void Two_ct_series_that_nothing_was_drawn_on_are_refused_until_one_is_named()
    {
        using var folder = SyntheticCase.WithCt();
        AddOtherCt(folder);

        Refused(folder, ReasonCodes.SeveralPlanningCts).Message.Should().Contain("--ct-series");
        Refused(folder, ReasonCodes.NoStructureSet, new() { CtSeriesInstanceUid = SyntheticCase.CtSeries });
    }

    [Fact]
    public void Scouts_and_captures_within_the_ct_series_are_left_with_the_reason()
    {
        using var folder = SyntheticCase.Plain();
        var scout = SyntheticCase.Image("CT", DicomUID.CTImageStorage, SyntheticCase.Uid("scout"), SyntheticCase.CtSeries, SyntheticCase.Frame, 3);
        scout.AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "LOCALIZER");
        folder.Write("a-scout.dcm", scout);
        var capture = SyntheticCase.Image("CT", SecondaryCapture, SyntheticCase.Uid("capture"), SyntheticCase.CtSeries, SyntheticCase.Frame, 3);
        capture.Remove(DicomTag.ImagePositionPatient, DicomTag.ImageOrientationPatient);
        folder.Write("b-capture.dcm", capture);

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Slices.Should().HaveCount(6);
        read.NotUsed.Select(u => u.ReasonCode).Should().Equal("localizer", "not-a-ct-image");
    }

    [Fact]
    public void Exact_copy_of_an_image_is_noted_and_another_version_of_it_refused()
    {
        using var folder = SyntheticCase.Plain();
        File.Copy(Path.Combine(folder.Folder, "ct", "000_0.dcm"), Path.Combine(folder.Folder, "ct", "copy.dcm"));
        CaseReader.Read(folder.Folder).NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("copy");

        folder.Write("ct/copy.dcm", SyntheticCase.CtImage(0, 1));
        Refused(folder, ReasonCodes.DuplicateInstance);
    }

    [Theory]
    [InlineData("gap", ReasonCodes.PlanesMissing)]
    [InlineData("twice", ReasonCodes.PlanesDuplicate)]
    [InlineData("tilted", ReasonCodes.PlanesTilted)]
    [InlineData("oblique", ReasonCodes.PlanesOblique)]
    [InlineData("orientations", ReasonCodes.PlanesMixedOrientation)]
    [InlineData("sizes", ReasonCodes.PlanesMixedSize)]
    [InlineData("no position", ReasonCodes.GeometryMissing)]
    [InlineData("bad position", ReasonCodes.BadAttribute)]
    [InlineData("quadruped", ReasonCodes.PatientPositionUnsupported)]
    [InlineData("no frame", ReasonCodes.MissingAttribute)]
    [InlineData("two frames", ReasonCodes.FrameOfReferenceMismatch)]
    [InlineData("lossy", ReasonCodes.PixelsLossy)]
    [InlineData("colour", ReasonCodes.PixelsUnsupported)]
    [InlineData("short pixels", ReasonCodes.PixelsUnsupported)]
    public void Ct_with_a_fault_is_refused_with_its_reason(string what, string reasonCode)
    {
        using var folder = SyntheticCase.WithCt(8, 2.5, (i, image) => Spoil(what, i, image));
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        Refused(folder, reasonCode);
    }

    [Fact]
    public void Planes_farther_apart_than_the_protocol_allows_are_refused()
    {
        using var folder = SyntheticCase.WithCt(6, 3.5);
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        Refused(folder, ReasonCodes.PlaneSpacingTooLarge).Message.Should().Contain("3.5 mm apart");
    }

    [Fact]
    public void Uneven_planes_keep_their_positions_or_are_refused_as_the_protocol_says()
    {
        using var folder = SyntheticCase.WithCt(8, 2.5, (i, image) =>
        {
            if (i >= 5) SetZ(image, 10 + ((i - 4) * 1.5));
        });
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        var read = CaseReader.Read(folder.Folder);

        read.Ct.Grid.Positions.Should().Equal(0, 2.5, 5, 7.5, 10, 11.5, 13, 14.5);
        read.Findings.Should().ContainSingle().Which.Code.Should().Be(ReasonCodes.PlanesUneven);
        Refused(folder, ReasonCodes.PlanesUneven, new() { PlanningCt = new PlanningCtRules(3, 0.1, AllowUnevenSpacing: false) });
    }

    [Fact]
    public void Images_that_the_structure_set_names_and_the_folder_lacks_are_counted()
    {
        using var folder = SyntheticCase.WithCt(6);
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)], images: 9));

        Refused(folder, ReasonCodes.PlanesMissing).Message.Should().Contain("names 9 images, and 3 of them are not in the folder");
    }

    [Fact]
    public void Structure_set_that_names_the_ct_and_another_frame_is_refused()
    {
        using var folder = SyntheticCase.Plain(set =>
        {
            var other = SyntheticCase.Uid("other frame");
            SyntheticCase.SetReference(set, other, SyntheticCase.CtSeries, [SyntheticCase.ImageUid(0)]);
            foreach (var roi in set.GetSequence(DicomTag.StructureSetROISequence).Items) roi.AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, other);
        });

        Refused(folder, ReasonCodes.FrameOfReferenceMismatch);
    }

    [Fact]
    public void Structure_set_that_names_no_series_is_taken_by_its_frame_with_a_warning()
    {
        using var folder = SyntheticCase.Plain(set => SyntheticCase.SetFrameOnly(set, SyntheticCase.Frame));

        var read = CaseReader.Read(folder.Folder);

        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.Findings.Should().ContainSingle().Which.Code.Should().Be("no-series-reference");
    }

    [Fact]
    public void Structure_set_that_names_no_series_and_lies_between_the_planes_is_refused()
    {
        using var folder = SyntheticCase.WithCt();
        var set = SyntheticCase.StructureSet("set", [new(2, "CTV", "CTV", [SyntheticContour.Square(4, 3.6)])]);
        SyntheticCase.SetFrameOnly(set, SyntheticCase.Frame);
        folder.Write("rs.dcm", set);

        Refused(folder, ReasonCodes.StructureSetOfOtherCt);
    }

    [Fact]
    public void Structure_set_that_names_no_series_and_another_frame_is_refused()
    {
        using var folder = SyntheticCase.Plain(set => SyntheticCase.SetFrameOnly(set, SyntheticCase.Uid("other frame")));

        Refused(folder, ReasonCodes.FrameOfReferenceMismatch);
    }

    [Fact]
    public void Structure_set_of_a_ct_that_is_not_there_is_refused()
    {
        using var folder = SyntheticCase.Plain(set =>
        {
            SyntheticCase.SetFrameOnly(set, SyntheticCase.Uid("other frame"));
            SyntheticCase.SetReference(set, SyntheticCase.Uid("other frame"), SyntheticCase.Uid("other series"), []);
        });

        Refused(folder, ReasonCodes.StructureSetOfOtherCt);
    }

    [Theory]
    [InlineData(16, 0, "1", "-1024", 0, -1024)]
    [InlineData(16, 1, "1", "0", 0x8000, -32768)]
    [InlineData(12, 1, "1", "0", 0x0800, -2048)]
    [InlineData(12, 0, "1", "0", 0xF123, 0x123)]
    [InlineData(16, 0, ".001", "0", 1500, 2)]
    [InlineData(16, 0, "2", "0", 60000, 32767)]
    public void Stored_values_become_hounsfield_by_rescale_rounded_and_clamped(
        int bits, int representation, string slope, string intercept, int storedValue, int hounsfield)
    {
        using var folder = SyntheticCase.WithCt(6, 2.5, (_, image) => image
            .AddOrUpdate(DicomTag.BitsStored, (ushort)bits)
            .AddOrUpdate(DicomTag.HighBit, (ushort)(bits - 1))
            .AddOrUpdate(DicomTag.PixelRepresentation, (ushort)representation)
            .AddOrUpdate(DicomTag.RescaleSlope, slope)
            .AddOrUpdate(DicomTag.RescaleIntercept, intercept)
            .AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Repeat((ushort)storedValue, 256)])));
        folder.Write("rs.dcm", SyntheticCase.StructureSet("set", [SyntheticCase.Square(2, "CTV", "CTV", 8)]));

        CaseReader.Read(folder.Folder).Ct.Slices[0].Hounsfield.Span[0].Should().Be((short)hounsfield);
    }

    [Fact]
    public void Cancelled_reading_stops()
    {
        using var folder = SyntheticCase.Plain();

        var act = () => CaseReader.Read(folder.Folder, cancellationToken: new CancellationToken(canceled: true));

        act.Should().Throw<OperationCanceledException>();
    }

    /// <summary>Reads, expects the reason code, and that nothing of the patient is in the message.</summary>
    private static CaseDataException Refused(SyntheticCase folder, string reasonCode, CaseReadOptions? options = null)
    {
        var act = () => CaseReader.Read(folder.Folder, options);
        var fault = act.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(reasonCode, fault.Message);
        fault.Message.Should().NotContain("Secret").And.NotContain("SECRET").And.NotContain("1950");
        return fault;
    }

    private static void Spoil(string what, int i, DicomDataset image)
    {
        var z = i * 2.5;
        switch (what)
        {
            case "gap" when i >= 4: SetZ(image, z + 2.5); break;
            case "twice" when i == 4: SetZ(image, z - 2.5); break;
            case "tilted": image.AddOrUpdate(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "0.98", "0.198997"); break;
            case "oblique":
                // Rotated about x by 10 degrees, positions along the planes' own normal.
                var (c, s) = (Math.Cos(Math.PI / 18), Math.Sin(Math.PI / 18));
                image.AddOrUpdate(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", Text(c), Text(s));
                image.AddOrUpdate(DicomTag.ImagePositionPatient, "-15", Text(-15 - (s * z)), Text(c * z));
                break;
            case "orientations" when i == 4: image.AddOrUpdate(DicomTag.ImageOrientationPatient, "0", "1", "0", "-1", "0", "0"); break;
            case "sizes" when i == 4: image.AddOrUpdate(DicomTag.PixelSpacing, "1", "1"); break;
            case "no position" when i == 4: image.Remove(DicomTag.ImagePositionPatient); break;
            case "bad position" when i == 4: image.NotValidated().AddOrUpdate(DicomTag.ImagePositionPatient, "-15", "-15", "nought"); break;
            case "quadruped": image.AddOrUpdate(DicomTag.AnatomicalOrientationType, "QUADRUPED"); break;
            case "no frame" when i == 4: image.Remove(DicomTag.FrameOfReferenceUID); break;
            case "two frames" when i == 4: image.AddOrUpdate(DicomTag.FrameOfReferenceUID, SyntheticCase.Uid("second frame")); break;
            case "lossy": image.AddOrUpdate(DicomTag.LossyImageCompression, "01"); break;
            case "colour" when i == 4: image.AddOrUpdate(DicomTag.PhotometricInterpretation, "RGB").AddOrUpdate(DicomTag.SamplesPerPixel, (ushort)3); break;
            case "short pixels" when i == 4: image.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [1, 2, 3])); break;
        }
    }

    private static string Text(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static void SetZ(DicomDataset image, double z) => image.AddOrUpdate(DicomTag.ImagePositionPatient, "-15", "-15", Text(z));

    private static DicomDataset Dated(DicomDataset set, string date) => set.AddOrUpdate(DicomTag.StructureSetDate, date);

    private static DicomDataset WithCtv(string name) => SyntheticCase.StructureSet(name, [SyntheticCase.Square(2, "CTV", "CTV", 8)]);

    private static void AddMr(SyntheticCase folder)
    {
        for (var i = 0; i < 3; i++)
        {
            folder.Write($"mr/{i}.dcm", SyntheticCase.Image(
                "MR", DicomUID.MRImageStorage, SyntheticCase.Uid($"mr image {i}"), SyntheticCase.Uid("mr series"), SyntheticCase.Uid("mr frame"), i));
        }

        var set = SyntheticCase.StructureSet("mr set", [new(1, "SpinalCord", "ORGAN", [SyntheticContour.Square(4, 1)])]);
        SyntheticCase.SetFrameOnly(set, SyntheticCase.Uid("mr frame"));
        SyntheticCase.SetReference(set, SyntheticCase.Uid("mr frame"), SyntheticCase.Uid("mr series"), [SyntheticCase.Uid("mr image 1")]);
        folder.Write("mr-set.dcm", set);
    }

    private static void AddOtherCt(SyntheticCase folder)
    {
        for (var i = 0; i < 4; i++)
        {
            folder.Write($"other/{i}.dcm", SyntheticCase.Image(
                "CT", DicomUID.CTImageStorage, SyntheticCase.Uid($"other image {i}"), SyntheticCase.Uid("other series"), SyntheticCase.Uid("other frame"), i * 2.5));
        }
    }
}
