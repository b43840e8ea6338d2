using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Query;

/// <summary>`contourflow find`: asks an archive what it has.</summary>
internal static class FindJob
{
    public static async Task<Answer> RunAsync(FindRequest request, TextWriter messages, CancellationToken cancellationToken)
    {
        if (request.Limit < 1)
            throw new PeerOptionsException("--limit is at least 1.");
        using ILoggerFactory loggers = MessageLog.To(messages, request.Verbose, LogLevel.Warning);
        using OpenArchive archive = request.Archive.Open(loggers);
        try
        {
            SearchResult result = await new ArchiveSearch(archive.Queried).FindAsync(request.Scope, request.Limit, cancellationToken);
            return FindAnswer.Of(archive.Queried.Name, result, request);
        }
        catch (DicomNetworkException fault)
        {
            throw new TransientException($"{archive.Queried.Name} cannot be asked. {fault.Message}", fault);
        }
    }
}
