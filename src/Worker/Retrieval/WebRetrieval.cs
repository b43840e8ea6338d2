using System.Collections.Immutable;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Retrieval;

/// <summary>Retrieval by WADO-RS (DICOM PS3.18 section 10.4).</summary>
internal sealed class WebRetrieval(DicomWebClient archive, IIntake intake) : IRetrievalWay
{
    /// <inheritdoc/>
    public string Name => "web";

    /// <inheritdoc/>
    public async Task RetrieveAsync(ImmutableArray<RetrievalPart> parts, ImmutableArray<ListedObject> objects, Action<SubOperations> counted, CancellationToken cancellationToken)
    {
        // Lists of objects are not part of the service.
        DicomWebException? first = null;
        bool came = false;
        foreach ((RetrievalPart part, string? instance) in parts.SelectMany(part => part.Instances.IsEmpty ? [(part, null)] : part.Instances.Select(uid => (part, (string?)uid))))
        {
            try
            {
                await foreach (RetrievedObject item in archive.RetrieveAsync(intake, part.Study, part.Series, instance, cancellationToken))
                {
                    came = true;
                    counted(item.Refusal is null ? SubOperations.None with { Completed = 1 } : SubOperations.None with { Failed = 1 });
                }
            }
            catch (DicomWebException fault)
            {
                // One that it cannot give does not keep the others away.
                first ??= fault;
                counted(SubOperations.None with { Failed = 1 });
            }
        }

        if (first is not null && !came)
            throw first;
    }
}
