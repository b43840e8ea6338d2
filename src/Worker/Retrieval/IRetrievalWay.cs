using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Retrieval;

/// <summary>A way by which an archive hands over objects.</summary>
internal interface IRetrievalWay
{
    /// <summary>What it is called: get, move, web.</summary>
    string Name { get; }

    /// <summary>Asks for the parts, one after the other. Objects that came before an exception are in the folder.</summary>
    /// <param name="parts">What is asked for.</param>
    /// <param name="objects">The objects in it.</param>
    /// <param name="counted">Called with what the archive counts at the end of each request.</param>
    /// <param name="cancellationToken">Ends it; an object that is on its way leaves nothing.</param>
    /// <exception cref="DicomNetworkException">The archive cannot be reached by DIMSE, or was lost.</exception>
    /// <exception cref="TransientException">The archive cannot be reached by DICOMweb, or may come back.</exception>
    /// <exception cref="QueryRefusedException">The archive does not offer this way at all.</exception>
    /// <exception cref="DicomWebException">It answers with a fault (DICOMweb).</exception>
    /// <exception cref="IntakeRefusedException">There is no room in the folder, or it cannot be written to.</exception>
    Task RetrieveAsync(ImmutableArray<RetrievalPart> parts, ImmutableArray<ListedObject> objects, Action<SubOperations> counted, CancellationToken cancellationToken);
}
