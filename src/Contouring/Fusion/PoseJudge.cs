using System.Collections.Immutable;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Fusion;

/// <summary>
/// Holds a pose against the criteria of geometry specification 5: how much of the region the MR covers, how far the
/// pose is from the scanners' coordinates, whether another place fits as well, whether displaced poses fit worse,
/// and whether a registration from there comes back. Figures of fit are mutual information as a part of the pose's.
/// </summary>
internal sealed class PoseJudge
{
    private const string Source = Verdicts.Specification;

    /// <summary>How often a restart may go on before where it is counts as where it ended.</summary>
    private const int Rounds = 4;

    private readonly ImageRegistrationMethod _method;
    private readonly FusionTarget _target;
    private readonly FusionRules _rules;
    private readonly Func<string, double> _limit;

    /// <summary>Judges poses of one MR.</summary>
    /// <param name="method">The pair of images, CT fixed.</param>
    /// <param name="target">What the fusion has to be right for.</param>
    /// <param name="rules">The protocol's rules.</param>
    /// <param name="limit">The protocol's limits by name.</param>
    public PoseJudge(ImageRegistrationMethod method, FusionTarget target, FusionRules rules, Func<string, double> limit)
    {
        _method = method;
        _target = target;
        _rules = rules;
        _limit = limit;
    }

    /// <summary>The criteria of a pose, in a fixed order.</summary>
    /// <param name="mrToCt">The pose.</param>
    /// <param name="isRegistered">True for a pose found by image content here; a stated one is verified against the images.</param>
    /// <param name="runnerUp">The next best place that the search found, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public ImmutableArray<CheckResult> Judge(RigidTransform mrToCt, bool isRegistered, RunnerUp? runnerUp, CancellationToken cancellation)
    {
        var criteria = ImmutableArray.CreateBuilder<CheckResult>();
        criteria.Add(Overlap(_method.MetricEvaluate([mrToCt.Inverse()], cancellation)[0].Overlap));
        criteria.Add(Rotation(mrToCt));
        criteria.Add(Translation(mrToCt));
        if (criteria.Any(criterion => criterion.Severity == Severity.Failure)) return criteria.ToImmutable();

        // What everything is compared with: the optimum at the pose. For a stated pose the way there is the verification.
        var here = _method.Restart([mrToCt.Inverse()], cancellation)[0];
        var optimum = here.FixedToMoving.Inverse();
        var displaced = DisplacedPoses.Of(isRegistered ? mrToCt : optimum, _target);
        var restarts = Restarts(displaced, optimum, here.MetricValue, cancellation);
        criteria.Add(Second(mrToCt, isRegistered, here, restarts));
        if (runnerUp is not null) criteria.Add(Elsewhere(runnerUp, here.MetricValue));
        criteria.AddRange(Displaced(displaced, here, cancellation));
        criteria.Add(Return(displaced, restarts, optimum, here.MetricValue));
        return criteria.ToImmutable();
    }

    // Gradient descent may stop on its way where the slope is gentle (along the spine). What has not arrived and is not
    // clearly worse goes on from where it stopped, a few times: only what stays there has a place of its own.
    private ImmutableArray<RegistrationResult> Restarts(
        ImmutableArray<DisplacedPose> displaced, RigidTransform optimum, double metric, CancellationToken cancellation)
    {
        var results = _method.Restart([.. displaced.Select(pose => pose.MrToCt.Inverse())], cancellation).ToArray();
        for (var round = 1; round < Rounds; round++)
        {
            var astray = Enumerable.Range(0, results.Length)
                .Where(i => !IsBack(optimum, results[i]) && !IsClearlyWorse(results[i], metric))
                .ToArray();
            if (astray.Length == 0) break;
            var again = _method.Restart([.. astray.Select(i => results[i].FixedToMoving)], cancellation);
            for (var i = 0; i < astray.Length; i++) results[astray[i]] = again[i];
        }

        return [.. results];
    }

