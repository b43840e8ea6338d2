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
    private readonly ImageRegistrationMethod _method;
    private readonly Lazy<ImageRegistrationMethod> _fine;
    private readonly FusionTarget _target;
    private readonly FusionRules _rules;
    private readonly Func<string, double> _limit;

    /// <summary>Judges poses of one MR.</summary>
    /// <param name="method">The pair of images, CT fixed.</param>
    /// <param name="fine">The same pair with more samples for restarts; made when it is needed.</param>
    /// <param name="target">What the fusion has to be right for.</param>
    /// <param name="rules">The protocol's rules.</param>
    /// <param name="limit">The protocol's limits by name.</param>
    public PoseJudge(
        ImageRegistrationMethod method, Lazy<ImageRegistrationMethod> fine, FusionTarget target, FusionRules rules, Func<string, double> limit)
    {
        _method = method;
        _fine = fine;
        _target = target;
        _rules = rules;
        _limit = limit;
    }

    /// <summary>The criteria of a pose, in a fixed order. Poses are compared at the target's centre, which is each one's place.</summary>
    /// <param name="mrToCt">The pose.</param>
    /// <param name="isRegistered">True for a pose found by image content here; a stated one is verified against the images.</param>
    /// <param name="runnerUp">The next best place that the search found, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public ImmutableArray<CheckResult> Judge(RigidTransform mrToCt, bool isRegistered, RunnerUp? runnerUp, CancellationToken cancellation)
    {
        return [.. Held(mrToCt, isRegistered, runnerUp, cancellation).Select(criterion => criterion with { Place = _target.Centre })];
    }

    private ImmutableArray<CheckResult> Held(RigidTransform mrToCt, bool isRegistered, RunnerUp? runnerUp, CancellationToken cancellation)
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
        var restarts = Ended(_method, displaced, here, cancellation);
        var second = Second(mrToCt, isRegistered, optimum, restarts);
        criteria.Add(second);

        // The images fit better elsewhere: nothing more has to be known, and finer restarts would take a minute.
        if (second.Severity == Severity.Failure) return criteria.ToImmutable();
        restarts = WithFinerRestarts(restarts, isRegistered ? mrToCt : optimum, cancellation);
        if (runnerUp is not null) criteria.Add(Elsewhere(runnerUp, here.MetricValue));
        criteria.AddRange(Displaced(displaced, here, cancellation));
        criteria.Add(Return(restarts));
        return criteria.ToImmutable();
    }

    // On few samples the metric has small places of its own, half a millimetre from the optimum. What neither comes back
    // nor ends clearly worse is started again on more samples, where only a place in the images themselves is left.
    private ImmutableArray<ReturnedPose> WithFinerRestarts(ImmutableArray<ReturnedPose> results, RigidTransform mrToCt, CancellationToken cancellation)
    {
        var astray = results.Where(result => !IsBack(result) && !IsClearlyWorse(result)).Select(result => result.From).ToImmutableArray();
        if (astray.IsEmpty) return results;
        var fine = _fine.Value;
        var again = Ended(fine, astray, fine.Restart([mrToCt.Inverse()], cancellation)[0], cancellation).ToDictionary(result => result.From);
        return [.. results.Select(result => again.GetValueOrDefault(result.From, result))];
    }

    private ImmutableArray<ReturnedPose> Ended(
        ImageRegistrationMethod method, ImmutableArray<DisplacedPose> displaced, RegistrationResult here, CancellationToken cancellation)
    {
        var optimum = here.FixedToMoving.Inverse();
        return
        [
            .. displaced.Zip(method.Restart([.. displaced.Select(pose => pose.MrToCt.Inverse())], cancellation), (pose, result) => new ReturnedPose(
                pose,
                result.FixedToMoving.Inverse(),
                PoseDifference.Between(optimum, result.FixedToMoving.Inverse(), _target.Centre),
                Agreement(result.MetricValue, here.MetricValue))),
        ];
    }

    private bool IsBack(ReturnedPose pose) =>
        pose.Difference.Millimetres <= _limit(CheckLimitNames.FusionReturnMillimetres)
        && pose.Difference.Degrees <= _limit(CheckLimitNames.FusionReturnDegrees);

    private bool IsClearlyWorse(ReturnedPose pose) => pose.Agreement <= _limit(CheckLimitNames.FusionElsewhereAgreement);

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
            "protocol")
        {
            Value = degrees,
        };
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
            "protocol")
        {
            Value = millimetres,
        };
    }

    // The second registration is the best of those that started displaced.
    private CheckResult Second(RigidTransform mrToCt, bool isRegistered, RigidTransform optimum, ImmutableArray<ReturnedPose> restarts)
    {
        var best = restarts.MaxBy(restart => restart.Agreement)!;
        var second = isRegistered || best.Agreement > 1 ? best.MrToCt : optimum;
        var difference = PoseDifference.Between(mrToCt, second, _target.Centre);
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
            Source)
        {
            Value = difference.Millimetres,
        };
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
            Source)
        {
            Value = agreement,
        };
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
                Source)
            {
                Value = worst.Agreement,
            };
        }
    }

    private CheckResult Return(ImmutableArray<ReturnedPose> restarts)
    {
        var elsewhere = _limit(CheckLimitNames.FusionElsewhereAgreement);
        double millimetres = _limit(CheckLimitNames.FusionReturnMillimetres), degrees = _limit(CheckLimitNames.FusionReturnDegrees);
        var back = restarts.Count(IsBack);
        var astray = restarts.Where(restart => !IsBack(restart) && !IsClearlyWorse(restart)).ToList();
        return new(
            "fusion-return",
            "A registration from displaced poses comes back, or ends clearly worse",
            astray.Count > 0 ? Severity.Failure : Severity.Information,
            $"{back} of {restarts.Length} came back, {restarts.Length - back - astray.Count} ended clearly worse, {astray.Count} neither",
            $"back within {Verdicts.Number(millimetres)} mm and {Verdicts.Number(degrees)} degrees, or <= {Verdicts.Number(elsewhere)} of the agreement",
            astray.Count > 0 ? $"From {astray[0].From.Words} it ended {Words(astray[0].Difference)} away with {Verdicts.Number(astray[0].Agreement, 3)} of the agreement: the images have a second best pose of their own." : "The pose is the one that the images draw to.",
            Source);
    }

    // Mattes' value is negative mutual information; without overlap it is 0. A pose without information has no agreement.
    private static double Agreement(double value, double of) => of < 0 ? value / of : double.NaN;

    private static Severity Worse(Severity one, Severity other) => one > other ? one : other;

    private static string Words(PoseDifference difference) =>
        $"{Verdicts.Number(difference.Millimetres)} mm and {Verdicts.Number(difference.Degrees)} degrees";
}
