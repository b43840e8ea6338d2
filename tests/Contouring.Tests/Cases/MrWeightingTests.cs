using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>The table of weightings. Headers are those that scanners of the makers write for such sequences.</summary>
public sealed class MrWeightingTests
{
    /// <summary>Zero: not stated.</summary>
    [Theory]
    [InlineData("SE", 100, 4000, "T2 TSE sagittal", MrWeighting.T2)]
    [InlineData("SE", 100, 4000, "", MrWeighting.T2)] // numbers without a name
    [InlineData("SE", 60, 1500, "", MrWeighting.T2)] // the limits themselves
    [InlineData("SE", 59, 1500, "", MrWeighting.Unknown)]
    [InlineData("SE", 60, 1499, "", MrWeighting.Unknown)]
    [InlineData("SE", 12, 550, "", MrWeighting.T1)]
    [InlineData("SE", 30, 1000, "", MrWeighting.T1)]
    [InlineData("SE", 31, 1000, "", MrWeighting.Unknown)]
    [InlineData("SE", 30, 1001, "", MrWeighting.Unknown)]
    [InlineData("SE", 30, 3000, "PD TSE", MrWeighting.Unknown)] // proton density
    [InlineData("SE", 100, 4000, "t1_tse", MrWeighting.T2)] // a name left over from another protocol
    [InlineData("SE", 130, 1200, "t2_space_sag", MrWeighting.T2)] // driven equilibrium: the name decides
    [InlineData("SE", 9, 1400, "T1 TSE 3T", MrWeighting.T1)]
    [InlineData("SE", 20, 3000, "T2", MrWeighting.Unknown)] // the echo contradicts the name
    [InlineData("SE", 80, 600, "T1", MrWeighting.Unknown)]
    [InlineData("SE\\IR", 60, 4500, "t2_tirm_sag", MrWeighting.Unknown)] // STIR
    [InlineData("SE\\IR", 100, 9000, "T2", MrWeighting.Unknown)] // FLAIR: the fluid is dark
    [InlineData("SE\\IR", 9, 2000, "T1 FLAIR sag", MrWeighting.T1)]
    [InlineData("GR", 18, 700, "t2_me2d_tra", MrWeighting.Unknown)] // T2*
    [InlineData("GR", 18, 700, "T2", MrWeighting.Unknown)]
    [InlineData("GR", 2.46, 300, "t1_fl2d_sag", MrWeighting.T1)]
    [InlineData("GR", 2.46, 300, "", MrWeighting.Unknown)]
    [InlineData("EP\\SE", 90, 5000, "T2 diffusion", MrWeighting.Unknown)]
    [InlineData("EP", 30, 2000, "T2 EPI", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "T2W_TSE", MrWeighting.T2)]
    [InlineData("", 0, 0, "Sag T2", MrWeighting.T2)]
    [InlineData("", 0, 0, "AX_T1_POST", MrWeighting.T1)]
    [InlineData("", 0, 0, "T2*", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "t2_star", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "T2 STIR", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "T2 map", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "T1 and T2", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "LT2 level", MrWeighting.Unknown)] // no word of its own
    [InlineData("", 0, 0, "T12 vertebra", MrWeighting.Unknown)]
    [InlineData("", 0, 0, "", MrWeighting.Unknown)]
    public void Header_of_a_single_image_tells_its_weighting(string scanning, double echo, double repetition, string description, MrWeighting expected)
    {
        var image = SyntheticMr.Image(0, 0, SyntheticMr.Axial);
        if (scanning.Length > 0) image.Add(DicomTag.ScanningSequence, scanning.Split('\\'));
        if (echo > 0) image.Add(DicomTag.EchoTime, (decimal)echo);
        if (repetition > 0) image.Add(DicomTag.RepetitionTime, (decimal)repetition);
        image.Add(DicomTag.SeriesDescription, description);

        MrWeightings.Of(image, null).Should().Be(expected);
    }

    [Fact]
    public void Names_that_disagree_tell_nothing_and_a_name_that_says_nothing_is_passed_over()
    {
        var image = SyntheticMr.Image(0, 0, SyntheticMr.Axial).Add(DicomTag.SeriesDescription, "sagittal 3 mm").Add(DicomTag.ProtocolName, "t2_tse_sag");
        MrWeightings.Of(image, null).Should().Be(MrWeighting.T2);
        MrWeightings.Of(image.AddOrUpdate(DicomTag.SeriesDescription, "T1 sag"), null).Should().Be(MrWeighting.Unknown);
    }

    [Theory]
    [InlineData("P")]
    [InlineData("ADC")]
    public void Image_without_the_contrast_of_tissues_has_no_weighting(string type)
    {
        var image = SyntheticMr.Image(0, 0, SyntheticMr.Axial).AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", type).Add(DicomTag.SeriesDescription, "T2");

        MrWeightings.Of(image, null).Should().Be(MrWeighting.Unknown);
    }

    [Theory]
    [InlineData("T2", "T1 tse", MrWeighting.T2)] // what the standard has a place for goes before words
    [InlineData("T1", "", MrWeighting.T1)]
    [InlineData("T2_STAR", "T2", MrWeighting.Unknown)]
    [InlineData("STIR", "T2", MrWeighting.Unknown)]
    [InlineData("FLUID_ATTENUATED", "T2", MrWeighting.Unknown)]
    [InlineData("PROTON_DENSITY", "T2", MrWeighting.Unknown)]
    [InlineData("UNKNOWN", "T2 tse", MrWeighting.T2)]
    public void Acquisition_contrast_of_a_frame_decides(string contrast, string description, MrWeighting expected)
    {
        var enhanced = EnhancedObject.Of(SyntheticMr.Stack(2, SyntheticMr.Axial), SyntheticCase.Uid("e"), DicomUID.EnhancedMRImageStorage);
        enhanced.Add(DicomTag.SeriesDescription, description);
        enhanced.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence).Items[1].GetSequence(DicomTag.MRImageFrameTypeSequence).Items[0].Add(DicomTag.AcquisitionContrast, contrast);

        MrWeightings.Of(enhanced, new(2, 2)).Should().Be(expected);
    }

    [Theory]
    [InlineData("SPIN", "NO", "NO", MrWeighting.T2)]
    [InlineData("GRADIENT", "NO", "NO", MrWeighting.Unknown)]
    [InlineData("SPIN", "YES", "NO", MrWeighting.Unknown)]
    [InlineData("SPIN", "NO", "YES", MrWeighting.Unknown)]
    public void Functional_groups_tell_what_a_frame_without_contrast_is(string pulse, string inversion, string planar, MrWeighting expected)
    {
        var enhanced = EnhancedObject.Of(SyntheticMr.Stack(2, SyntheticMr.Axial), SyntheticCase.Uid("e"), DicomUID.EnhancedMRImageStorage)
            .Add(DicomTag.EchoPulseSequence, pulse).Add(DicomTag.EchoPlanarPulseSequence, planar);
        enhanced.GetSequence(DicomTag.SharedFunctionalGroupsSequence).Items[0]
            .Add(new DicomSequence(DicomTag.MREchoSequence, new DicomDataset().Add(DicomTag.EffectiveEchoTime, 100.0)))
            .Add(new DicomSequence(DicomTag.MRTimingAndRelatedParametersSequence, new DicomDataset().Add(DicomTag.RepetitionTime, 4000m)))
            .Add(new DicomSequence(DicomTag.MRModifierSequence, new DicomDataset().Add(DicomTag.InversionRecovery, inversion)));

        MrWeightings.Of(enhanced, new(1, 2)).Should().Be(expected);
    }
}