    private bool IsBack(RigidTransform optimum, RegistrationResult result)
    {
        var difference = PoseDifference.Between(optimum, result.FixedToMoving.Inverse(), _target.Centre);
        return difference.Millimetres <= _limit(CheckLimitNames.FusionReturnMillimetres)
            && difference.Degrees <= _limit(CheckLimitNames.FusionReturnDegrees);
    }

    private bool IsClearlyWorse(RegistrationResult result, double metric) =>
        Agreement(result.MetricValue, metric) <= _limit(CheckLimitNames.FusionElsewhereAgreement);

    private CheckResult Overlap(double overlap) => new(
        "fusion-overlap",
        "The MR covers the region around the target",
        overlap < _rules.MinimumOverlap ? Severity.Failure : Severity.Information,
        $"{Verdicts.Number(overlap * 100, 0)} %",
        $">= {Verdicts.Number(_rules.MinimumOverlap * 100, 0)} %",
        overlap < _rules.MinimumOverlap
            ? "The MR shows too little of what lies around the target: a neighbouring vertebra would fit as well."
            : "Enough of the spine around the target is on both images.",
        "protocol");

    private CheckResult Rotation(RigidTransform mrToCt)
    {
        var degrees = double.RadiansToDegrees(mrToCt.RotationAngle);
        var failed = degrees > _rules.MaximumRotationDegrees;
        return new(
            "fusion-rotation",
            "The pose turns the MR no more than the protocol allows",
            failed ? Severity.Failure : Severity.Information,
            $"{Verdicts.Number(degrees, 1)} degrees",
            $"<= {Verdicts.Number(_rules.MaximumRotationDegrees)} degrees",
            failed ? "The patient would have lain too differently for a rigid fusion to hold." : "The patient lay alike on both scanners.",
            "protocol");
    }

    private CheckResult Translation(RigidTransform mrToCt)
    {
        var millimetres = (_target.Centre - mrToCt.Inverse().Apply(_target.Centre)).Length;
        var failed = millimetres > _rules.MaximumTranslation;
        return new(
            "fusion-translation",
            "The pose displaces the target no more than the protocol allows",
            failed ? Severity.Failure : Severity.Information,
            $"{Verdicts.Number(millimetres, 1)} mm",
            $"<= {Verdicts.Number(_rules.MaximumTranslation)} mm",
            failed ? "The images would have to be farther apart than scanners place patients." : "Within what scanners differ by.",
            "protocol");
    }

    // The second registration is the best of those that started displaced: at level 1 mm the images decide again.
    private CheckResult Second(RigidTransform mrToCt, bool isRegistered, RegistrationResult here, ImmutableArray<RegistrationResult> restarts)
    {
        var best = restarts.MinBy(restart => restart.MetricValue)!;
        var second = isRegistered || best.MetricValue < here.MetricValue ? best : here;
        var difference = PoseDifference.Between(mrToCt, second.FixedToMoving.Inverse(), _target.Centre);
        var severity = Worse(
            Verdicts.Above(difference.Millimetres, _limit(CheckLimitNames.FusionSecondWarnMillimetres), _limit(CheckLimitNames.FusionSecondFailMillimetres)),
            Verdicts.Above(difference.Degrees, _limit(CheckLimitNames.FusionSecondWarnDegrees), _limit(CheckLimitNames.FusionSecondFailDegrees)));
        return new(
            "fusion-second",
            isRegistered ? "A second registration from displaced starts agrees" : "The images agree with the pose that was stated",
            severity,
            $"{Words(difference)} apart at the target",
            $"<= {Verdicts.Number(_limit(CheckLimitNames.FusionSecondWarnMillimetres))} mm and {Verdicts.Number(_limit(CheckLimitNames.FusionSecondWarnDegrees))} degrees; refused above {Verdicts.Number(_limit(CheckLimitNames.FusionSecondFailMillimetres))} mm or {Verdicts.Number(_limit(CheckLimitNames.FusionSecondFailDegrees))} degrees",
            severity == Severity.Information ? "Both say the same." : "The images themselves fit best somewhere else.",
            Source);
    }

