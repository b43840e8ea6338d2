using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class SpatialRegistrationReaderTests
{
    private const string Identity = @"1\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1";
    private const string Quarter = @"0\-1\0\0\1\0\0\0\0\0\1\0\0\0\0\1";
    private const string Shift = @"1\0\0\5\0\1\0\0\0\0\1\0\0\0\0\1";

    private static FrameOfReferenceUid Mr => RegistrationInput.MrFrame;

    private static FrameOfReferenceUid Ct => RegistrationInput.CtFrame;

    [Fact]
    public void First_of_several_matrices_is_applied_first_and_a_reviewer_is_told()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Shift, Quarter)));

        // By hand: (1, 0, 0) is shifted to (6, 0, 0) and turned to (0, 6, 0). The other order would give (5, 1, 0).
        read.TryFind(Mr, Ct)!.Apply(new PatientPoint(1, 0, 0)).Should().Be(new PatientPoint(0, 6, 0));
        var finding = read.Findings.Should().ContainSingle().Which;
        finding.Code.Should().Be(ReasonCodes.RegistrationAmbiguous);
        finding.Sentence.Should().Contain(Mr.Value).And.Contain("(0070,030A)").And.Contain("first to last");
    }

    [Theory]
    [InlineData("113059.5")]
    [InlineData(null)]
    public void When_it_was_made_is_read_as_written(string? time)
    {
        var registration = RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Shift)).Remove(DicomTag.ContentTime);
        if (time is not null) registration.Add(DicomTag.ContentTime, time);
        var read = SpatialRegistrationReader.Read(registration);
        (read.ContentDate, read.ContentTime).Should().Be(("20250104", time ?? string.Empty));
    }

    [Fact]
    public void Several_matrices_whose_order_does_not_matter_are_no_finding()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Shift, Shift, Identity)));

        read.TryFind(Mr, Ct)!.Apply(new PatientPoint(1, 0, 0)).Should().Be(new PatientPoint(11, 0, 0));
        read.Findings.Should().BeEmpty();
    }

    [Fact]
    public void Registration_that_is_stated_the_other_way_round_is_inverted()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Mr, RegistrationInput.Item(Mr, Identity), RegistrationInput.Item(Ct, @"0\-1\0\1\1\0\0\2\0\0\1\3\0\0\0\1")));

        // By hand: CT to MR takes (0, 0, 0) to (1, 2, 3).
        read.TryFind(Mr, Ct)!.Apply(new PatientPoint(1, 2, 3)).Should().Be(new PatientPoint(0, 0, 0));
        read.TryFind(Mr, Ct)!.To.Should().Be(Ct);
        read.TryFind(Ct, Mr)!.Apply(new PatientPoint(0, 0, 0)).Should().Be(new PatientPoint(1, 2, 3));
    }

    [Fact]
    public void Two_frames_are_related_by_way_of_the_third_that_both_are_registered_to()
    {
        FrameOfReferenceUid atlas = new("1.2.3");

        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(atlas, RegistrationInput.Item(Mr, Quarter), RegistrationInput.Item(Ct, Shift)));

        // By hand: (1, 0, 0) of the MR is (0, 1, 0) of the atlas, which is (-5, 1, 0) of the CT.
        read.TryFind(Mr, Ct)!.Apply(new PatientPoint(1, 0, 0)).Should().Be(new PatientPoint(-5, 1, 0));
        read.TryFind(Mr, new("9.9")).Should().BeNull();
        read.TryFind(Mr, Mr)!.Apply(new PatientPoint(1, 0, 0)).Should().Be(new PatientPoint(1, 0, 0));
    }

    [Fact]
    public void Matrix_of_five_digits_becomes_the_nearest_rotation()
    {
        // cos and sin of 30 degrees with five digits: rows of length 1 - 3e-6.
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, @"0.86602\-0.5\0\0\0.5\0.86602\0\0\0\0\1\0\0\0\0\1")));

        var transform = read.TryFind(Mr, Ct)!;
        RigidTransform.SkewOf(transform.RowX, transform.RowY, transform.RowZ).Should().BeLessThan(1e-15);
        var angle = Math.Atan2(0.5, 0.86602);
        transform.RowX.X.Should().BeApproximately(Math.Cos(angle), 1e-15, "scaling a two-dimensional turn back to length one is the nearest rotation");
        transform.RowY.X.Should().BeApproximately(Math.Sin(angle), 1e-15);
    }

    [Fact]
    public void Affine_type_with_rigid_numbers_is_used()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, "AFFINE", [Quarter])));

        read.TryFind(Mr, Ct).Should().NotBeNull();
    }

    [Theory]
    [InlineData("RIGID_SCALE", @"2\0\0\0\0\2\0\0\0\0\2\0\0\0\0\1", ReasonCodes.RegistrationNotRigid)]
    [InlineData("RIGID", @"1.0002\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1", ReasonCodes.RegistrationNotRigid)]
    [InlineData("RIGID", @"-1\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1", ReasonCodes.RegistrationNotRigid)] // a mirror
    [InlineData("AFFINE", @"1\0.1\0\0\0\1\0\0\0\0\1\0\0\0\0\1", ReasonCodes.RegistrationNotRigid)]
    [InlineData("RIGID", @"0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", ReasonCodes.RegistrationNotRigid)]
    [InlineData("RIGID", @"1e200\0\0\0\0\1e200\0\0\0\0\1e200\0\0\0\0\1", ReasonCodes.RegistrationNotRigid)]
    [InlineData("RIGID", @"NaN\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1", ReasonCodes.BadAttribute)]
    [InlineData("RIGID", @"1\0\0\Infinity\0\1\0\0\0\0\1\0\0\0\0\1", ReasonCodes.BadAttribute)]
    [InlineData("RIGID", @"1\0\0\x\0\1\0\0\0\0\1\0\0\0\0\1", ReasonCodes.BadAttribute)]
    [InlineData("RIGID", @"1\0\0\0\0\1\0\0\0\0\1\0\0\0\0", ReasonCodes.BadAttribute)] // 15 numbers
    [InlineData("RIGID", @"1\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1\0", ReasonCodes.BadAttribute)] // 17
    [InlineData("RIGID", @"1\0\0\0\0\1\0\0\0\0\1\0\5\0\0\1", ReasonCodes.BadAttribute)] // the translation in the last row
    [InlineData("RIGID", "", ReasonCodes.MissingAttribute)]
    public void Matrix_that_is_not_rigid_or_none_is_a_finding_and_no_transform(string type, string matrix, string code)
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, type, [matrix]), RegistrationInput.Item(new("1.2.3"), Quarter)));

        read.TryFind(Mr, Ct).Should().BeNull();
        read.TryFind(new("1.2.3"), Ct).Should().NotBeNull("an item that cannot be used stops no other");
        var finding = read.Findings.Should().ContainSingle().Which;
        finding.Code.Should().Be(code);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Sentence.Should().Contain(SyntheticCase.Uid("registration")).And.Contain(Mr.Value).And.Contain("(3006,00C6)");
    }

    [Fact]
    public void Sequences_that_are_missing_or_too_long_are_findings()
    {
        var none = RegistrationInput.Item(Mr, Identity);
        none.Remove(DicomTag.MatrixRegistrationSequence);
        var empty = RegistrationInput.Item(Mr);
        var two = RegistrationInput.Item(Mr, Quarter);
        two.GetSequence(DicomTag.MatrixRegistrationSequence).Items.Add(RegistrationInput.Item(Mr, Shift).GetSequence(DicomTag.MatrixRegistrationSequence).Items[0]);

        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, none, empty, two));

        read.Transforms.Should().BeEmpty();
        read.Findings.Select(finding => finding.Code).Should().Equal(ReasonCodes.MissingAttribute, ReasonCodes.MissingAttribute, ReasonCodes.RegistrationAmbiguous);
    }

    [Fact]
    public void Two_different_transforms_for_one_frame_cancel_each_other()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Quarter), RegistrationInput.Item(Mr, Shift)));

        read.TryFind(Mr, Ct).Should().BeNull();
        read.Findings.Should().ContainSingle().Which.Code.Should().Be(ReasonCodes.RegistrationAmbiguous);
    }

    [Fact]
    public void Same_transform_twice_counts_once()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Quarter), RegistrationInput.Item(Mr, Quarter)));

        read.Transforms.Should().ContainSingle();
        read.Findings.Should().BeEmpty();
    }

    [Fact]
    public void Frame_that_the_object_moves_against_itself_stays_where_it_is()
    {
        var read = SpatialRegistrationReader.Read(RegistrationInput.Object(Ct, RegistrationInput.Item(Ct, Shift), RegistrationInput.Item(Mr, Quarter)));

        read.TryFind(Mr, Ct)!.Apply(new PatientPoint(1, 0, 0)).Should().Be(new PatientPoint(0, 1, 0));
        read.Findings.Should().ContainSingle().Which.Sentence.Should().Contain("moves its own frame");
    }

    [Fact]
    public void Item_without_a_frame_takes_that_of_its_images()
    {
        var item = RegistrationInput.Item(Mr, Quarter);
        item.Remove(DicomTag.FrameOfReferenceUID);
        item.Add(new DicomSequence(DicomTag.ReferencedImageSequence, SyntheticCase.ImageReference("1.2.3.4"), SyntheticCase.ImageReference("1.2.3.5")));
        var registration = RegistrationInput.Object(Ct, item);

        SpatialRegistrationReader.Read(registration, uid => uid == "1.2.3.5" ? Mr : null).TryFind(Mr, Ct).Should().NotBeNull();
        SpatialRegistrationReader.Read(registration).Findings.Should().ContainSingle().Which.Code.Should().Be(ReasonCodes.MissingAttribute);
        SpatialRegistrationReader.Read(registration, uid => uid == "1.2.3.5" ? Mr : Ct).Findings.Should().ContainSingle("images of two frames say nothing");
    }

    [Fact]
    public void Object_of_another_class_or_without_frame_or_items_is_refused()
    {
        var deformable = RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Quarter)).AddOrUpdate(DicomTag.SOPClassUID, DicomUID.DeformableSpatialRegistrationStorage);
        var frameless = RegistrationInput.Object(Ct, RegistrationInput.Item(Mr, Quarter)).Remove(DicomTag.FrameOfReferenceUID);

        Code(deformable).Should().Be(ReasonCodes.BadAttribute);
        Code(frameless).Should().Be(ReasonCodes.MissingAttribute);
        Code(RegistrationInput.Object(Ct)).Should().Be(ReasonCodes.MissingAttribute);

        static string Code(DicomDataset dataset)
        {
            var act = () => SpatialRegistrationReader.Read(dataset);
            return act.Should().Throw<CaseDataException>().Which.ReasonCode;
        }
    }
}
