using ContourFlow.Worker.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>One Store transaction: takes the parts of a body in, each for itself, and reports on them.</summary>
/// <param name="intake">Where objects go.</param>
/// <param name="options">What is taken.</param>
/// <param name="studyInstanceUid">The study that all must belong to; null for any.</param>
/// <param name="log">Where refusals are told.</param>
internal sealed class StowTransaction(IIntake intake, StowEndpointOptions options, string? studyInstanceUid, ILogger log)
{
    private readonly ObjectReception reception = new(intake, options.MaximumObjectBytes);

    /// <summary>What has become of the parts so far, also when the reading ended in an exception.</summary>
    public StowReport Report { get; } = new();

    /// <summary>Reads the body to its end.</summary>
    /// <returns>The status to answer with.</returns>
    /// <exception cref="BrokenBodyException">The body ends early or is malformed; what was reported before is durable.</exception>
    public async Task<int> RunAsync(RelatedParts parts, CancellationToken cancellationToken)
    {
        for (int count = 0; await parts.NextAsync(cancellationToken) is { } part; count++)
        {
            if (count == options.MaximumParts)
                return StatusCodes.Status413PayloadTooLarge;
            await TakeAsync(part, cancellationToken);
        }

        return Report.Status;
    }

    private async Task TakeAsync(RelatedPart part, CancellationToken cancellationToken)
    {
        FileHeader? header = null;
        try
        {
            if (!part.IsDicom)
                throw new IntakeRefusedException(IntakeRefusal.CannotUnderstand, "The part is not of the type application/dicom.");
            header = await FileHeader.ReadAsync(part.Body, cancellationToken);
            if (!options.SopClasses.Contains(header.SopClassUid))
                Refuse(header, StowReason.SopClassNotSupported);
            else if (!options.TransferSyntaxes.Contains(header.TransferSyntaxUid))
                Refuse(header, StowReason.TransferSyntaxNotSupported);
            else
                await StoreAsync(header, part.Body, cancellationToken);
        }
        catch (IntakeRefusedException fault)
        {
            log.ObjectRefused(header?.SopInstanceUid ?? "(unknown)", StowReason.Of(fault.Refusal), fault.Message);
            Report.AddRefused(header, fault.Refusal);
        }
    }

    private async Task StoreAsync(FileHeader header, Stream dataSet, CancellationToken cancellationToken)
    {
        Reception what = await reception.TakeAsync(header, dataSet, studyInstanceUid, seriesInstanceUid: null, cancellationToken);
        log.ObjectTaken(header.SopInstanceUid, what);
        Report.AddStored(header);
    }

    private void Refuse(FileHeader header, ushort reason)
    {
        log.ObjectRefused(header.SopInstanceUid, reason, StowReason.Meaning(reason));
        Report.AddFailed(header, reason);
    }
}
