namespace ContourFlow.Contouring.Reporting;

/// <summary>What a report says of a case as a whole.</summary>
public enum ReportVerdict
{
    /// <summary>Every check passed and nothing was noticed that a reviewer must see.</summary>
    Accepted,

    /// <summary>No check failed; a check or a finding warns.</summary>
    AcceptedWithWarnings,

    /// <summary>No check failed, and something is held by a refused fusion: it is missing from what was written.</summary>
    PartlyHeld,

    /// <summary>A check failed: nothing was written for the planning system.</summary>
    Held,
}

/// <summary>How the verdict is reached and what is counted for it.</summary>
public static class ReportVerdicts
{
    /// <summary>The verdict of a case.</summary>
    public static ReportVerdict Of(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.IsHeld || result.StructureSet is null) return ReportVerdict.Held;
        if (result.IsPartlyHeld) return ReportVerdict.PartlyHeld;
        return result.Checks.Any(check => check.Severity != Severity.Information)
            || CaseFindings.Of(result).Any(finding => finding.Severity != Severity.Information)
            ? ReportVerdict.AcceptedWithWarnings
            : ReportVerdict.Accepted;
    }

    /// <summary>The verdict as report.json writes it: a stable word.</summary>
    public static string Word(this ReportVerdict verdict) => verdict switch
    {
        ReportVerdict.Accepted => "accepted",
        ReportVerdict.AcceptedWithWarnings => "accepted-with-warnings",
        ReportVerdict.PartlyHeld => "partly-held",
        _ => "held",
    };
}
