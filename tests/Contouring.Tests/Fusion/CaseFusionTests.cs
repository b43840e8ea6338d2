using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>
/// Fusion of phantom MRs, whose poses and drawings are known. What a pose is held against is in geometry
/// specification 5; 0.5 mm is what a cord that was brought over may be off (95 % of its surface).
/// </summary>
public sealed class CaseFusionTests
{
    private static readonly PhantomPatient Patient = PhantomPatient.Thoracic;
    private static readonly PatientVector Left = new(1, 0, 0), Posterior = new(0, 1, 0), Superior = new(0, 0, 1);

    [Theory]
    [InlineData("AX", 0.25)]
    [InlineData("SAG", 0.5)]
    public void An_MR_is_registered_to_its_true_pose_and_trusted(string plane, double within)
    {
        Needs.Itk();
        var fusion = Fuse(Patient.With(plane));

        fusion.Refusal.Should().BeNull();
        fusion.Pose!.Origin.Should().Be(PoseOrigin.Registration);
        PoseDifference.Between(Patient.TruePose(plane), fusion.Pose.MrToCt, fusion.Pose.Centre).Millimetres.Should().BeLessThan(within);
        fusion.Criteria.Select(criterion => criterion.Id).Should().StartWith(
            ["fusion-overlap", "fusion-rotation", "fusion-translation", "fusion-second"]).And.Contain(
            ["fusion-vertebra", "fusion-displaced", "fusion-return", "fusion-residual-SpinalCord"]);
        fusion.Criteria.Should().OnlyContain(criterion => criterion.Severity == Severity.Information);
    }

    [Fact]
    public void The_cord_drawn_on_the_axial_MR_arrives_within_half_a_millimetre_of_the_truth()
    {
        Needs.Itk();
        var planningCase = PhantomPatient.Without(Patient.With("AX"), "SpinalCord");
        var derivation = Deriver.Derive(planningCase, PhantomPatient.Protocol, new ProcessOptions(), CaseFusion.Fuse(planningCase, PhantomPatient.Protocol, new ProcessOptions()));

        var cord = derivation.Inputs.Single(input => input.Definition.Name == "SpinalCord");
        var truth = Patient.Case.StructureSet.Rois.Single(roi => roi.Name == "SpinalCord").Geometry!;
        var common = cord.Geometry.Regions.Select(region => region.Z).Intersect(truth.Regions.Select(region => region.Z)).ToHashSet();
        common.Count.Should().BeGreaterThan(40, "the MR covers 96 mm of the 1.25 mm planes");
        var distances = SurfaceDistance.Between(
            new(cord.Geometry.Grid, [.. cord.Geometry.Regions.Where(region => common.Contains(region.Z))]),
            new(truth.Grid, [.. truth.Regions.Where(region => common.Contains(region.Z))]));
        distances.Percentile95.Should().BeLessThan(0.5);
    }

    [Fact]
    public void The_same_case_gives_the_same_bits_at_one_thread_and_at_two()
    {
        Needs.Itk();
        var one = Fuse(Patient.With("SAG"), threads: 1);
        var two = Fuse(Patient.With("SAG"), threads: 2);
        Numbers(two.Pose!.MrToCt).Should().Equal(Numbers(one.Pose!.MrToCt));
        two.Criteria.Should().Equal(one.Criteria);
    }

    [Fact]
    public void A_supplied_registration_goes_before_our_own_in_whichever_direction_it_is_stated()
    {
        Needs.Itk();
        var truth = Patient.TruePose("AX");
        var there = Fuse(Supplied(new SpatialRegistration("1.2.66.1", truth.To, [truth], "20260101", [])));
        (there.Refusal, there.Pose!.Origin, there.Pose.RegistrationInstanceUid).Should().Be((null, PoseOrigin.SuppliedRegistration, "1.2.66.1"));
        Numbers(there.Pose.MrToCt).Should().Equal(Numbers(truth));

        var back = Fuse(Supplied(new SpatialRegistration("1.2.66.2", truth.From, [truth.Inverse()], "20260101", [])));
        (back.Refusal, back.Pose!.RegistrationInstanceUid).Should().Be((null, "1.2.66.2"));
        PoseDifference.Between(truth, back.Pose.MrToCt, back.Pose.Centre).Millimetres.Should().BeLessThan(1e-9);
    }

