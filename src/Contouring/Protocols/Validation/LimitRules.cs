using System.Globalization;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about limits that only make sense together.</summary>
internal static class LimitRules
{
    private static readonly (string Lower, string Upper)[] Pairs =
    [
        (CheckLimitNames.MarginRangeLow, CheckLimitNames.MarginMinimum),
        (CheckLimitNames.MarginPercentile975, CheckLimitNames.MarginRangeHigh),
        (CheckLimitNames.GtvOutsideWarnPercent, CheckLimitNames.GtvOutsideFailPercent),
        (CheckLimitNames.CordOutsideWarnPercent, CheckLimitNames.CordOutsideFailPercent),
        (CheckLimitNames.PtvEvalFailPercent, CheckLimitNames.PtvEvalWarnPercent),
        (CheckLimitNames.FusionResidualWarnMillimetres, CheckLimitNames.FusionResidualFailMillimetres),
        (CheckLimitNames.FusionSecondWarnMillimetres, CheckLimitNames.FusionSecondFailMillimetres),
        (CheckLimitNames.FusionSecondWarnDegrees, CheckLimitNames.FusionSecondFailDegrees),
        (CheckLimitNames.TrialGtvLowCc, CheckLimitNames.TrialGtvHighCc),
        (CheckLimitNames.TrialPtvEvalLowCc, CheckLimitNames.TrialPtvEvalHighCc),
    ];

    public static void LimitsAreInOrder(ProtocolDraft draft, FaultList faults)
    {
        foreach (var (lower, upper) in Pairs)
        {
            var stated = draft.Limits.GetValueOrDefault(lower) ?? draft.Limits.GetValueOrDefault(upper);
            if (stated is null || Value(lower) <= Value(upper)) continue;
            faults.Add(stated.Place, string.Create(
                CultureInfo.InvariantCulture,
                $"{lower} ({Value(lower)}) is above {upper} ({Value(upper)}): one of the two would never be reached."));
        }

        double Value(string name) => draft.Limits.GetValueOrDefault(name)?.Value ?? CheckLimitNames.Defaults[name];
    }
}
