namespace ContourFlow.Dicom.Tests.Network;

/// <summary>What requests ask for, and what goes wrong before they are sent.</summary>
public class RequestTests
{
    [Fact]
    public void File_on_disk_is_sent_under_its_own_identity_and_its_pixels_stay_there()
    {
        string path = Path.GetTempFileName();
        try
        {
            DicomFile file = Messages.File();
            file.Dataset.Add(new DicomOtherWord(DicomTag.PixelData, new ushort[100_000]));
            file.Save(path);

            var request = new DicomCStoreRequest(path, DicomPriority.Low);

            request.SOPClassUID.Should().Be(DicomUID.CTImageStorage);
            request.SOPInstanceUID.Should().Be(Messages.Instance);
            request.TransferSyntax.Should().Be(DicomTransferSyntax.ExplicitVRLittleEndian);
            request.Priority.Should().Be(DicomPriority.Low);
            request.HasDataset.Should().BeTrue();
            request.Dataset!.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.IsMemory.Should().BeFalse();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")]
    public void File_that_is_coded_otherwise_than_it_says_is_sent_as_it_says(string said, string coded)
    {
        DicomTransferSyntax named = DicomTransferSyntax.Parse(said);
        (byte[] head, byte[] expected) = Halves(named);
        (_, byte[] lying) = Halves(DicomTransferSyntax.Parse(coded));
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. head, .. lying]);
            using var sent = new MemoryStream();

            MessageContent.Of(new DicomCStoreRequest(path), named)!.WriteTo(sent);

            // What the presentation context is for, and not the bytes as they lie there: no receiver could read these.
            sent.ToArray().Should().Equal(expected);
        }
        finally
        {
            File.Delete(path);
        }

