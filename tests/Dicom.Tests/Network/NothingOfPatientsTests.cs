using System.Globalization;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Whatever happens to data sets on their way, no value of theirs comes into a log or an exception, at any level.</summary>
[Collection(AloneCollection.Name)]
public sealed class NothingOfPatientsTests
{
    private const string Mark = "MARKED7781";
    private const string Date = "19471123";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stored", 0)]
    [InlineData("handler quotes a value", 0x0110)]
    [InlineData("handler parses a value", 0x0110)]
    [InlineData("value that breaks its rules", 0)]
    public async Task Object_that_is_sent(string what, ushort status)
    {
        await using var serving = new Serving();
        serving.Archive.OnStore = what switch
        {
            "handler quotes a value" => request => throw new InvalidOperationException(request.Dataset!.GetString(DicomTag.PatientName), new FormatException(Mark)),
            "handler parses a value" => request => Task.FromResult(int.Parse(request.Dataset!.GetString(DicomTag.PatientID), CultureInfo.InvariantCulture)),
            _ => _ => Task.CompletedTask,
        };
        var log = new CapturingLogger();
        var client = serving.Client();
        client.Logger = log;
        var file = Marked();
        if (what == "value that breaks its rules")
        {
            file.Dataset.AutoValidate = false;
            file.Dataset.AddOrUpdate(DicomTag.PatientAge, Mark + Date);
        }

        ushort? answered = null;
        var request = new DicomCStoreRequest(file) { OnResponseReceived = (_, response) => answered = response.Status.Code };
        await client.AddRequestAsync(request);
        await client.SendAsync(Cancel);

        answered.Should().Be(status);
        serving.Log.Has(5008).Should().BeTrue("or nothing is looked at");
        Clean(serving.Log, log);
        request.ToString().Should().NotContain(Mark);
        await serving.StillServesAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Object_that_is_cut_off_or_rubbish(bool isRubbish)
    {
        await using var serving = new Serving();
        using (var peer = await RawPeer.AssociatedAsync(serving.Port))
        {
            using var bytes = new MemoryStream();
            new DatasetContent(Marked().Dataset, DicomTransferSyntax.ImplicitVRLittleEndian).WriteTo(bytes);
            await peer.SendAsync(Pdus.Data(Pdus.Value(3, true, true, Pdus.StoreCommand()), Pdus.Value(3, false, isRubbish, bytes.ToArray().AsSpan(..^31))));
            if (isRubbish)
                (await peer.ResponseAsync()).Status.Code.Should().Be(0x0110);
        }

        await serving.EndedAsync();
        Clean(serving.Log);
        serving.Archive.Ends.Single()?.ToString().Should().NotContain(Mark);
        await serving.StillServesAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Query_and_what_is_found(bool isRubbish)
    {
        using var server = new RawServer();
        var log = new CapturingLogger();
        var client = DicomClientFactory.Create("127.0.0.1", server.Port, false, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        client.Logger = log;
        int found = 0;
        var find = DicomCFindRequest.CreateStudyQuery(Mark, Mark);
        find.OnResponseReceived = (_, response) => found += response.HasDataset ? 1 : throw new FormatException(Mark);
        await client.AddRequestAsync(find);

        var sending = client.SendAsync(Cancel);
        using var peer = await server.AssociateAsync();
        RawPdu? pdu = await peer.ReadAsync();
        if ((pdu!.Bytes[5] & 1) == 1)
            pdu = await peer.ReadAsync();
        using var bytes = new MemoryStream();
        new DatasetContent(Marked().Dataset, DicomTransferSyntax.ExplicitVRLittleEndian).WriteTo(bytes);
        var asked = new DicomCFindRequest(DicomQueryRetrieveLevel.Study) { MessageID = 1 };
        byte[] pending = CommandCoding.Write(new DicomCFindResponse(asked, DicomStatus.Pending) { Dataset = [] }.Command);
        byte[] last = CommandCoding.Write(new DicomCFindResponse(asked, DicomStatus.Success).Command);
        byte[] match = isRubbish ? bytes.ToArray()[..^31] : bytes.ToArray();
        byte context = pdu!.Bytes[4];
        await peer.SendAsync(Pdus.Data(Pdus.Value(context, true, true, pending), Pdus.Value(context, false, true, match), Pdus.Value(context, true, true, last)));

        var thrown = await sending.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().ThrowAsync<Exception>("the handler, or the reading, fails");

        if (isRubbish)
            thrown.Which.ToString().Should().NotContain(Mark).And.NotContain(Date);
        found.Should().Be(isRubbish ? 0 : 1);
        Clean(log);
    }

    [Fact]
    public async Task Query_that_is_refused_and_rubbish_for_a_query()
    {
        await using var serving = new Serving();
        var client = serving.Client();
        var log = new CapturingLogger();
        client.Logger = log;
        DicomStatus? status = null;
        var find = DicomCFindRequest.CreatePatientQuery(Mark, Mark);
        find.OnResponseReceived = (_, response) => status = response.Status;
        await client.AddRequestAsync(find);
        await client.SendAsync(Cancel);
        status!.Code.Should().Be(0x0211, "this server has no queries (PS3.7 annex C)");

        using (var peer = await RawPeer.AssociatedAsync(serving.Port))
        {
            byte[] command = CommandCoding.Write(new DicomCFindRequest(DicomQueryRetrieveLevel.Study) { MessageID = 1 }.Command);
            await peer.SendAsync(Pdus.Data(Pdus.Value(1, true, true, command), Pdus.Value(1, false, true, Pdus.Text(Mark + Date + "^"))));
            (await peer.ReadAsync())!.IsAbort(DicomAbortReason.NotSpecified).Should().BeTrue();
        }

        await serving.EndedAsync(2);
        serving.Archive.Ends.Last()!.ToString().Should().NotContain(Mark);
        Clean(serving.Log, log);
    }

    private static DicomFile Marked()
    {
        var file = NetworkObjects.Slice(1);
        file.Dataset.AddOrUpdate(DicomTag.PatientName, Mark + "^GIVEN").AddOrUpdate(DicomTag.PatientID, Mark).AddOrUpdate(DicomTag.PatientBirthDate, Date)
            .AddOrUpdate(DicomTag.AccessionNumber, Mark).AddOrUpdate(DicomTag.InstitutionName, Mark).AddOrUpdate(DicomTag.StudyDescription, Mark)
            .AddOrUpdate(DicomTag.OtherPatientIDsRETIRED, Mark);
        file.Dataset.Add(DicomVR.LO, new DicomTag(0x0009, 0x1001, "MAKER"), Mark);
        return file;
    }

    private static void Clean(params CapturingLogger[] logs)
    {
        foreach (string entry in logs.SelectMany(log => log.Entries))
            entry.Should().NotContain(Mark).And.NotContain(Date);
    }
}
