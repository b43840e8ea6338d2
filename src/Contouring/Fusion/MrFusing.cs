using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Fusion;

/// <summary>The fusion of one MR.</summary>
internal sealed class MrFusing
{
    private static readonly ImmutableArray<RegistrationLevel> FineRestarts = [new(2, 10_000, 1, 0.1), new(1.5, 40_000, 0.5, 0.02), new(1, 100_000, 0.25, 0.02)];

    private readonly PlanningCase _case;
    private readonly Image _ct;
    private readonly MrSeries _mr;
    private readonly FusionTarget _target;
    private readonly Protocol _protocol;
    private readonly FusionRules _rules;
    private readonly int _threads;

    public MrFusing(PlanningCase planningCase, Image ct, MrSeries mr, FusionTarget target, Protocol protocol, FusionRules rules, int threads)
    {
        _case = planningCase;
        _ct = ct;
        _mr = mr;
        _target = target;
        _protocol = protocol;
        _rules = rules;
        _threads = threads;
    }

    private FrameOfReferenceUid CtFrame => _case.Ct.Grid.FrameOfReference;

    private FrameOfReferenceUid MrFrame => _mr.Grid.FrameOfReference;

    /// <summary>Fuses it.</summary>
    /// <param name="ofFrame">The pose of another MR of its frame of reference that was registered here, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="RegistrationException">The images cannot be registered at all.</exception>
    public MrFusion Fuse(FusedPose? ofFrame, CancellationToken cancellation)
    {
        using var mr = FusionVolumes.OfMr(_mr);
        var settings = new RegistrationSettings
        {
            Centre = _target.Centre,
            MinimumOverlap = _rules.MinimumOverlap,
            MaximumDegreeOfParallelism = _threads,
        };
        using var method = new ImageRegistrationMethod(_ct, mr, settings);
        var fine = new Lazy<ImageRegistrationMethod>(() => new(_ct, mr, settings with { RestartLevels = FineRestarts }));
        try
        {
            return Fuse(new PoseJudge(method, fine, _target, _rules, _protocol.Limit), method, mr.Geometry, ofFrame, cancellation);
        }
        finally
        {
            if (fine.IsValueCreated) fine.Value.Dispose();
        }
    }

    private MrFusion Fuse(
        PoseJudge judge, ImageRegistrationMethod method, ImageGeometry geometry, FusedPose? ofFrame, CancellationToken cancellation)
    {
        if (Supplied(_case.SpatialRegistrations) is { } stated)
            return Judged(judge, new(PoseOrigin.SuppliedRegistration, stated.MrToCt, _target.Centre, stated.InstanceUid), null, cancellation);
        if (MrFrame == CtFrame)
        {
            var identity = new RigidTransform(MrFrame, CtFrame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);
            return Judged(judge, new(PoseOrigin.SharedFrame, identity, _target.Centre, null), null, cancellation);
        }

        if (ofFrame is not null)
            return Judged(judge, ofFrame with { Origin = PoseOrigin.OtherSeriesOfFrame }, null, cancellation);
        return Registered(judge, method, geometry, cancellation);
    }

    // First where both scanners agree on the patient's place, which is nearly free; then wherever the MR may lie.
    private MrFusion Registered(PoseJudge judge, ImageRegistrationMethod method, ImageGeometry geometry, CancellationToken cancellation)
    {
        RegistrationException? noOverlap = null;
        MrFusion? refused = null;
        foreach (var starts in new[] { PoseSearch.SameCoordinates(_case.Ct, _mr), PoseSearch.OverTheTarget(_case.Ct, _mr, geometry, _target.Centre) })
        {
            try
            {
                var result = method.Execute(starts, progress: null, cancellation);
                var pose = new FusedPose(PoseOrigin.Registration, result.FixedToMoving.Inverse(), _target.Centre, null);
                var judged = Judged(judge, pose, result.RunnerUp, cancellation);
                if (judged.IsAccepted) return judged;
                refused ??= judged;
            }
            catch (RegistrationException fault) when (fault.Fault == RegistrationFault.NoOverlap)
            {
                noOverlap = fault;
            }
        }

        return refused ?? FusionRefusal.Of(_mr, noOverlap!);
    }

    private MrFusion Judged(PoseJudge judge, FusedPose pose, RunnerUp? runnerUp, CancellationToken cancellation)
    {
        var criteria = judge.Judge(pose.MrToCt, pose.Origin == PoseOrigin.Registration, runnerUp, cancellation);
        if (criteria.All(criterion => criterion.Severity != Severity.Failure))
            criteria = criteria.AddRange(StructureResiduals.Of(_case, _mr, pose, _protocol, _threads));
        var failed = criteria.FirstOrDefault(criterion => criterion.Severity == Severity.Failure);
        return failed is null
            ? new(_mr, pose, criteria, null, null)
            : new(_mr, pose, criteria, ReasonCodes.FusionRefused, Refusal(pose, failed));
    }

    private string Refusal(FusedPose pose, CheckResult failed)
    {
        var origin = pose.Origin switch
        {
            PoseOrigin.SuppliedRegistration => $"by Spatial Registration {pose.RegistrationInstanceUid}",
            PoseOrigin.SharedFrame => "by the frame of reference that it shares with the CT",
            PoseOrigin.OtherSeriesOfFrame => "by the pose of another MR of its frame of reference",
            _ => "by registration",
        };
        return $"The fusion of MR series {_mr.SeriesInstanceUid} {origin} is refused by {failed.Id}: {failed.Figure}, the limit is {failed.Limit}. "
            + $"{failed.Sentence} Fuse the MR by hand and send the Spatial Registration, or draw on the CT what is needed.";
    }

    // Where several registrations lead from the MR to the CT, the one that was made last counts.
    private (RigidTransform MrToCt, string InstanceUid)? Supplied(ImmutableArray<SpatialRegistration> supplied) => MrFrame == CtFrame
        ? null
        : supplied
            .OrderByDescending(registration => registration.ContentDate, StringComparer.Ordinal)
            .ThenByDescending(registration => registration.ContentTime, StringComparer.Ordinal)
            .ThenBy(registration => registration.SopInstanceUid, StringComparer.Ordinal)
            .Select(registration => (registration.TryFind(MrFrame, CtFrame), registration.SopInstanceUid))
            .Where(found => found.Item1 is not null)
            .Select(found => ((RigidTransform, string)?)(found.Item1!, found.SopInstanceUid))
            .FirstOrDefault();
}