    [Theory]
    [InlineData(0, 0, 24)]
    [InlineData(0, 0, -24)]
    [InlineData(0, 4, 0)]
    [InlineData(3, 0, 0)]
    public void A_supplied_registration_that_the_images_contradict_is_refused_and_never_corrected(double left, double posterior, double superior)
    {
        Needs.Itk();
        var wrong = Patient.TruePose("AX").Then(Moved((Left * left) + (Posterior * posterior) + (Superior * superior)));
        var fusion = Fuse(Supplied(new SpatialRegistration("1.2.66.1", wrong.To, [wrong], "20260101", [])));
        fusion.IsAccepted.Should().BeFalse();
        fusion.RefusalCode.Should().Be(ReasonCodes.FusionRefused);
        fusion.Refusal.Should().Contain("1.2.66.1").And.Contain("fusion-");
        fusion.Pose!.Origin.Should().Be(PoseOrigin.SuppliedRegistration);
    }

    // Wrong first, mended within the hour: the UIDs say nothing about the order.
    [Theory]
    [InlineData("20250101", "120000")]
    [InlineData("20260101", "113059.5")]
    public void Of_two_supplied_registrations_the_newer_one_counts(string date, string time)
    {
        Needs.Itk();
        var truth = Patient.TruePose("AX");
        var wrong = truth.Then(Moved(Superior * 24));
        var fusion = Fuse(Supplied(
            new SpatialRegistration("1.2.66.1", wrong.To, [wrong], date, []) { ContentTime = time },
            new SpatialRegistration("1.2.66.2", truth.To, [truth], "20260101", []) { ContentTime = "1145" }));
        (fusion.IsAccepted, fusion.Pose!.RegistrationInstanceUid).Should().Be((true, "1.2.66.2"));
    }

    [Fact]
    public void A_shared_frame_of_reference_is_the_identity_and_is_held_against_the_images()
    {
        Needs.Itk();

        // An MR whose planes state the CT's frame while the patient lies elsewhere: the frame is wrong.
        var stranger = Fuse(Patient.Case with { MrSeries = [InCtFrame(Patient.Mr("AX"), Patient.TruePose("AX"), isMoved: false)] });
        (stranger.IsAccepted, stranger.Pose!.Origin).Should().Be((false, PoseOrigin.SharedFrame));

        // The same MR with its planes put where the patient lies in the CT's frame.
        var right = Fuse(Patient.Case with { MrSeries = [InCtFrame(Patient.Mr("AX"), Patient.TruePose("AX"), isMoved: true)] });
        (right.Refusal, right.Pose!.Origin, right.Pose.RegistrationInstanceUid).Should().Be((null, PoseOrigin.SharedFrame, null));
    }

    [Fact]
    public void MR_series_of_one_frame_have_one_pose_and_one_registration()
    {
        Needs.Itk();

        // The sagittal MR in the coordinates of the axial one, by the truth: one study on one table.
        var toAxial = Patient.TruePose("SAG").Then(Patient.TruePose("AX").Inverse());
        var planningCase = Patient.Case with { MrSeries = [Turned(Patient.Mr("SAG"), toAxial), Patient.Mr("AX")] };
        var (fusions, files) = WrittenFusions.Of(planningCase, PhantomPatient.Protocol, CaseFusion.Fuse(planningCase, PhantomPatient.Protocol, new ProcessOptions()));

        fusions.Select(fusion => fusion.Refusal).Should().Equal(null, null);
        fusions.Select(fusion => fusion.Pose!.Origin).Should().Equal(PoseOrigin.OtherSeriesOfFrame, PoseOrigin.Registration);
        Numbers(fusions[0].Pose!.MrToCt).Should().Equal(Numbers(fusions[1].Pose!.MrToCt));
        var file = files.Should().ContainSingle().Which;
        fusions.Select(fusion => fusion.Pose!.RegistrationInstanceUid).Should().AllBe(file.Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID));

