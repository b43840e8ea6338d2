using System.Threading.Channels;
using ContourFlow.Review.Images;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Reviewing;
using Microsoft.Extensions.Hosting;

namespace ContourFlow.Review.Live;

/// <summary>Has the images of a case prepared once it waits for a person, so that they are there when somebody opens it.</summary>
internal sealed class PreparingAhead(CaseChanges changes, CaseImages images) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Who is let go, because very much changed at once, listens again.
            ChannelReader<ChangedCase> reader = changes.Listen(stoppingToken);
            await foreach (ChangedCase changed in reader.ReadAllAsync(stoppingToken))
            {
                if (changed.State is CaseState.AwaitingReview or CaseState.Held)
                    images.PrepareAhead(changed.CaseId, changed.Revision);
            }
        }
    }
}
