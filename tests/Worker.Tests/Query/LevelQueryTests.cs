using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Tests.Query;

/// <summary>A query as it goes out: the identifier of C-FIND (DICOM PS3.4 section C.4.1.1.3) and the path of QIDO-RS (PS3.18 section 10.6).</summary>
public sealed class LevelQueryTests
{
    [Fact]
    public void Identifier_has_level_uids_above_and_every_attribute_that_is_asked_for_empty()
    {
        DicomDataset identifier = DimseArchive.RequestFor(new LevelQuery(QueryLevel.Series) { StudyInstanceUid = "1.2", Keys = [new(DicomTag.Modality, "MR")] }).Dataset!;

        identifier.GetString(DicomTag.QueryRetrieveLevel).Should().Be("SERIES");
        identifier.GetString(DicomTag.StudyInstanceUID).Should().Be("1.2");
        identifier.GetString(DicomTag.Modality).Should().Be("MR");
        identifier.Contains(DicomTag.SeriesInstanceUID).Should().BeTrue();
        identifier.GetValueCount(DicomTag.SeriesInstanceUID).Should().Be(0, "it is asked for");
        identifier.GetValueCount(DicomTag.NumberOfSeriesRelatedInstances).Should().Be(0);
        identifier.Contains(DicomTag.SOPInstanceUID).Should().BeFalse("it is of another level");
        identifier.Contains(DicomTag.PatientID).Should().BeFalse("it is of another level");
    }

    [Fact]
    public void Instance_level_is_called_image_and_searches_in_study_and_series()
    {
        DicomCFindRequest request = DimseArchive.RequestFor(new LevelQuery(QueryLevel.Instance) { StudyInstanceUid = "1.2", SeriesInstanceUid = "1.3", SopInstanceUid = "1.4" });

        request.SOPClassUID.Should().Be(DicomUID.StudyRootQueryRetrieveInformationModelFind);
        request.Dataset!.GetString(DicomTag.QueryRetrieveLevel).Should().Be("IMAGE");
        request.Dataset.GetString(DicomTag.SeriesInstanceUID).Should().Be("1.3");
        request.Dataset.GetString(DicomTag.SOPInstanceUID).Should().Be("1.4");
    }

    [Theory]
    [InlineData("MULLER*", false)]
    [InlineData("MÜLLER*", true)]
    public void Text_beyond_ascii_goes_with_its_character_set(string name, bool isNamed)
    {
        DicomDataset identifier = DimseArchive.RequestFor(new LevelQuery(QueryLevel.Study) { Keys = [new(DicomTag.PatientName, name)] }).Dataset!;

        identifier.GetSingleValueOrDefault(DicomTag.SpecificCharacterSet, "").Should().Be(isNamed ? "ISO_IR 192" : "");
    }

    [Fact]
    public void Web_search_has_uids_above_in_its_path_and_its_own_as_a_key()
    {
        QidoQuery series = WebArchive.QueryFor(new LevelQuery(QueryLevel.Series) { StudyInstanceUid = "1.2", SeriesInstanceUid = "1.3", Keys = [new(DicomTag.SeriesDescription, "T2*")] });

        series.Path(limit: 10, offset: 0).Should().StartWith("/studies/1.2/series?limit=10&offset=0&0020000E=1.3&0008103E=T2*").And.EndWith("&includefield=0008103E", "what a key says is asked for too");
    }

    [Theory]
    [InlineData("PatientName=A=B", "A=B")]
    [InlineData("StudyDescription=*SPINE*", "*SPINE*")]
    [InlineData("AccessionNumber=1-2", "1-2")]
    public void Key_is_read_with_everything_behind_its_keyword(string text, string value)
    {
        QueryKey key = QueryKey.Read(text)!;

        key.Value.Should().Be(value);
        key.IsOfStudies.Should().BeTrue();
        key.ToString().Should().NotContain(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PatientName")]
    [InlineData("PatientName=")]
    [InlineData("=A")]
    [InlineData("NoSuchKeyword=A")]
    [InlineData("patientname=A")]
    [InlineData("ReferencedStudySequence=A")]
    [InlineData("SeriesInstanceUID=1.2")]
    [InlineData("PatientName=A\nB")]
    public void What_is_no_key_is_not_read(string text) => QueryKey.Read(text).Should().BeNull();
}
