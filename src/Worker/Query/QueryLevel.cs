namespace ContourFlow.Worker.Query;

/// <summary>What is searched for (DICOM PS3.4 section C.6.2.1, study root).</summary>
internal enum QueryLevel
{
    /// <summary>Studies.</summary>
    Study,

    /// <summary>Series.</summary>
    Series,

    /// <summary>Instances; DICOM calls this level IMAGE, whatever the objects are.</summary>
    Instance,
}
