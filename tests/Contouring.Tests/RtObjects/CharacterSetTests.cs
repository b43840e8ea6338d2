using System.Text;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class CharacterSetTests
{
    [Theory]
    [InlineData("ISO_IR 100", "R\u00fcckenmark")]
    [InlineData("ISO_IR 192", "\u810a\u9ac4 \u00fc")]
    [InlineData("\\ISO 2022 IR 87", "\u810a\u9ac4")]
    public void Names_in_other_character_sets_are_carried_byte_for_byte(string characterSet, string name)
    {
        using var folder = SyntheticCase.WithCt();
        var set = SyntheticCase.StructureSet("set", [SyntheticCase.Square(1, "CTV", "CTV", 8)]);
        set.AddOrUpdate(DicomTag.SpecificCharacterSet, characterSet.Split('\\'));
        set.AddOrUpdate(DicomTag.PatientName, name);
        set.GetSequence(DicomTag.StructureSetROISequence).Items[0].AddOrUpdate(DicomTag.ROIName, name);
        folder.Write("rs.dcm", set);
        var read = CaseReader.Read(folder.Folder);

        using var stream = new MemoryStream();
        RtStructWriter.Write(WriterInput.Of(read, HoleEncoding.Keyhole, WriterInput.Structure("PTV", WriterInput.Stack(read.Ct.Grid, WriterInput.Square(6))))).File.Save(stream);
        stream.Position = 0;
        var saved = DicomFile.Open(stream, FileReadOption.ReadAll).Dataset;

        read.StructureSet.Rois[0].Name.Should().Be(name);
        saved.GetSequence(DicomTag.StructureSetROISequence).Items[0].GetString(DicomTag.ROIName).Should().Be(name);
        Raw(saved.GetSequence(DicomTag.StructureSetROISequence).Items[0], DicomTag.ROIName)
            .Should().Be(Raw(read.StructureSet.Source.GetSequence(DicomTag.StructureSetROISequence).Items[0], DicomTag.ROIName));
        Raw(saved, DicomTag.PatientName).Should().Be(Raw(read.StructureSet.Source, DicomTag.PatientName));
        saved.GetSequence(DicomTag.StructureSetROISequence).Items[1].GetString(DicomTag.ROIName).Should().Be("PTV");
    }

    private static string Raw(DicomDataset dataset, DicomTag tag) =>
        Encoding.Latin1.GetString(dataset.GetDicomItem<DicomElement>(tag)!.Buffer.Data);
}
