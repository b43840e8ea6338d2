namespace ContourFlow.Contouring.Dose;

/// <summary>The words that verdicts on dose are written in.</summary>
public static class DoseWords
{
    /// <summary>What is aimed at is reached.</summary>
    public const string Optimal = "optimal";

    /// <summary>What must not be missed is reached, what is aimed at is not.</summary>
    public const string Mandatory = "mandatory";

    /// <summary>What must not be missed is missed.</summary>
    public const string Violated = "violated";

    /// <summary>A bound lies within the uncertainty of the figure.</summary>
    public const string Indeterminate = "indeterminate";

    /// <summary>The only bound that there is is kept.</summary>
    public const string Met = "met";

    /// <summary>The case has no such structure, and the protocol does not call for it in every case.</summary>
    public const string NotApplicable = "not-applicable";

    /// <summary>There is no figure; the reason is beside it.</summary>
    public const string NotEvaluable = "not-evaluable";

    /// <summary>The figure lies within the bounds, with all of its uncertainty.</summary>
    public const string Pass = "pass";

    /// <summary>The figure lies outside the bounds, with all of its uncertainty.</summary>
    public const string Fail = "fail";
}
