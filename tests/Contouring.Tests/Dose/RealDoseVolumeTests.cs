using ContourFlow.Geometry.Dose;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>Dose and volume of real files, against figures that others published or computed (geometry specification 7).</summary>
public sealed class RealDoseVolumeTests
{
    [Fact]
    public void Spheres_and_cylinders_in_a_linear_dose_have_the_published_figures()
    {
        var folder = RealData.Path("nelms-dvh");
        var rows = NelmsRow.All(folder).Where(row => row.HasDose).ToArray();
        rows.Should().HaveCount(18);
        foreach (var row in rows)
        {
            var (volume, doses) = row.Measure(folder);
            // What lies between circles is a cone, so that a ball loses what bulges out of it: a hundredth on planes 3 mm apart.
            var (ofVolume, ofDose) = row.Spacing switch
            {
                "0.2mm" => (0.001, 1.0),
                "1mm" => (0.003, 1.5),
                "2mm" => (0.007, 4),
                _ => (0.013, 8),
            };
            if (row.Structure.StartsWith("Cylinder", StringComparison.Ordinal)) (ofVolume, ofDose) = (0.0005, 1);
            volume.Should().BeApproximately(row.VolumeCc, ofVolume * row.VolumeCc, "of {0} on {1}", row.Structure, row.Spacing);
            for (var i = 0; i < doses.Length; i++)
                doses[i].Should().BeApproximately(row.Doses[i], ofDose, "{0} of {1} in a dose of {2} mm is published in cGy", NelmsRow.Figures[i], row.Structure, row.DoseVoxel);
        }
    }

    [Fact]
    public void Figures_are_those_that_Eclipse_computed_of_the_same_plan()
    {
        EclipseProstate prostate = new(RealData.Path("eclipse-prostate"));
        var dose = prostate.Dose();
        var structures = prostate.Structures();
        var histograms = prostate.Histograms();
        histograms.Should().HaveCount(6);
        foreach (var histogram in histograms)
        {
            var found = DoseVolumes.Of(structures[histogram.Name].Geometry!, dose).Nominal;

            found.Mean.Should().BeApproximately(histogram.Mean, 0.1, "mean of {0}", histogram.Name);
            found.DoseToPercent(2).Should().BeApproximately(histogram.DoseToPercent(2), 0.1, "D2% of {0}", histogram.Name);
            found.DoseToPercent(50).Should().BeApproximately(histogram.DoseToPercent(50), 0.1, "D50% of {0}", histogram.Name);
            // Eclipse leaves out a part of the half slices beyond the outermost contours.
            (found.Volume / 1000 / histogram.VolumeCc).Should().BeInRange(1, 1.015, "of {0}", histogram.Name);
            if (histogram.Name == "Rectum") continue;
            found.DoseToPercent(98).Should().BeApproximately(histogram.DoseToPercent(98), 0.1, "D98% of {0}", histogram.Name);
        }
    }

    [Fact]
    public void Where_a_structure_ends_explains_its_coldest_dose_in_Eclipse()
    {
        EclipseProstate prostate = new(RealData.Path("eclipse-prostate"));
        var dose = prostate.Dose();
        var rectum = prostate.Structures()["Rectum"].Geometry!;
        var eclipse = prostate.Histograms().Single(h => h.Name == "Rectum").DoseToPercent(98);

        var whole = DoseVolumes.Of(rectum, dose).Nominal;
        var cut = DoseVolumes.Of(rectum, EclipseProstate.Between(dose, rectum.Regions[0].Z, rectum.Regions[^1].Z)).Nominal;

        // Its hottest 98 % end where the rectum leaves the fields: 1.25 mm more at each end are 4 Gy.
        whole.DoseToPercent(98).Should().BeLessThan(eclipse);
        cut.DoseToPercent(98).Should().BeGreaterThan(eclipse);
        (cut.DoseToPercent(98) - whole.DoseToPercent(98)).Should().BeApproximately(4.4, 0.4);
    }
}