    private CheckResult Elsewhere(RunnerUp runnerUp, double metric)
    {
        var agreement = Agreement(runnerUp.MetricValue, metric);
        var limit = _limit(CheckLimitNames.FusionElsewhereAgreement);
        return new(
            "fusion-elsewhere",
            "No other place fits as well",
            agreement > limit ? Severity.Failure : Severity.Information,
            $"{Verdicts.Number(agreement)} of the agreement {Verdicts.Number(runnerUp.DistanceMillimetres, 0)} mm away",
            $"<= {Verdicts.Number(limit)}",
            agreement > limit ? "Another vertebra fits nearly as well: which one is right cannot be told from the images." : "The next best place is clearly worse.",
            Source);
    }

    private IEnumerable<CheckResult> Displaced(ImmutableArray<DisplacedPose> displaced, RegistrationResult here, CancellationToken cancellation)
    {
        var scores = _method.MetricEvaluate([.. displaced.Select(pose => pose.MrToCt.Inverse())], cancellation);
        foreach (var (byVertebra, id, title, name) in new[]
        {
            (true, "fusion-vertebra", "A pose displaced by one vertebra fits worse", CheckLimitNames.FusionVertebraAgreement),
            (false, "fusion-displaced", "Poses displaced by 3 mm or 2 degrees fit worse", CheckLimitNames.FusionDisplacedAgreement),
        })
        {
            var worst = displaced.Zip(scores)
                .Where(pair => pair.First.ByVertebra == byVertebra)
                .Select(pair => (pair.First.Words, Agreement: Agreement(pair.Second.MetricValue, here.MetricValue)))
                .MaxBy(pair => pair.Agreement);
            var limit = _limit(name);
            var failed = !(worst.Agreement <= limit);
            yield return new(
                id,
                title,
                failed ? Severity.Failure : Severity.Information,
                $"at most {Verdicts.Number(worst.Agreement, 3)} of the agreement ({worst.Words})",
                $"<= {Verdicts.Number(limit, 3)}",
                failed ? "The images do not tell the pose from a displaced one." : "The images tell the pose from its neighbours.",
                Source);
        }
    }

    private CheckResult Return(ImmutableArray<DisplacedPose> displaced, ImmutableArray<RegistrationResult> restarts, RigidTransform optimum, double metric)
    {
        var elsewhere = _limit(CheckLimitNames.FusionElsewhereAgreement);
        double millimetres = _limit(CheckLimitNames.FusionReturnMillimetres), degrees = _limit(CheckLimitNames.FusionReturnDegrees);
        var back = restarts.Count(restart => IsBack(optimum, restart));
        var astray = displaced.Zip(restarts)
            .Where(pair => !IsBack(optimum, pair.Second) && !IsClearlyWorse(pair.Second, metric))
            .Select(pair => $"from {pair.First.Words}: {Words(PoseDifference.Between(optimum, pair.Second.FixedToMoving.Inverse(), _target.Centre))} away "
                + $"with {Verdicts.Number(Agreement(pair.Second.MetricValue, metric), 3)} of the agreement")
            .ToList();

        return new(
            "fusion-return",
            "A registration from displaced poses comes back, or ends clearly worse",
            astray.Count > 0 ? Severity.Failure : Severity.Information,
            $"{back} of {displaced.Length} came back, {displaced.Length - back - astray.Count} ended clearly worse, {astray.Count} neither",
            $"back within {Verdicts.Number(millimetres)} mm and {Verdicts.Number(degrees)} degrees, or <= {Verdicts.Number(elsewhere)} of the agreement",
            astray.Count > 0 ? $"The images have a second best pose of their own: {astray[0]}." : "The pose is the one that the images draw to.",
            Source);
    }

    // Mattes' value is negative mutual information; without overlap it is 0. A pose without information has no agreement.
    private static double Agreement(double value, double of) => of < 0 ? value / of : double.NaN;

    private static Severity Worse(Severity one, Severity other) => one > other ? one : other;

    private static string Words(PoseDifference difference) =>
        $"{Verdicts.Number(difference.Millimetres)} mm and {Verdicts.Number(difference.Degrees)} degrees";
}
