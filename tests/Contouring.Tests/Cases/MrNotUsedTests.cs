using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>An MR that is no volume, or not the one that is wanted, is left with its reason, and the case goes on with the others.</summary>
public sealed class MrNotUsedTests
{
    private static readonly string s_good = SyntheticCase.Uid("good mr series");

    /// <summary>Reads a case with a sound series and the one in question.</summary>
    private static UnusedObject Left(IEnumerable<DicomDataset> objects, CaseReadOptions? options = null)
    {
        using var folder = SyntheticMr.Case(objects);
        SyntheticMr.Write(folder, SyntheticMr.Stack(6, SyntheticMr.Sagittal, 900, s_good), "good");
        var read = CaseReader.Read(folder.Folder, options ?? SyntheticMr.Wanted);
        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.MrSeries.Select(mr => mr.SeriesInstanceUid).Should().Equal(s_good);
        var left = read.NotUsed.Should().ContainSingle().Which;
        left.Kind.Should().Be("MR");
        left.Sentence.Should().Contain(SyntheticMr.Series).And.EndWith(".").And.NotContain(SyntheticCase.PatientId).And.NotContain("Secret");
        return left;
    }

    private static IEnumerable<DicomDataset> Changed(Action<int, DicomDataset> change, int planes = 8) => SyntheticMr.Stack(planes, SyntheticMr.Axial).Select((image, i) =>
    {
        change(i, image);
        return image;
    });

    private static void MoveTo(DicomDataset image, double x, double z) => image.AddOrUpdate(DicomTag.ImagePositionPatient, SyntheticMr.Text(x), "-15", SyntheticMr.Text(z));

    [Theory]
    [InlineData("one slice", ReasonCodes.PlanesTooFew)]
    [InlineData("four slices", ReasonCodes.PlanesTooFew)]
    [InlineData("missing plane", ReasonCodes.PlanesMissing)]
    [InlineData("uneven", ReasonCodes.PlanesUneven)]
    [InlineData("two echoes", ReasonCodes.PlanesDuplicate)]
    [InlineData("tilted", ReasonCodes.PlanesTilted)]
    [InlineData("shifted", "planes-shifted")]
    [InlineData("mixed size", ReasonCodes.PlanesMixedSize)]
    [InlineData("mixed pixel spacing", ReasonCodes.PlanesMixedSize)]
    [InlineData("slanted stacks", ReasonCodes.PlanesMixedOrientation)]
    [InlineData("no position", ReasonCodes.GeometryMissing)]
    [InlineData("bad orientation", ReasonCodes.BadAttribute)]
    [InlineData("no frame of reference", ReasonCodes.MissingAttribute)]
    [InlineData("two frames of reference", ReasonCodes.FrameOfReferenceMismatch)]
    [InlineData("quadruped", ReasonCodes.PatientPositionUnsupported)]
    [InlineData("lossy", ReasonCodes.PixelsLossy)]
    [InlineData("colour", ReasonCodes.PixelsUnsupported)]
    [InlineData("no pixels", ReasonCodes.PixelsUnsupported)]
    [InlineData("cut pixels", ReasonCodes.PixelsUnsupported)]
    [InlineData("slope zero", ReasonCodes.BadAttribute)]
    [InlineData("slope no number", ReasonCodes.BadAttribute)]
    [InlineData("slope beyond a number", ReasonCodes.BadAttribute)]
    [InlineData("all zero", "mr-no-contrast")]
    [InlineData("called a localizer", "localizer")]
    [InlineData("secondary capture", "not-an-mr-image")]
    [InlineData("old", "mr-age")]
    public void Series_that_cannot_be_used_is_left_with_its_reason(string what, string reasonCode) =>
        Left(Series(what)).ReasonCode.Should().Be(reasonCode);

