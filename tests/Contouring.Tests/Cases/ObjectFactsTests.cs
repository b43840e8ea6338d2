using System.Text.Json.Nodes;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>What of an object's header decides about cases, kept as JSON.</summary>
public sealed class ObjectFactsTests
{
    [Fact]
    public void Phantoms_case_is_put_together_from_facts_as_it_is_read_from_a_folder()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("contourflow-facts-").FullName, "phantom");
        try
        {
            var truth = PhantomPatient.Write(folder, new() { Site = SpineSite.Thoracic, Rows = 32, Columns = 32, SliceCount = 24, IncludeExpectedVolumes = false });
            var protocol = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");
            var files = Directory.GetFiles(folder, "*.dcm", SearchOption.AllDirectories);
            var facts = files.Select(file => ObjectFacts.FromJson(ObjectFacts.Of(DicomFile.Open(file, FileReadOption.ReadLargeOnDemand)).ToJson())).ToList();

            var assembled = CaseAssembly.Assemble(truth.CtSeries, facts, protocol);

            assembled.Missing.Should().BeEmpty();
            assembled.Inputs.Should().HaveCount(files.Length, "CT, two MRs and three structure sets are all of it");
            var read = CaseReader.Read(folder, new CaseReadOptions { Mr = new(protocol.Fusion!.MaximumPlaneSpacing, protocol.Fusion.MaximumAgeDays) });
            read.Ct.SeriesInstanceUid.Should().Be(truth.CtSeries);
            facts.Where(one => one.Modality == "MR").Should().AllSatisfy(one => one.Weighting.Should().Be(MrWeighting.T2));
            facts.Should().AllSatisfy(one => one.ToJson().Should().NotContain(truth.PatientId));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }

    [Fact]
    public void Facts_come_back_from_json_as_they_were_and_a_later_versions_members_are_passed_over()
    {
        var mr = AssemblyObjects.Mr();
        foreach (var one in (DicomDataset[])[AssemblyObjects.Ct()[0], mr[0], AssemblyObjects.OnCt(), AssemblyObjects.OnMr(mr), AssemblyObjects.Registration("reg", "1.2", "1.3")])
        {
            string json = ObjectFacts.Of(one).ToJson();
            var later = JsonNode.Parse(json)!.AsObject();
            later["whatALaterVersionKnows"] = new JsonObject { ["a"] = 1 };

            ObjectFacts.FromJson(json).ToJson().Should().Be(json);
            ObjectFacts.FromJson(later.ToJsonString()).ToJson().Should().Be(json);
        }
    }

    [Fact]
    public void Row_of_an_earlier_version_lacks_what_it_did_not_know_and_nothing_is_null()
    {
        var facts = ObjectFacts.FromJson("""{"sopInstanceUid":"1.2.3","structureSet":{"series":[{}]},"image":{}}""");

        facts.Modality.Should().BeEmpty();
        facts.Frames.Should().BeEmpty();
        facts.StructureSet!.Rois.Should().BeEmpty();
        facts.StructureSet.Series.Should().ContainSingle().Which.Images.Should().BeEmpty();
        facts.Image!.Plane.Should().BeEmpty();
        CaseAssembly.Assemble("1.2", [facts], ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib")).IsComplete.Should().BeFalse();
    }

    [Fact]
    public void Odd_headers_are_missing_facts_and_no_fault()
    {
        var odd = new DicomDataset().NotValidated()
            .Add(DicomTag.SOPInstanceUID, "1.2.3")
            .Add(DicomTag.Rows, (ushort)4).Add(DicomTag.Columns, (ushort)4)
            .Add(new DicomDecimalString(DicomTag.ImagePositionPatient, "a", "b", "c"))
            .Add(new DicomDecimalString(DicomTag.ImageOrientationPatient, "1"))
            .Add(new DicomDecimalString(DicomTag.PixelSpacing, "-1", "0"))
            .Add(DicomTag.Modality, "CT")
            .Add(new DicomDate(DicomTag.AcquisitionDate, "yesterday"));

        var facts = ObjectFacts.Of(odd);

        facts.Image!.Plane.Should().BeEmpty();
        facts.Image.FaultCode.Should().NotBeNull();
        facts.AcquisitionDate.Should().BeNull();
        facts.StudyInstanceUid.Should().BeEmpty();
        ObjectFacts.Of(new DicomDataset()).PatientKey.Should().HaveLength(64);
    }

    [Fact]
    public void Every_object_of_real_data_has_facts_that_hold_no_patient_data()
    {
        int read = 0;
        foreach (string file in Directory.EnumerateFiles(RealData.Path(""), "*", SearchOption.AllDirectories))
        {
            DicomDataset dataset;
            try
            {
                dataset = DicomFile.Open(file, FileReadOption.ReadLargeOnDemand).Dataset;
            }
            catch (Exception fault) when (fault is DicomDataException or DicomFileException)
            {
                continue;
            }

            read++;
            var facts = ObjectFacts.Of(dataset);
            string json = facts.ToJson();
            ObjectFacts.FromJson(json).ToJson().Should().Be(json);
            facts.SopInstanceUid.Should().Be(dataset.GetSingleValueOrDefault(DicomTag.SOPInstanceUID, ""));
            foreach (DicomTag tag in (DicomTag[])[DicomTag.PatientName, DicomTag.PatientBirthDate])
            {
                if (dataset.GetSingleValueOrDefault(tag, "") is { Length: > 8 } value)
                    json.Should().NotContain(value.TrimEnd('^'), "{0} of {1} is a patient's", tag, Path.GetFileName(file));
            }
        }

        read.Should().BeGreaterThan(100);
    }
}
