namespace ContourFlow.Contouring.Protocols;

/// <summary>Vertebrae in anatomical order, Superior to Inferior: comparing them compares height.</summary>
public enum VertebralLevel
{
    C1, C2, C3, C4, C5, C6, C7,
    T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12,
    L1, L2, L3, L4, L5,
    S1, S2, S3, S4, S5,
}

/// <summary>Which canal the level calls for (rules E1 to E3).</summary>
public enum LevelGroup
{
    /// <summary>C1 to L5: the spinal canal.</summary>
    Spine,

    /// <summary>S1 to S5: the sacral canal and foramina.</summary>
    Sacrum,

    /// <summary>Spans L5 and S1: both.</summary>
    SpineAndSacrum,
}