        // PS3.10 section 7.1: the group length's value is at byte 140 and counts what follows it.
        static (byte[] Head, byte[] DataSet) Halves(DicomTransferSyntax syntax)
        {
            using var memory = new MemoryStream();
            Messages.File(syntax).Save(memory);
            byte[] file = memory.ToArray();
            int start = 144 + BitConverter.ToInt32(file, 140);
            return (file[..start], file[start..]);
        }
    }

    [Fact]
    public void File_without_an_identity_cannot_be_sent() =>
        FluentActions.Invoking(() => new DicomCStoreRequest(new DicomFile(new DicomDataset()))).Should().Throw<DicomDataException>().WithMessage("*(0008,0016) SOPClassUID*");

    [Fact]
    public void Object_that_got_another_uid_after_its_file_was_made_is_sent_under_the_new_one()
    {
        DicomFile file = Messages.File();
        file.Dataset.AddOrUpdate(DicomTag.SOPInstanceUID, "1.2.3.99");

        new DicomCStoreRequest(file).SOPInstanceUID.UID.Should().Be("1.2.3.99", "receivers refuse a command that names another object than its data set");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("SEVENTEEN_LETTERS")]
    [InlineData("A\\B")]
    [InlineData("A\nB")]
    public void Move_destination_that_is_no_AE_title_is_refused(string title) =>
        FluentActions.Invoking(() => new DicomCMoveRequest(title, "1.2.3")).Should().Throw<DicomNetworkException>().WithMessage("*Move Destination (0000,0600)*");

    [Fact]
    public void Retrieval_names_its_level_and_the_uids_down_to_it()
    {
        var study = new DicomCMoveRequest("DEST", "1.2");
        var series = new DicomCMoveRequest("DEST", "1.2", "1.2.3");
        var image = new DicomCGetRequest("1.2", "1.2.3", "1.2.3.4");

        (study.Level, series.Level, image.Level).Should().Be((DicomQueryRetrieveLevel.Study, DicomQueryRetrieveLevel.Series, DicomQueryRetrieveLevel.Image));
        study.DestinationAE.Should().Be("DEST");
        Texts(series.Dataset!).Should().Equal("(0008,0052)=SERIES", "(0020,000d)=1.2", "(0020,000e)=1.2.3");
        Texts(image.Dataset!).Should().Equal("(0008,0018)=1.2.3.4", "(0008,0052)=IMAGE", "(0020,000d)=1.2", "(0020,000e)=1.2.3");
    }

    [Fact]
    public void Study_query_has_its_keys_and_asks_for_the_rest()
    {
        var query = DicomCFindRequest.CreateStudyQuery(patientId: "P*", studyDateTime: new DicomDateRange(new DateTime(2024, 1, 2), new DateTime(2024, 1, 5, 6, 0, 0)), modalitiesInStudy: "CT");

        query.SOPClassUID.Should().Be(DicomUID.StudyRootQueryRetrieveInformationModelFind);
        query.Level.Should().Be(DicomQueryRetrieveLevel.Study);
        DicomDataset keys = query.Dataset!;
        keys.GetString(DicomTag.QueryRetrieveLevel).Should().Be("STUDY");
        keys.GetString(DicomTag.PatientID).Should().Be("P*");
        keys.GetString(DicomTag.StudyDate).Should().Be("20240102-20240105");
        keys.GetString(DicomTag.StudyTime).Should().BeEmpty("times are matched apart from dates (PS3.4 C.2.2.2.5), and would cut off the first day");
        keys.GetString(DicomTag.ModalitiesInStudy).Should().Be("CT");
        keys.GetString(DicomTag.StudyInstanceUID).Should().BeEmpty("what is empty is asked for");
        keys.Contains(DicomTag.SpecificCharacterSet).Should().BeFalse();
    }

    [Fact]
    public void Times_of_one_day_narrow_a_query_and_a_whole_day_does_not()
    {
        var hours = DicomCFindRequest.CreateStudyQuery(studyDateTime: new DicomDateRange(new DateTime(2024, 1, 2, 8, 0, 0), new DateTime(2024, 1, 2, 9, 30, 0)));
        hours.Dataset!.GetString(DicomTag.StudyDate).Should().Be("20240102");
        hours.Dataset!.GetString(DicomTag.StudyTime).Should().Be("080000-093000");

        var day = DicomCFindRequest.CreateStudyQuery(studyDateTime: new DicomDateRange(new DateTime(2024, 1, 2), new DateTime(2024, 1, 2)));
        day.Dataset!.GetString(DicomTag.StudyTime).Should().BeEmpty();
    }

    [Fact]
    public void Name_beyond_ASCII_is_asked_for_in_UTF_8()
    {
        DicomDataset keys = DicomCFindRequest.CreatePatientQuery(patientName: "Müller^*").Dataset!;

        keys.GetString(DicomTag.SpecificCharacterSet).Should().Be("ISO_IR 192");
        using var written = new MemoryStream();
        new DicomDatasetWriter(written, DicomTransferSyntax.ImplicitVRLittleEndian, new DicomWriteOptions()).Write(keys);
        written.ToArray().AsSpan().IndexOf("Müller^*"u8).Should().BePositive();
    }

    [Fact]
    public void Series_image_and_worklist_queries_name_their_level_and_model()
    {
        var series = DicomCFindRequest.CreateSeriesQuery("1.2", "MR");
        series.Level.Should().Be(DicomQueryRetrieveLevel.Series);
        series.Dataset!.GetString(DicomTag.Modality).Should().Be("MR");

        var image = DicomCFindRequest.CreateImageQuery("1.2", "1.2.3");
        image.Level.Should().Be(DicomQueryRetrieveLevel.Image);
        image.Dataset!.Contains(DicomTag.SOPInstanceUID).Should().BeTrue();

        var worklist = DicomCFindRequest.CreateWorklistQuery(stationAE: "CT1", scheduledDateTime: new DicomDateRange(new DateTime(2024, 1, 2), new DateTime(2024, 1, 2)));
        worklist.SOPClassUID.Should().Be(DicomUID.ModalityWorklistInformationModelFind);
        worklist.Level.Should().Be(DicomQueryRetrieveLevel.Worklist);
        worklist.Dataset!.Contains(DicomTag.QueryRetrieveLevel).Should().BeFalse("PS3.4 K has no levels");
        DicomDataset step = worklist.Dataset!.GetSequence(DicomTag.ScheduledProcedureStepSequence).Items.Single();
        step.GetString(DicomTag.ScheduledStationAETitle).Should().Be("CT1");
        step.GetString(DicomTag.ScheduledProcedureStepStartDate).Should().Be("20240102");
    }

    [Theory]
    [InlineData(null, "a", null, false)]
    [InlineData(DicomUserIdentityType.Username, "a", null, true)]
    [InlineData(DicomUserIdentityType.Username, "", null, false)]
    [InlineData(DicomUserIdentityType.Username, "a", "b", false)]
    [InlineData(DicomUserIdentityType.UsernameAndPasscode, "a", "b", true)]
    [InlineData(DicomUserIdentityType.UsernameAndPasscode, "a", "", false)]
    [InlineData(DicomUserIdentityType.Jwt, "a", null, true)]
    [InlineData((DicomUserIdentityType)9, "a", null, false)]
    public void User_identity_has_the_fields_of_its_type(DicomUserIdentityType? type, string primary, string? secondary, bool valid)
    {
        // PS3.7 D.3.3.7.1: the secondary field is there for type 2 only.
        var identity = new DicomUserIdentityNegotiation { UserIdentityType = type, PrimaryField = primary, SecondaryField = secondary };

        if (valid)
            identity.Invoking(it => it.Validate()).Should().NotThrow();
        else
            identity.Invoking(it => it.Validate()).Should().Throw<DicomNetworkException>();
    }

    [Fact]
    public void Extended_negotiation_is_gathered_of_requests_and_answered_no_further_than_asked()
    {
        var negotiations = new DicomExtendedNegotiationCollection();
        var info = new DicomServiceApplicationInfo();
        info.AddOrUpdate(2, 1);
        negotiations.AddFromRequest(new DicomCFindRequest(DicomQueryRetrieveLevel.Study) { ApplicationInfo = info });
        negotiations.AddFromRequest(new DicomCEchoRequest());

        DicomUID model = DicomUID.StudyRootQueryRetrieveInformationModelFind;
        negotiations.AcceptApplicationInfo(model, new DicomServiceApplicationInfo([1, 1, 1]));
        negotiations.AcceptApplicationInfo(DicomUID.Verification, new DicomServiceApplicationInfo([1]));

        negotiations.Should().ContainSingle();
        negotiations[model].RequestedApplicationInfo!.GetValues().Should().Equal(0, 1);
        negotiations[model].AcceptedApplicationInfo!.GetValues().Should().Equal(1, 1);
    }

    [Fact]
    public void Rejection_says_what_to_do_and_abort_who_did_it()
    {
        new DicomAssociationRejectedException(DicomRejectResult.Permanent, DicomRejectSource.ServiceUser, DicomRejectReason.CalledAENotRecognized).Message
            .Should().Contain("permanently").And.Contain("called AE title").And.Contain("result 1, source 1, reason 7");
        new DicomAssociationAbortedException(DicomAbortSource.ServiceProvider, DicomAbortReason.UnexpectedPDU).Message
            .Should().Contain("did not expect").And.Contain("source 2, reason 2");
        var request = new DicomCEchoRequest { MessageID = 3 };
        new DicomRequestTimedOutException(request, TimeSpan.FromSeconds(2)).Message.Should().Be("The peer did not answer C-ECHO request [3] within 2000 ms.");
    }

    private static IEnumerable<string> Texts(DicomDataset dataset) => dataset.Cast<DicomElement>().Select(element => $"{element.Tag}={dataset.GetString(element.Tag)}");
}
