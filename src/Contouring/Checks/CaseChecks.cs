using System.Collections.Immutable;

namespace ContourFlow.Contouring.Checks;

/// <summary>Every check, in the order of the report.</summary>
internal static class CaseChecks
{
    private static readonly ImmutableArray<ICaseCheck> All =
    [
        new MarginCheck(),
        new PlanesBeyondCheck(),
        new MethodAgreementCheck(),
        new ReadBackCheck(),
        new PlacementCheck(),
        new FingerprintCheck(),
        new TargetInclusionCheck(),
        new CanalCheck(),
        new PtvEvalCheck(),
        new SliverCheck(),
        new OrganInclusionCheck(),
        new CordLengthCheck(),
        new RelationCheck(),
        new PieceCheck(),
        new CtEndCheck(),
        new MrCoverageCheck(),
        new TrialRangeCheck(),
    ];

    /// <summary>
    /// Runs them all. Checks may run at the same time; the results stand in the order above.
    /// </summary>
    public static ImmutableArray<CheckResult> Run(CheckContext context, CancellationToken cancellation)
    {
        var results = new ImmutableArray<CheckResult>[All.Length];
        Parallel.For(
            0,
            All.Length,
            new ParallelOptions { MaxDegreeOfParallelism = context.MaximumDegreeOfParallelism, CancellationToken = cancellation },
            index => results[index] = [.. All[index].Run(context).Select(check => CheckPlaces.Placed(check, context))]);
        return [.. results.SelectMany(result => result)];
    }
}
