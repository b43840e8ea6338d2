namespace ContourFlow.Contouring;

/// <summary>How much a finding or a check weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing (I in the specification; a passed check has this severity).</summary>
    Information,

    /// <summary>A reviewer must see it (W).</summary>
    Warning,

    /// <summary>Holds the case: nothing is published (F).</summary>
    Failure,
}

/// <summary>Something that was noticed on the way, for the report.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Code">A stable word: one of <see cref="Faults.ReasonCodes"/> or a rule's id such as "E8".</param>
/// <param name="Sentence">For a human; ROI names, UIDs and figures, never patient data.</param>
/// <param name="RoiName">The ROI it is about, where there is one.</param>
/// <param name="Z">Patient Z of the plane it is about, mm, where there is one.</param>
public sealed record Finding(Severity Severity, string Code, string Sentence, string? RoiName = null, double? Z = null);
