namespace ContourFlow.Contouring.Linting;

/// <summary>For whom a structure set is judged.</summary>
public enum LintProfile
{
    /// <summary>Everybody at once: every rule at the highest severity that it has for any profile.</summary>
    Strict,

    /// <summary>Varian Eclipse and ARIA.</summary>
    Eclipse,

    /// <summary>RaySearch RayStation.</summary>
    RayStation,

    /// <summary>Elekta Monaco.</summary>
    Monaco,

    /// <summary>Philips Pinnacle3.</summary>
    Pinnacle,

    /// <summary>MIM Software MIM.</summary>
    Mim,
}
