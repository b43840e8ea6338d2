namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Headers of plans and doses for the case of <see cref="SyntheticCase.CtSeries"/>.</summary>
internal static class DoseObjects
{
    /// <summary>A plan on a structure set, that delivers some beams.</summary>
    public static DicomDataset RtPlan(string name = "plan", string? structureSet = null, params int[] beams) =>
        SyntheticCase.Common("RTPLAN", DicomUID.RTPlanStorage, SyntheticCase.Uid(name), SyntheticCase.Uid("plan series"))
            .Add(DicomTag.FrameOfReferenceUID, SyntheticCase.Frame)
            .Add(new DicomSequence(DicomTag.ReferencedStructureSetSequence, Reference(DicomUID.RTStructureSetStorage, structureSet ?? SyntheticCase.Uid("set"))))
            .Add(new DicomSequence(DicomTag.FractionGroupSequence, new DicomDataset()
                .Add(DicomTag.FractionGroupNumber, "1")
                .Add(new DicomSequence(DicomTag.ReferencedBeamSequence, [.. beams.Select(Beam)]))));

    /// <summary>A dose.</summary>
    /// <param name="name">What its UID is made of.</param>
    /// <param name="summation">Dose Summation Type.</param>
    /// <param name="plan">The plan that it names; null: none.</param>
    /// <param name="time">Time of its creation; empty: not stated.</param>
    /// <param name="beam">The beam that it names; 0: none.</param>
    /// <param name="frame">Its frame of reference; null: the CT's.</param>
    public static DicomDataset RtDose(string name, string summation = "PLAN", string? plan = "plan", string time = "", int beam = 0, string? frame = null)
    {
        var dose = SyntheticCase.Common("RTDOSE", DicomUID.RTDoseStorage, SyntheticCase.Uid(name), SyntheticCase.Uid("dose series"))
            .Add(DicomTag.FrameOfReferenceUID, frame ?? SyntheticCase.Frame)
            .Add(DicomTag.DoseUnits, "GY")
            .Add(DicomTag.DoseType, "PHYSICAL")
            .Add(DicomTag.DoseSummationType, summation);
        if (time.Length > 0)
            dose.Add(DicomTag.InstanceCreationDate, "20260104").Add(DicomTag.InstanceCreationTime, time);
        if (plan is null) return dose;
        var named = Reference(DicomUID.RTPlanStorage, SyntheticCase.Uid(plan));
        if (beam > 0)
        {
            named.Add(new DicomSequence(DicomTag.ReferencedFractionGroupSequence, new DicomDataset()
                .Add(DicomTag.ReferencedFractionGroupNumber, "1")
                .Add(new DicomSequence(DicomTag.ReferencedBeamSequence, Beam(beam)))));
        }

        return dose.Add(new DicomSequence(DicomTag.ReferencedRTPlanSequence, named));
    }

    private static DicomDataset Beam(int number) => new DicomDataset().Add(DicomTag.ReferencedBeamNumber, number);

    private static DicomDataset Reference(DicomUID sopClass, string uid) => new DicomDataset()
        .Add(DicomTag.ReferencedSOPClassUID, sopClass)
        .Add(DicomTag.ReferencedSOPInstanceUID, uid);
}
