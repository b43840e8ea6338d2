using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Patient;
using FsCheck.Xunit;

namespace ContourFlow.Contouring.Tests.RtObjects;

public sealed class SpatialRegistrationWriterTests : IDisposable
{
    private readonly SyntheticCase _folder = SyntheticCase.Plain();
    private readonly PlanningCase _read;

    public SpatialRegistrationWriterTests() => _read = CaseReader.Read(_folder.Folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Written_matrix_takes_a_point_of_the_mr_to_the_ct()
    {
        var written = Reopen(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn));

        var registration = SpatialRegistrationReader.Read(written);

        // By hand: (10, 0, 0) turns to (0, 10, 0) and is shifted to (1, 12, 3); the way back turns (1, 2, 3) to the origin.
        registration.TryFind(RegistrationInput.MrFrame, RegistrationInput.CtFrame)!.Apply(new PatientPoint(10, 0, 0)).Should().Be(new PatientPoint(1, 12, 3));
        registration.TryFind(RegistrationInput.CtFrame, RegistrationInput.MrFrame)!.Apply(new PatientPoint(1, 2, 3)).Should().Be(new PatientPoint(0, 0, 0));
        registration.To.Should().Be(RegistrationInput.CtFrame);
        registration.ContentDate.Should().Be("20250103", "it is the structure set's: there is no clock");
        registration.Findings.Should().BeEmpty();
        var items = written.GetSequence(DicomTag.RegistrationSequence).Items;
        items.Select(MatrixText).Should().Equal(@"1\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1", @"0\-1\0\1\1\0\0\2\0\0\1\3\0\0\0\1");
        items.Select(item => item.GetString(DicomTag.FrameOfReferenceUID)).Should().Equal(SyntheticCase.Frame, RegistrationInput.MrFrame.Value);
    }