        // In the same frame, but where the patient had moved by a vertebra between the two: refused, and not fused anew.
        var moved = planningCase with { MrSeries = [Turned(Patient.Mr("SAG"), toAxial.Then(new(toAxial.To, toAxial.To, Left, Posterior, Superior, Superior * 24))), Patient.Mr("AX")] };
        var second = CaseFusion.Fuse(moved, PhantomPatient.Protocol, new ProcessOptions())[0];
        (second.IsAccepted, second.Pose!.Origin).Should().Be((false, PoseOrigin.OtherSeriesOfFrame));
    }

    [Fact]
    public void An_MR_in_far_coordinates_is_found_all_the_same()
    {
        Needs.Itk();
        var far = Moved(Patient.Mr("SAG"), new(180, -90, 400));
        var fusion = Fuse(Patient.Case with { MrSeries = [far] });
        fusion.Refusal.Should().BeNull();
        var there = fusion.Pose!.MrToCt.Apply(Patient.TruePose("SAG").Inverse().Apply(fusion.Pose.Centre) + new PatientVector(180, -90, 400));
        (there - fusion.Pose.Centre).Length.Should().BeLessThan(0.5);
    }

    [Fact]
    public void An_oblique_MR_is_registered_like_any_other()
    {
        Needs.Itk();

        // The MR's own coordinates turned by 30 degrees about Left-Right: neither axial nor coronal any more.
        var (sine, cosine) = Math.SinCos(Math.PI / 6);
        var turn = new RigidTransform(Patient.Mr("AX").Grid.FrameOfReference, Patient.Mr("AX").Grid.FrameOfReference, new(1, 0, 0), new(0, cosine, -sine), new(0, sine, cosine), default);
        var oblique = Turned(Patient.Mr("AX"), turn);
        var truth = turn.Inverse().Then(Patient.TruePose("AX"));

        // 30 degrees are more than the search turns by: with a stated pose the images have to agree.
        var fusion = Fuse(Patient.Case with
        {
            MrSeries = [oblique],
            SpatialRegistrations = [new("1.2.66.1", truth.To, [truth], "20260101", [])],
        }, maximumRotation: 45);
        fusion.Refusal.Should().BeNull();
    }

    [Fact]
    public void An_MR_of_another_region_is_refused_or_has_no_overlap()
    {
        Needs.Itk();

        // Far from the target there is another vertebra under the same pose: the patient's, and not the target's.
        var mr = Patient.Mr("AX");
        var elsewhere = mr with { Slices = mr.Slices[..30], Grid = new(mr.Grid.FrameOfReference, mr.Grid.Axes, mr.Grid.Positions[..30]), StructureSets = [] };
        var fusion = Fuse(Patient.Case with { MrSeries = [elsewhere] });
        fusion.IsAccepted.Should().BeFalse();
        fusion.RefusalCode.Should().BeOneOf(ReasonCodes.FusionRefused, ReasonCodes.MrNoOverlap);
    }

    [Fact]
    public void An_MR_of_zeros_is_refused_by_name_and_the_other_MR_goes_on()
    {
        Needs.Itk();
        var mr = Patient.Mr("AX");
        var zeros = mr with { SeriesInstanceUid = "1.2.0", Slices = [.. mr.Slices.Select(slice => slice with { Values = new float[slice.Values.Length] })] };
        var fusions = CaseFusion.Fuse(Patient.Case with { MrSeries = [zeros, mr] }, PhantomPatient.Protocol, new ProcessOptions());
        fusions[0].RefusalCode.Should().Be(ReasonCodes.MrNoContrast);
        fusions[0].Refusal.Should().Contain("1.2.0");
        fusions[1].IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void A_rotation_or_displacement_beyond_the_protocol_is_refused_by_that_criterion()
    {
        Needs.Itk();
        var rotated = Fuse(Patient.With("AX"), maximumRotation: 0.1);
        rotated.Refusal.Should().Contain("fusion-rotation").And.Contain("0.1 degrees");
        var displaced = PhantomPatient.Protocol with { Fusion = PhantomPatient.Protocol.Fusion! with { MaximumTranslation = 0.5 } };
        CaseFusion.Fuse(Patient.With("AX"), displaced, new ProcessOptions())[0].Refusal.Should().Contain("fusion-translation");
    }

    [Fact]
    public void A_cord_that_is_drawn_elsewhere_on_the_MR_refuses_the_fusion()
    {
        Needs.Itk();
        var mr = Patient.Mr("AX");
        var moved = mr with
        {
            StructureSets = [.. mr.StructureSets.Select(set => set with
            {
                Rois = [.. set.Rois.Select(roi => roi with { Geometry = roi.Geometry is null ? null : Shifted(roi.Geometry, 5) })],
            })],
        };
        var fusion = Fuse(Patient.Case with { MrSeries = [moved] });
        fusion.Refusal.Should().Contain("fusion-residual-SpinalCord");
    }

    [Fact]
    public void Cancelling_stops_a_fusion_in_the_middle()
    {
        Needs.Itk();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var fuse = () => CaseFusion.Fuse(Patient.Case, PhantomPatient.Protocol, new ProcessOptions(), null, cancel.Token);
        fuse.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Without_a_fusion_section_or_an_MR_nothing_is_fused()
    {
        CaseFusion.Fuse(Patient.Case, PhantomPatient.Protocol with { Fusion = null }, new ProcessOptions()).Should().BeEmpty();
        CaseFusion.Fuse(Patient.Case with { MrSeries = [] }, PhantomPatient.Protocol, new ProcessOptions()).Should().BeEmpty();
    }

    private static MrFusion Fuse(PlanningCase planningCase, int threads = 2, double maximumRotation = 15)
    {
        var protocol = PhantomPatient.Protocol with { Fusion = PhantomPatient.Protocol.Fusion! with { MaximumRotationDegrees = maximumRotation } };
        return CaseFusion.Fuse(planningCase, protocol, new ProcessOptions { MaximumDegreeOfParallelism = threads }).Should().ContainSingle().Which;
    }

    private static PlanningCase Supplied(params SpatialRegistration[] registrations) =>
        Patient.With("AX") with { SpatialRegistrations = [.. registrations] };

    private static RigidTransform Moved(PatientVector by)
    {
        var ct = Patient.Case.Ct.Grid.FrameOfReference;
        return new(ct, ct, Left, Posterior, Superior, by);
    }

    private static MrSeries InCtFrame(MrSeries mr, RigidTransform pose, bool isMoved)
    {
        var ct = Patient.Case.Ct.Grid.FrameOfReference;
        return Turned(mr, isMoved ? pose : new(mr.Grid.FrameOfReference, ct, Left, Posterior, Superior, default)) with { StructureSets = [] };
    }

    private static MrSeries Moved(MrSeries mr, PatientVector by)
    {
        var frame = mr.Grid.FrameOfReference;
        return Turned(mr, new(frame, frame, Left, Posterior, Superior, by)) with { StructureSets = [] };
    }

    // The same voxels under other coordinates.
    private static MrSeries Turned(MrSeries mr, RigidTransform by)
    {
        var axes = mr.Grid.Axes;
        return mr with
        {
            Grid = new(by.To, new(by.Apply(axes.Origin), by.Apply(axes.X), by.Apply(axes.Y), by.Apply(axes.Normal)), mr.Grid.Positions),
            Slices = [.. mr.Slices.Select(slice => slice with
            {
                Plane = slice.Plane with
                {
                    Position = by.Apply(slice.Plane.Position),
                    RowDirection = by.Apply(slice.Plane.RowDirection),
                    ColumnDirection = by.Apply(slice.Plane.ColumnDirection),
                },
            })],
            StructureSets = [],
        };
    }

    private static Geometry.Structures.Structure Shifted(Geometry.Structures.Structure structure, double x) => new(structure.Grid, [.. structure.Regions.Select(region =>
        new Geometry.Structures.PlanarRegion(region.Z, [.. region.Rings.Select(ring => new Geometry.Structures.Ring([.. ring.Points.Select(point => point with { X = point.X + x })]))]))]);

    private static ImmutableArray<double> Numbers(RigidTransform pose) =>
    [
        pose.RowX.X, pose.RowX.Y, pose.RowX.Z, pose.Translation.X,
        pose.RowY.X, pose.RowY.Y, pose.RowY.Z, pose.Translation.Y,
        pose.RowZ.X, pose.RowZ.Y, pose.RowZ.Z, pose.Translation.Z,
    ];
}
