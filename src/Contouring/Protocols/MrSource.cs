namespace ContourFlow.Contouring.Protocols;

/// <summary>On which MR an input may be drawn, to be brought onto the planning CT.</summary>
public enum MrSource
{
    /// <summary>On none: drawings on an MR are not used for it.</summary>
    None,

    /// <summary>On a T2-weighted one.</summary>
    T2,

    /// <summary>On a T1-weighted one.</summary>
    T1,

    /// <summary>On any.</summary>
    Any,
}