    private static IEnumerable<DicomDataset> Series(string what) => what switch
    {
        "one slice" => Changed((_, _) => { }, 1),
        "four slices" => Changed((_, _) => { }, 4),
        "missing plane" => Changed((i, image) => MoveTo(image, -15, i < 4 ? i * 3 : (i + 1) * 3)),
        "uneven" => Changed((i, image) => MoveTo(image, -15, i == 4 ? 13 : i * 3)),
        "two echoes" => Changed((i, image) => MoveTo(image.AddOrUpdate(DicomTag.EchoTime, i % 2 == 0 ? "20" : "80"), -15, i / 2 * 3), 12),
        "tilted" => Changed((i, image) => MoveTo(image, -15 + (i * 0.5), i * 3)),
        "shifted" => Changed((i, image) => MoveTo(image, i == 3 ? -14 : -15, i * 3)),
        "mixed size" => Changed((i, image) =>
        {
            if (i == 2) image.AddOrUpdate(DicomTag.Rows, (ushort)8).AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new ushort[128]));
        }),
        "mixed pixel spacing" => Changed((i, image) => image.AddOrUpdate(DicomTag.PixelSpacing, i == 2 ? "1.5" : "2", "2")),

        // Two stacks of three along two discs, 12 degrees apart: no scout, and no volume either.
        "slanted stacks" => Changed((i, image) => image.AddOrUpdate(
            DicomTag.ImageOrientationPatient, "1", "0", "0", "0", i < 3 ? "1" : "0.978148", i < 3 ? "0" : "0.207912"), 6),
        "no position" => Changed((i, image) =>
        {
            if (i == 5) image.Remove(DicomTag.ImagePositionPatient);
        }),
        "bad orientation" => Changed((i, image) => image.AddOrUpdate(DicomTag.ImageOrientationPatient, "1", "0", "0", "1", "0", "0")),
        "no frame of reference" => Changed((_, image) => image.Remove(DicomTag.FrameOfReferenceUID)),
        "two frames of reference" => Changed((i, image) => image.AddOrUpdate(DicomTag.FrameOfReferenceUID, SyntheticCase.Uid($"frame {i / 4}"))),
        "quadruped" => Changed((_, image) => image.AddOrUpdate(DicomTag.AnatomicalOrientationType, "QUADRUPED")),
        "lossy" => Changed((i, image) => image.AddOrUpdate(DicomTag.LossyImageCompression, i == 6 ? "01" : "00")),
        "colour" => Changed((_, image) => image
            .AddOrUpdate(DicomTag.SamplesPerPixel, (ushort)3).AddOrUpdate(DicomTag.PhotometricInterpretation, "RGB").AddOrUpdate(DicomTag.PlanarConfiguration, (ushort)0)
            .AddOrUpdate(DicomTag.BitsAllocated, (ushort)8).AddOrUpdate(DicomTag.BitsStored, (ushort)8).AddOrUpdate(DicomTag.HighBit, (ushort)7)
            .AddOrUpdate(new DicomOtherByte(DicomTag.PixelData, new byte[768]))),
        "no pixels" => Changed((i, image) =>
        {
            if (i == 3) image.Remove(DicomTag.PixelData);
        }),
        "cut pixels" => Changed((i, image) =>
        {
            if (i == 3) image.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, 200).Select(p => (ushort)p)]));
        }),
        "slope zero" => Changed((_, image) => image.AddOrUpdate(DicomTag.RescaleSlope, "0").AddOrUpdate(DicomTag.RescaleIntercept, "0")),
        "slope no number" => Changed((_, image) => image.NotValidated().AddOrUpdate(new DicomDecimalString(DicomTag.RescaleSlope, "NaN"))),
        "slope beyond a number" => Changed((_, image) => image.AddOrUpdate(DicomTag.RescaleSlope, "1E300").AddOrUpdate(DicomTag.RescaleIntercept, "0")),
        "all zero" => Changed((_, image) => image.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new ushort[256]))),
        "called a localizer" => Changed((_, image) => image.AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "LOCALIZER")),
        "secondary capture" => Changed((_, image) => image.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.SecondaryCaptureImageStorage)),

        // The CT is of 2 January 2025; 30 days are allowed.
        "old" => Changed((_, image) => image.AddOrUpdate(DicomTag.AcquisitionDate, "20241202")),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such series"),
    };

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void Localizer_in_three_directions_is_none_also_when_it_does_not_say_so(int planes)
    {
        var left = Left([
            .. SyntheticMr.Stack(planes, SyntheticMr.Axial),
            .. SyntheticMr.Stack(planes, SyntheticMr.Sagittal, 100),
            .. SyntheticMr.Stack(planes, SyntheticMr.Coronal, 200)]);

        left.ReasonCode.Should().Be("localizer");
        left.Sentence.Should().Contain("3 directions");
    }

    [Fact]
    public void Localizer_as_one_enhanced_object_is_none()
    {
        List<DicomDataset> images = [.. SyntheticMr.Stack(5, SyntheticMr.Axial), .. SyntheticMr.Stack(5, SyntheticMr.Sagittal, 100), .. SyntheticMr.Stack(5, SyntheticMr.Coronal, 200)];

        Left([EnhancedObject.Of(images, SyntheticMr.Uid(0), DicomUID.EnhancedMRImageStorage, i => $"{i / 5}")]).ReasonCode.Should().Be("localizer");
    }

    [Fact]
    public void Two_large_stacks_of_plain_images_in_one_series_are_no_localizer_and_no_volume() =>
        Left([.. SyntheticMr.Stack(9, SyntheticMr.Axial), .. SyntheticMr.Stack(9, SyntheticMr.Sagittal, 100)])
            .ReasonCode.Should().Be(ReasonCodes.PlanesMixedOrientation);

    [Fact]
    public void Planes_further_apart_than_the_protocol_allows_are_left_and_the_limit_itself_is_not()
    {
        // The sound series of sagittal planes is 3 mm apart.
        static CaseReadOptions At(double spacing) => new() { Mr = new(spacing, 30) };
        Left(Changed((i, image) => MoveTo(image, -15, i * 3.3)), At(3)).ReasonCode.Should().Be(ReasonCodes.PlaneSpacingTooLarge);

        using var folder = SyntheticMr.Case(Changed((i, image) => MoveTo(image, -15, i * 3.3)));
        CaseReader.Read(folder.Folder, At(3.3)).MrSeries.Should().ContainSingle();
    }

    [Fact]
    public void Lossy_series_that_the_protocol_allows_is_used_with_a_warning()
    {
        using var folder = SyntheticMr.Case(Changed((_, image) => image.AddOrUpdate(DicomTag.LossyImageCompression, "01")));

        var read = CaseReader.Read(folder.Folder, new() { Mr = new(5, 30, AllowLossyCompression: true) });

        read.MrSeries.Should().ContainSingle();
        var finding = read.Findings.Should().ContainSingle().Which;
        (finding.Code, finding.Severity).Should().Be((ReasonCodes.PixelsLossy, Severity.Warning));
    }

    [Theory]
    [InlineData("20241203", true)] // 30 days before
    [InlineData("20241202", false)]
    [InlineData("20250201", true)] // 30 days after
    [InlineData("20250202", false)]
    public void Age_counts_days_either_way_and_the_limit_itself_is_allowed(string day, bool used)
    {
        using var folder = SyntheticMr.Case(Changed((_, image) => image.AddOrUpdate(DicomTag.AcquisitionDate, day)));

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries.Should().HaveCount(used ? 1 : 0);
        read.NotUsed.Select(u => u.ReasonCode).Should().Equal(used ? [] : ["mr-age"]);
    }

    [Fact]
    public void Series_without_any_date_is_used_with_a_warning()
    {
        using var folder = SyntheticMr.Case(Changed((_, image) => image.Remove(DicomTag.AcquisitionDate, DicomTag.SeriesDate, DicomTag.StudyDate)));

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries.Should().ContainSingle().Which.AcquisitionDate.Should().BeNull();
        var finding = read.Findings.Should().ContainSingle().Which;
        (finding.Code, finding.Severity).Should().Be(("mr-date-unknown", Severity.Warning));
    }

    [Fact]
    public void Mr_of_the_same_id_and_another_name_is_a_warning_and_of_another_id_stops_the_case()
    {
        using var named = SyntheticMr.Case(Changed((_, image) => image.AddOrUpdate(DicomTag.PatientName, "Someone^Else")));
        CaseReader.Read(named.Folder, SyntheticMr.Wanted).Findings.Should().ContainSingle().Which.Code.Should().Be("patient-differs");

        using var other = SyntheticMr.Case(Changed((_, image) => image.AddOrUpdate(DicomTag.PatientID, "another")));
        FluentActions.Invoking(() => CaseReader.Read(other.Folder, SyntheticMr.Wanted)).Should().Throw<CaseDataException>()
            .Which.ReasonCode.Should().Be(ReasonCodes.SeveralPatients);
    }

    [Fact]
    public void Screen_capture_in_the_series_is_left_and_the_volume_is_used()
    {
        var capture = SyntheticMr.Image(50, 0, SyntheticMr.Axial).AddOrUpdate(DicomTag.SOPClassUID, DicomUID.SecondaryCaptureImageStorage);
        using var folder = SyntheticMr.Case([.. SyntheticMr.Stack(6, SyntheticMr.Axial), capture]);

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.MrSeries.Should().ContainSingle().Which.Slices.Should().HaveCount(6);
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("not-an-mr-image");
    }

    [Fact]
    public void Where_no_mr_is_wanted_every_series_and_registration_is_not_needed()
    {
        using var folder = SyntheticMr.Case(SyntheticMr.Stack(6, SyntheticMr.Axial));
        folder.Write("reg.dcm", Registration("reg"));

        var read = CaseReader.Read(folder.Folder);

        read.MrSeries.Should().BeEmpty();
        read.SpatialRegistrations.Should().BeEmpty();
        read.NotUsed.Select(u => (u.Kind, u.ReasonCode)).Should().BeEquivalentTo([("MR", "not-needed"), ("REG", "not-needed")]);
    }

    [Fact]
    public void Registrations_of_others_are_given_and_those_of_this_program_are_not()
    {
        using var folder = SyntheticMr.Case([]);
        folder.Write("1.dcm", Registration("second"));
        folder.Write("2.dcm", Registration("first"));
        folder.Write("3.dcm", Registration("own").AddOrUpdate(DicomTag.Manufacturer, ProductIdentity.Manufacturer));

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.SpatialRegistrations.Select(reg => reg.SopInstanceUid).Should()
            .Equal(new[] { SyntheticCase.Uid("first"), SyntheticCase.Uid("second") }.Order(StringComparer.Ordinal));
        var own = read.NotUsed.Should().ContainSingle().Which;
        (own.SopInstanceUid, own.Kind, own.ReasonCode).Should().Be((SyntheticCase.Uid("own"), "REG", "own-output"));
    }

    [Fact]
    public void A_registration_that_registers_nothing_is_told_and_stops_no_other()
    {
        using var folder = SyntheticMr.Case([]);
        folder.Write("1.dcm", Registration("sound"));
        folder.Write("2.dcm", Registration("empty").Remove(DicomTag.RegistrationSequence));

        var read = CaseReader.Read(folder.Folder, SyntheticMr.Wanted);

        read.SpatialRegistrations.Should().ContainSingle().Which.SopInstanceUid.Should().Be(SyntheticCase.Uid("sound"));
        var left = read.NotUsed.Should().ContainSingle().Which;
        (left.SopInstanceUid, left.ReasonCode).Should().Be((SyntheticCase.Uid("empty"), ReasonCodes.MissingAttribute));
        read.Findings.Should().Contain(finding => finding.Severity == Severity.Warning && finding.Code == ReasonCodes.MissingAttribute);
    }

    private static DicomDataset Registration(string name) =>
        SyntheticCase.Common("REG", DicomUID.SpatialRegistrationStorage, SyntheticCase.Uid(name), SyntheticCase.Uid("registrations"))
            .Add(DicomTag.FrameOfReferenceUID, SyntheticCase.Uid("frame"))
            .Add(new DicomSequence(DicomTag.RegistrationSequence, new DicomDataset()
                .Add(DicomTag.FrameOfReferenceUID, SyntheticCase.Uid("other frame"))
                .Add(new DicomSequence(DicomTag.MatrixRegistrationSequence, new DicomDataset()
                    .Add(new DicomSequence(DicomTag.MatrixSequence, new DicomDataset()
                        .Add(DicomTag.FrameOfReferenceTransformationMatrixType, "RIGID")
                        .Add(DicomTag.FrameOfReferenceTransformationMatrix, 1m, 0m, 0m, 0m, 0m, 1m, 0m, 0m, 0m, 0m, 1m, 0m, 0m, 0m, 0m, 1m)))))));
}