    // 16 characters leave 13 digits behind the point of a negative element, an error below 1e-13; 500 mm away that is
    // far below a nanometre, and the read-back rotation differs from the written one by rounding only.
    [Property(MaxTest = 100)]
    public void Any_pose_reads_back_as_it_was(int seed)
    {
        var random = new Random(seed);
        var matrix = Turn(random.NextDouble() * 6, random.NextDouble() * 6, [Shift(random), Shift(random), Shift(random)]);

        var written = Reopen(RegistrationInput.Write(_read, matrix));

        MatrixText(written.GetSequence(DicomTag.RegistrationSequence).Items[1]).Split('\\').Should().HaveCount(16)
            .And.AllSatisfy(number => number.Length.Should().BeLessThanOrEqualTo(16)).And.NotContain(number => number.Contains('E', StringComparison.OrdinalIgnoreCase));
        var back = SpatialRegistrationReader.Read(written).TryFind(RegistrationInput.MrFrame, RegistrationInput.CtFrame)!;
        foreach (var point in new PatientPoint[] { new(500, 0, 0), new(0, -500, 0), new(-200, 300, 400) })
            (back.Apply(point) - RegistrationInput.MrToCt(matrix).Apply(point)).Length.Should().BeLessThan(1e-9);

        static double Shift(Random random) => 2000 * (random.NextDouble() - 0.5);
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes()
    {
        Bytes(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn)).Should().Equal(Bytes(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn)));
    }

    [Fact]
    public void One_uid_never_names_two_contents()
    {
        var uid = RegistrationInput.Write(_read, RegistrationInput.QuarterTurn).SopInstanceUid;

        uid.Should().StartWith("2.25.");
        Reopen(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn)).GetString(DicomTag.SOPInstanceUID).Should().Be(uid);
        RegistrationInput.Write(_read, RegistrationInput.QuarterTurn, protocolHash: "another").SopInstanceUid.Should().NotBe(uid);
        RegistrationInput.Write(_read, RegistrationInput.QuarterTurn.SetItem(3, 1.0000001)).SopInstanceUid.Should().NotBe(uid);
        var other = RegistrationInput.Mr();
        RegistrationInput.Write(_read, RegistrationInput.QuarterTurn, other with { Slices = other.Slices[..2] }).SopInstanceUid.Should().NotBe(uid);
        _read.StructureSet.Source.AddOrUpdate(DicomTag.PatientComments, "changed");
        RegistrationInput.Write(_read, RegistrationInput.QuarterTurn).SopInstanceUid.Should().NotBe(uid, "what is carried counts as well");
    }

    [Fact]
    public void Images_of_the_ct_are_referenced_in_its_study_and_those_of_the_mr_in_theirs()
    {
        var written = Reopen(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn));

        written.GetString(DicomTag.StudyInstanceUID).Should().Be(SyntheticCase.Study);
        Images(written.GetSequence(DicomTag.ReferencedSeriesSequence).Items.Single()).Should().Equal(_read.Ct.Slices.Select(slice => slice.SopInstanceUid));
        var other = written.GetSequence(DicomTag.StudiesContainingOtherReferencedInstancesSequence).Items.Single();
        other.GetString(DicomTag.StudyInstanceUID).Should().Be(RegistrationInput.MrStudy);
        Images(other.GetSequence(DicomTag.ReferencedSeriesSequence).Items.Single()).Should().Equal(RegistrationInput.Mr().Slices.Select(slice => slice.SopInstanceUid));
        written.GetSequence(DicomTag.RegistrationSequence).Items.Select(item => item.GetSequence(DicomTag.ReferencedImageSequence).Items.Count).Should().Equal(6, 3);

        static IEnumerable<string> Images(DicomDataset series) =>
            series.GetSequence(DicomTag.ReferencedInstanceSequence).Items.Select(item => item.GetString(DicomTag.ReferencedSOPInstanceUID));
    }

    [Fact]
    public void Mr_of_the_same_study_is_referenced_beside_the_ct()
    {
        var written = Reopen(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn, RegistrationInput.Mr(SyntheticCase.Study)));

        written.GetSequence(DicomTag.ReferencedSeriesSequence).Items.Should().HaveCount(2);
        written.Contains(DicomTag.StudiesContainingOtherReferencedInstancesSequence).Should().BeFalse();
    }

    [Fact]
    public void Structure_set_of_another_study_leaves_the_registration_in_the_study_of_the_ct()
    {
        _read.StructureSet.Source.AddOrUpdate(DicomTag.StudyInstanceUID, SyntheticCase.Uid("contouring study"));
        _read.StructureSet.Source.AddOrUpdate(DicomTag.StudyID, "contouring");

        var written = Reopen(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn));

        written.GetString(DicomTag.StudyInstanceUID).Should().Be(SyntheticCase.Study);
        written.GetString(DicomTag.StudyID).Should().Be("1");
    }

    [Fact]
    public void Inputs_without_any_date_give_the_date_that_stands_for_none()
    {
        _read.StructureSet.Source.AddOrUpdate(DicomTag.StructureSetDate, string.Empty);
        _read.Ct.Header.Remove(DicomTag.StudyDate, DicomTag.SeriesDate, DicomTag.AcquisitionDate, DicomTag.ContentDate);

        var written = Reopen(RegistrationInput.Write(_read, RegistrationInput.QuarterTurn));

        (written.GetString(DicomTag.ContentDate), written.GetString(DicomTag.ContentTime)).Should().Be((SpatialRegistrationWriter.UnknownDate, "000000"));
    }

    [Fact]
    public void Transform_in_the_other_direction_is_refused()
    {
        var act = () => SpatialRegistrationWriter.Write(_read.Ct, RegistrationInput.Mr(), RegistrationInput.MrToCt(RegistrationInput.QuarterTurn).Inverse(), "hash", _read.StructureSet);

        act.Should().Throw<ArgumentException>().WithMessage("*is wanted, not one from*");
    }

    [Fact]
    public void Mr_that_shares_the_frame_of_the_ct_is_refused()
    {
        var shared = RegistrationInput.Mr(frame: RegistrationInput.CtFrame);
        var stays = RigidTransform.FromMatrix(RegistrationInput.CtFrame, RegistrationInput.CtFrame, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);

        var act = () => SpatialRegistrationWriter.Write(_read.Ct, shared, stays, "hash", _read.StructureSet);

        act.Should().Throw<ArgumentException>().WithMessage("*nothing to register*");
    }

    /// <summary>A turn about z, then about x, then a shift.</summary>
    private static ImmutableArray<double> Turn(double aboutZ, double aboutX, double[] shift)
    {
        double cz = Math.Cos(aboutZ), sz = Math.Sin(aboutZ), cx = Math.Cos(aboutX), sx = Math.Sin(aboutX);
        return [cz, -sz, 0, shift[0], cx * sz, cx * cz, -sx, shift[1], sx * sz, sx * cz, cx, shift[2], 0, 0, 0, 1];
    }

    private static string MatrixText(DicomDataset item) => item.GetSequence(DicomTag.MatrixRegistrationSequence).Items.Single()
        .GetSequence(DicomTag.MatrixSequence).Items.Single().GetString(DicomTag.FrameOfReferenceTransformationMatrix);

    private static byte[] Bytes(WrittenRegistration written)
    {
        using var stream = new MemoryStream();
        written.File.Save(stream);
        return stream.ToArray();
    }

    private static DicomDataset Reopen(WrittenRegistration written)
    {
        using var stream = new MemoryStream(Bytes(written));
        return DicomFile.Open(stream).Dataset;
    }
}
