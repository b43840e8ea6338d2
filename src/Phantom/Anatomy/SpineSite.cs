namespace ContourFlow.Phantom.Anatomy;

/// <summary>Which part of the spine the phantom patient's target lies in.</summary>
public enum SpineSite
{
    /// <summary>T7: cord and thecal sac, spinal canal.</summary>
    Thoracic,

    /// <summary>L3: thecal sac only, spinal canal.</summary>
    Lumbar,

    /// <summary>S1: thecal sac to S2, sacral canal and foramina.</summary>
    Sacral,
}
