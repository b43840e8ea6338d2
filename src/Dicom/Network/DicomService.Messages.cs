using System.Buffers;
using System.Globalization;
using ContourFlow.Dicom.IO;
using ContourFlow.Dicom.IO.Reader;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    // A command set is some hundred bytes; the longest have a list of attributes or an error comment.
    private const int MaximumCommand = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _command = new(512);
    private DicomMessage? _incoming;
    private byte _incomingContext;
    private Exception? _incomingFault;

    /// <summary>
    /// Called when an object begins to come, with its file meta information and no data set yet: sets <see cref="_dimseStream"/>,
    /// to which the data set is written as it comes, byte for byte. As it stands: to a temporary file that goes with the request.
    /// </summary>
    /// <param name="file">The object's file meta information.</param>
    protected virtual void CreateCStoreReceiveStream(DicomFile file)
    {
        var received = ReceivedFile.Create(file);
        _dimseStream = received;
        _dimseStreamFile = received;
    }

    /// <summary>Called when the object is here whole: closes the stream and gives the object as a file.</summary>
    protected virtual DicomFile? GetCStoreDicomFile() => (_dimseStream as ReceivedFile)?.Open(FallbackEncoding);

    private async Task OnFragmentAsync(PduFinding fragment)
    {
        if (_state == AssociationState.AwaitingClose)
            return;
        if (_state is not (AssociationState.Established or AssociationState.Releasing))
            throw new PduException(DicomAbortReason.UnexpectedPDU, $"Data came in the state {_state} (PS3.8 table 9-10).");
        ProlongPending();
        if (fragment.IsCommand)
        {
            if (_incoming is not null)
                throw new PduException(DicomAbortReason.UnexpectedPDU, "A command came before the end of the data set of the one before (PS3.8 annex E).");
            if (_command.WrittenCount + fragment.Bytes.Length > MaximumCommand)
                throw new PduException(DicomAbortReason.InvalidPDUParameter, $"A command set is longer than {MaximumCommand} bytes.");
            if (_command.WrittenCount > 0 && _incomingContext != fragment.ContextId)
                throw new PduException(DicomAbortReason.InvalidPDUParameter, "A command set changes its presentation context (PS3.8 annex E).");
            _incomingContext = fragment.ContextId;
            foreach (var segment in fragment.Bytes)
                _command.Write(segment.Span);
            if (fragment.EndsMessage)
                await OnCommandAsync();
            return;
        }

        if (_incoming is null || fragment.ContextId != _incomingContext)
            throw new PduException(DicomAbortReason.UnexpectedPDU, "A data set came without a command (PS3.8 annex E).");
        WriteData(fragment.Bytes);
        if (_incoming is DicomCStoreRequest)
            OnSuboperation();
        if (fragment.EndsMessage)
            await OnMessageAsync();
    }

    private async Task OnCommandAsync()
    {
        var context = Association.PresentationContexts.FirstOrDefault(other => other.ID == _incomingContext);
        if (context?.Result != DicomPresentationContextResult.Accept)
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"A command came in presentation context {_incomingContext}, which was not accepted.");
        DicomMessage message = ReadCommand();
        message.PresentationContext = context;
        Logger.MessageReceived(message.Type, (message as DicomRequest)?.MessageID ?? (message as DicomResponse)?.RequestMessageID ?? 0, message.SOPClassUID?.UID ?? "", (message as DicomCStoreRequest)?.SOPInstanceUID.UID ?? "");
        _incoming = message;
        _incomingFault = null;
        if (!message.HasDataset)
        {
            await OnMessageAsync();
            return;
        }

        if (message is DicomCStoreRequest store)
            BeginObject(store, context);
        else
            (_dimseStream, _dimseStreamFile) = (new IdentifierStream(Options.Identifiers), null);
    }

    private DicomMessage ReadCommand()
    {
        try
        {
            byte[] bytes = _command.WrittenSpan.ToArray();
            _command.ResetWrittenCount();
            return CommandReader.MessageOf(CommandCoding.Read(bytes));
        }
        catch (DicomException fault) when (fault is not PduException)
        {
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"A command set cannot be read: {fault.Message}");
        }
    }

    // A fault of the receiver's own is answered when the object has passed: the association, and what follows on it, live on.
    private void BeginObject(DicomCStoreRequest store, DicomPresentationContext context)
    {
        try
        {
            var meta = new DicomFileMetaInformation { AutoValidate = false };
            meta.MediaStorageSOPClassUID = store.SOPClassUID!;
            meta.MediaStorageSOPInstanceUID = store.SOPInstanceUID;
            meta.TransferSyntax = context.AcceptedTransferSyntax!;
            meta.SendingApplicationEntityTitle = Association.CallingAE;
            meta.ReceivingApplicationEntityTitle = Association.CalledAE;
            CreateCStoreReceiveStream(new DicomFile(meta, new DicomDataset(context.AcceptedTransferSyntax!), DicomFileFormat.DICOM3, null));
        }
        catch (Exception fault) when (fault is not PduException)
        {
            _incomingFault = fault;
        }
    }

    private void WriteData(in ReadOnlySequence<byte> bytes)
    {
        if (_incomingFault is not null || _dimseStream is not { } stream)
            return;
        (stream as IdentifierStream)?.MakeRoom(bytes.Length);
        try
        {
            foreach (var segment in bytes)
                stream.Write(segment.Span);
        }
        catch (Exception fault) when (_incoming is DicomCStoreRequest)
        {
            _incomingFault = fault;
        }
    }

    private async Task OnMessageAsync()
    {
        DicomMessage message = _incoming!;
        try
        {
            if (message is DicomCStoreRequest store)
            {
                await AnswerAsync(store, () => StoreAsync(store));
                return;
            }

            if (_dimseStream is MemoryStream identifier)
                message.Dataset = ReadIdentifier(identifier, message.PresentationContext!.AcceptedTransferSyntax!);
            if (message is DicomResponse response)
                OnResponse(response);
            else if (message is DicomRequest request)
                await OnRequestAsync(request);

            // Else it is C-CANCEL: requests are answered one after the other, so nothing that can be cancelled is under way.
        }
        finally
        {
            DropIncoming();
        }
    }

    private DicomDataset ReadIdentifier(MemoryStream bytes, DicomTransferSyntax syntax)
    {
        try
        {
            var dataset = new DicomDataset(syntax) { AutoValidate = false };
            new DicomDatasetReader(new MemoryReadSource(bytes.GetBuffer().AsMemory(0, (int)bytes.Length)), 0, null)
                .ReadToEnd(dataset, syntax.IsExplicitVR, syntax.Endian == Endian.Big, CharacterSets.Of([FallbackEncoding]));
            return dataset;
        }
        catch (DicomException fault)
        {
            throw new PduException(DicomAbortReason.NotSpecified, $"The data set of a message cannot be read: {fault.Message}");
        }
    }

    private async Task<DicomResponse> StoreAsync(DicomCStoreRequest store)
    {
        if (this is not IDicomCStoreProvider provider)
            return new DicomCStoreResponse(store, DicomStatus.SOPClassNotSupported);
        try
        {
            if (_incomingFault is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_incomingFault);
            if (store.SOPClassUID != store.PresentationContext!.AbstractSyntax)
                return new DicomCStoreResponse(store, new DicomStatus(DicomStatus.SOPClassNotSupported, "Not the SOP class of its presentation context"));
            if (GetCStoreDicomFile() is { } file)
                store.Receive(file);
            return await provider.OnCStoreRequestAsync(store);
        }
        catch (Exception fault) when (fault is not PduException)
        {
            await provider.OnCStoreRequestExceptionAsync(_dimseStreamFile?.Name, fault);
            throw;
        }
    }

    private Task OnRequestAsync(DicomRequest request) => (request, this) switch
    {
        (DicomCEchoRequest echo, IDicomCEchoProvider provider) => AnswerAsync(echo, async () => await provider.OnCEchoRequestAsync(echo)),
        (DicomNActionRequest action, IDicomNServiceProvider provider) => ActAsync(action, provider),
        (DicomNEventReportRequest report, IDicomNServiceProvider provider) => AnswerAsync(report, async () => await provider.OnNEventReportRequestAsync(report)),
        (DicomNCreateRequest create, IDicomNServiceProvider provider) => AnswerAsync(create, async () => await provider.OnNCreateRequestAsync(create)),
        (DicomNDeleteRequest delete, IDicomNServiceProvider provider) => AnswerAsync(delete, async () => await provider.OnNDeleteRequestAsync(delete)),
        (DicomNGetRequest get, IDicomNServiceProvider provider) => AnswerAsync(get, async () => await provider.OnNGetRequestAsync(get)),
        (DicomNSetRequest set, IDicomNServiceProvider provider) => AnswerAsync(set, async () => await provider.OnNSetRequestAsync(set)),
        _ => AnswerAsync(request, () => Task.FromResult(Refusal.Of(request, DicomStatus.UnrecognizedOperation))),
    };

    private async Task ActAsync(DicomNActionRequest action, IDicomNServiceProvider provider)
    {
        await AnswerAsync(action, async () => await provider.OnNActionRequestAsync(action));
        if (this is IDicomNEventReportRequestProvider reporter)
            _ = Task.Run(() => ReportAsync(action, reporter));
    }

    // On its own, so that the response to the report can be received meanwhile.
    private async Task ReportAsync(DicomNActionRequest action, IDicomNEventReportRequestProvider reporter)
    {
        try
        {
            await reporter.OnSendNEventReportRequestAsync(action);
        }
#pragma warning disable CA1031 // The border of the service: whatever it is is told, and the association lives on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Logger.HandlerFailed(DicomCommandField.NEventReportRequest, LoggedFault.Of(fault));
        }
    }

    // A request is always answered, whatever becomes of its handler.
    private async Task AnswerAsync(DicomRequest request, Func<Task<DicomResponse>> handle)
    {
        DicomResponse response;
        try
        {
            response = await handle();
        }
#pragma warning disable CA1031
        catch (Exception fault) when (fault is not PduException)
#pragma warning restore CA1031
        {
            Logger.HandlerFailed(request.Type, LoggedFault.Of(fault));
            response = Refusal.Of(request, DicomStatus.ProcessingFailure);
        }

        if (_state is AssociationState.Releasing or AssociationState.ReleaseCollision)
        {
            // The peer may send until it has the wish for release; it may not be sent to after that (PS3.8 table 9-10, Sta7).
            Logger.ResponseTooLate(request.Type, request.MessageID);
            return;
        }

        await SendResponseAsync(response);
        Logger.ResponseSent(response.Type, response.RequestMessageID, response.Status.Code.ToString("x4", CultureInfo.InvariantCulture));
    }

    private void DropIncoming()
    {
        _incoming = null;
        _incomingFault = null;
        var stream = _dimseStream;
        (_dimseStream, _dimseStreamFile) = (null, null);
        stream?.Dispose();
    }
}
