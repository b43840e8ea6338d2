using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Folders of the public test data: read, or refused with the right reason. What is in them was read with pydicom.</summary>
public class RealFolderTests
{
    [Fact]
    public void Four_slices_of_eclipse_are_a_case()
    {
        var read = CaseReader.Read(RealData.Path("vhm-eclipse-4slice"));

        read.Ct.Grid.Positions.Should().Equal(1000, 1001, 1002, 1003);
        read.StructureSet.Rois.Select(r => (r.Name, r.Geometry?.Regions.Length, r.Fault)).Should().Equal(("BODY", 4, null), ("SpinalCord", 4, null));
        read.Ct.Slices.Should().AllSatisfy(s => s.Hounsfield.Length.Should().Be(512 * 512));
        read.NotUsed.Should().BeEmpty();
    }

    [Theory]
    [InlineData("RS_MIM.dcm", null)]
    [InlineData("RS_MIM_nonexistent_reference.dcm", null)]
    [InlineData("RS_rtutils_otherFoR.dcm", ReasonCodes.FrameOfReferenceMismatch)]
    public void Five_slices_of_mim_are_a_case_with_the_structure_sets_in_their_frame(string structureSet, string? reasonCode)
    {
        using var folder = new SyntheticCase();
        Copy(RealData.Path("mim-phantom-5slice/CT"), folder.Folder);
        File.Copy(RealData.Path("mim-phantom-5slice/" + structureSet), Path.Combine(folder.Folder, structureSet));
        var options = new CaseReadOptions { PlanningCt = new(MaximumPlaneSpacing: 5, MaximumTiltDegrees: 0.1, AllowUnevenSpacing: false) };

        if (reasonCode is not null)
        {
            Refused(folder.Folder, options).Should().Be(reasonCode);
            return;
        }

        var read = CaseReader.Read(folder.Folder, options);
        read.Ct.Grid.Positions.Should().Equal(60, 65, 70, 75, 80);
        read.StructureSet.Rois.Should().HaveCount(4).And.AllSatisfy(r => r.Geometry!.Regions.Should().HaveCount(3));
        read.Findings.Select(f => f.Code).Should().Equal(structureSet == "RS_MIM.dcm" ? [] : ["no-series-reference"]);
        Refused(folder.Folder, new()).Should().Be(ReasonCodes.PlaneSpacingTooLarge, "the specification's limit is 3 mm");
    }

    [Fact]
    public void Whole_mim_folder_has_an_object_without_patient_id() =>
        Refused(RealData.Path("mim-phantom-5slice"), new()).Should().Be(ReasonCodes.SeveralPatients);

    [Theory]
    [InlineData("mim-phantom-5slice/oblique-ct-3slice", ReasonCodes.PlanesOblique)]
    [InlineData("ct-gantry-tilt/Philips-tilt16.5-10slices", ReasonCodes.PlanesTilted)]
    [InlineData("ct-gantry-tilt/Philips-junk-in-ct-study", ReasonCodes.NoPlanningCt)]
    [InlineData("breast-dicompyler", ReasonCodes.PlanesMissing)]
    [InlineData("tiny-monaco", ReasonCodes.PlaneSpacingTooLarge)]
    [InlineData("eclipse-prostate", ReasonCodes.NoPlanningCt)]
    [InlineData("mr-head", ReasonCodes.NoPlanningCt)]
    public void Folder_that_is_no_case_is_refused_with_its_reason(string folder, string reasonCode) =>
        Refused(RealData.Path(folder), new()).Should().Be(reasonCode);

    [Fact]
    public void Oblique_ct_has_its_values_by_a_slope_of_a_thousandth()
    {
        var path = RealData.Path("mim-phantom-5slice/oblique-ct-3slice/2.dcm");
        var image = DicomFile.Open(path, FileReadOption.ReadAll).Dataset;

        var values = new HounsfieldReading().Read(image, ScannedObject.Of("2.dcm", path, image));

        var stored = image.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data;
        values.Should().HaveCount(50 * 100);
        for (var i = 0; i < values.Length; i++)
            values[i].Should().Be((short)Math.Round(BitConverter.ToInt16(stored, 2 * i) * 0.001, MidpointRounding.AwayFromZero));
    }

    private static string Refused(string folder, CaseReadOptions options)
    {
        var act = () => CaseReader.Read(folder, options);
        return act.Should().Throw<CaseDataException>().Which.ReasonCode;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
