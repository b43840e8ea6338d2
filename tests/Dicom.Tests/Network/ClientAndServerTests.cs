namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Our client and our server with each other; the tools of others are in the end-to-end tests.</summary>
public sealed class ClientAndServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IDicomClient Client(IDicomServer server)
    {
        var client = DicomClientFactory.Create("127.0.0.1", server.Port, false, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        return client;
    }

    [Fact]
    public async Task Echo_is_answered()
    {
        var archive = new MemoryArchive();
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        DicomStatus? status = null;
        await client.AddRequestAsync(new DicomCEchoRequest { OnResponseReceived = (_, response) => status = response.Status });

        await client.SendAsync(Cancel);

        status!.Code.Should().Be(0);
        var association = archive.Associations.Should().ContainSingle().Subject;
        association.CallingAE.Should().Be("SENDER");
        association.CalledAE.Should().Be("RECEIVER");
        association.RemoteImplementationVersion.Should().Be(DicomFile.ImplementationVersion);
        association.MaximumPDULength.Should().Be(client.ServiceOptions.MaxPDULength);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public async Task Objects_arrive_as_they_were_sent(int side)
    {
        var archive = new MemoryArchive();
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        var statuses = new List<ushort>();
        for (int i = 1; i <= 5; i++)
            await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(i, side)) { OnResponseReceived = (_, response) => statuses.Add(response.Status.Code) });

        await client.SendAsync(Cancel);

        statuses.Should().Equal(0, 0, 0, 0, 0);
        archive.Objects.Select(file => file.Dataset).Should().BeEquivalentTo(Enumerable.Range(1, 5).Select(i => NetworkObjects.Slice(i, side).Dataset), options => options.WithStrictOrdering().Using<DicomDataset>(pair => pair.Subject.Equals(pair.Expectation).Should().BeTrue()).WhenTypeIs<DicomDataset>());
        archive.Associations.Should().ContainSingle();
    }

    [Theory]
    [InlineData(8U)]
    [InlineData(100U)]
    [InlineData(16384U)]
    public async Task Object_passes_through_pdus_of_any_size(uint maximum)
    {
        // 8 is the least that is of use: a header of a presentation data value and two bytes.
        var archive = new MemoryArchive();
        using var server = MemoryService.Serve(archive);
        server.Options.MaxPDULength = maximum;
        var client = Client(server);
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(3, 40)));

        await client.SendAsync(Cancel);

        archive.Objects.Single().Dataset.Equals(NetworkObjects.Slice(3, 40).Dataset).Should().BeTrue();
    }

    [Fact]
    public async Task Peer_that_takes_implicit_only_gets_the_object_converted()
    {
        var archive = new MemoryArchive { Accepts = [DicomTransferSyntax.ImplicitVRLittleEndian] };
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1)));

        await client.SendAsync(Cancel);

        var received = archive.Objects.Single();
        received.FileMetaInfo.TransferSyntax.Should().Be(DicomTransferSyntax.ImplicitVRLittleEndian);
        received.Dataset.GetValues<ushort>(DicomTag.PixelData).Should().Equal(NetworkObjects.Slice(1).Dataset.GetValues<ushort>(DicomTag.PixelData));
    }

    [Fact]
    public async Task Object_named_by_its_file_is_sent_byte_for_byte()
    {
        // Sequences and items of undefined length, which our writer alone would not have to choose.
        var file = NetworkObjects.Slice(1);
        file.Dataset.Add(new DicomSequence(DicomTag.ReferencedStudySequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "2.25.3" } }));
        string path = Path.GetTempFileName();
        try
        {
            file.Save(path, new ContourFlow.Dicom.IO.Writer.DicomWriteOptions { ExplicitLengthSequences = true, ExplicitLengthSequenceItems = true });
            byte[]? received = null;
            var archive = new MemoryArchive { OnStore = async request => received = await File.ReadAllBytesAsync(request.File!.File!.Name) };
            using var server = MemoryService.Serve(archive);
            var client = Client(server);
            await client.AddRequestAsync(new DicomCStoreRequest(path));
            await client.SendAsync(Cancel);

            int length = (int)(new FileInfo(path).Length - DicomFile.Open(path).DatasetPosition);
            byte[] sent = await File.ReadAllBytesAsync(path, Cancel);
            received![^length..].Should().Equal(sent[^length..]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Object_that_the_peer_has_no_context_for_is_answered_without_being_sent()
    {
        var archive = new MemoryArchive { Accepts = [DicomTransferSyntax.JPEG2000Lossless] };
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        DicomStatus? status = null;
        await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(1)) { OnResponseReceived = (_, response) => status = response.Status });

        await client.SendAsync(Cancel);

        // PS3.7 annex C.5.6: SOP class not supported.
        status!.Code.Should().Be(0x0122);
        archive.Objects.Should().BeEmpty();
    }

    [Fact]
    public async Task Fault_of_the_receiver_is_answered_and_the_association_lives_on()
    {
        int calls = 0;
        var archive = new MemoryArchive { OnStore = _ => ++calls == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask };
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        var statuses = new List<ushort>();
        for (int i = 1; i <= 2; i++)
            await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice(i)) { OnResponseReceived = (_, response) => statuses.Add(response.Status.Code) });

        await client.SendAsync(Cancel);

        // PS3.7 annex C.5.? processing failure.
        statuses.Should().Equal(0x0110, 0);
        archive.Associations.Should().ContainSingle();
    }

    [Fact]
    public async Task Rejection_says_who_and_why()
    {
        using var server = MemoryService.Serve(new MemoryArchive { Rejects = true });
        var client = Client(server);
        await client.AddRequestAsync(new DicomCEchoRequest());

        var act = () => client.SendAsync(Cancel);

        var rejected = (await act.Should().ThrowAsync<DicomAssociationRejectedException>()).Which;
        (rejected.RejectResult, rejected.RejectSource, rejected.RejectReason).Should().Be((DicomRejectResult.Transient, DicomRejectSource.ServiceProviderPresentation, DicomRejectReason.LocalLimitExceeded));
        client.IsSendRequired.Should().BeTrue("what was not sent stays");
    }

    [Fact]
    public async Task More_sop_classes_than_an_association_has_contexts_for_are_sent_on_several()
    {
        var archive = new MemoryArchive();
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        int answered = 0;
        for (int i = 0; i < 100; i++)
        {
            var file = NetworkObjects.Slice(i, 2);
            file.Dataset.AddOrUpdate(DicomTag.SOPClassUID, $"1.2.840.99999.{i + 1}");
            await client.AddRequestAsync(new DicomCStoreRequest(new DicomFile(file.Dataset)) { OnResponseReceived = (_, response) => answered += response.Status == DicomStatus.Success ? 1 : 0 });
        }

        await client.SendAsync(Cancel);

        answered.Should().Be(100);
        archive.Objects.Should().HaveCount(100);
        archive.Associations.Should().HaveCount(2);
    }

    [Fact]
    public async Task Report_of_an_action_comes_on_the_same_association()
    {
        // Storage Commitment Push Model (PS3.4 annex J): action type 1, event type 1.
        var archive = new MemoryArchive
        {
            Report = action => new DicomNEventReportRequest(DicomUID.StorageCommitmentPushModel, action.SOPInstanceUID, 1)
            {
                Dataset = new DicomDataset { { DicomTag.TransactionUID, action.Dataset!.GetSingleValue<string>(DicomTag.TransactionUID) } },
            },
        };
        using var server = MemoryService.Serve(archive);
        var client = Client(server);
        client.ClientOptions.AssociationLingerTimeoutInMs = 120_000;
        var reported = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        client.OnNEventReportRequest = request =>
        {
            reported.SetResult(request.Dataset!.GetSingleValue<string>(DicomTag.TransactionUID));
            return Task.FromResult(new DicomNEventReportResponse(request, DicomStatus.Success));
        };
        await client.AddRequestAsync(new DicomNActionRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, 1)
        {
            Dataset = new DicomDataset { { DicomTag.TransactionUID, "2.25.77" } },
        });

        var sending = client.SendAsync(ended.Token);
        (await reported.Task.WaitAsync(TimeSpan.FromSeconds(120), Cancel)).Should().Be("2.25.77");
        await ended.CancelAsync();
        await sending.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        archive.Actions.Should().ContainSingle();
    }

    [Fact]
    public async Task Four_associations_at_once_bring_everything()
    {
        var archive = new MemoryArchive();
        using var server = MemoryService.Serve(archive);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            var client = Client(server);
            for (int i = 0; i < 25; i++)
                await client.AddRequestAsync(new DicomCStoreRequest(NetworkObjects.Slice((lane * 100) + i)));
            await client.SendAsync(Cancel);
        }));

        archive.Objects.Select(file => file.Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID)).Distinct(StringComparer.Ordinal).Should().HaveCount(100);
    }
}
