using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Worker.Tests.Service;
using Microsoft.Extensions.Hosting;

namespace ContourFlow.Worker.Tests.Processing;

/// <summary>A process that is asked to stop while it is at a case.</summary>
public sealed class ShutdownTests(SmallPatient patient) : IAsyncDisposable
{
    private readonly ServicePlace place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Case_that_ends_within_the_time_is_finished()
    {
        var slow = new AwayStore { Takes = TimeSpan.FromMilliseconds(10) };
        using IHost host = await place.StartAsync(Cancel, services => AwayStore.Before(services, slow));
        CaseId caseId = await ServicePlace.OpenAsync(host.Services, patient.Files, Cancel);
        await slow.Asked.Task.WaitAsync(TimeSpan.FromSeconds(120), Cancel);

        await host.StopAsync(Cancel);

        IServiceProvider after = await place.ProcessAsync(Cancel, "after");
        (await ServicePlace.DetailsAsync(after, caseId, Cancel)).Summary.State.Should().Be(CaseState.Finished);
    }

    [Fact]
    public async Task Case_that_does_not_is_handed_back_before_the_process_ends_and_done_by_the_next()
    {
        place.Options = place.Options with { Operations = place.Options.Operations with { ShutdownTimeout = TimeSpan.FromSeconds(10) } };
        var slow = new AwayStore { Takes = TimeSpan.FromMinutes(5) };
        CaseId caseId;
        using (IHost host = await place.StartAsync(Cancel, services => AwayStore.Before(services, slow)))
        {
            caseId = await ServicePlace.OpenAsync(host.Services, patient.Files, Cancel);
            await slow.Asked.Task.WaitAsync(TimeSpan.FromSeconds(120), Cancel);
            long began = TimeProvider.System.GetTimestamp();
            await host.StopAsync(Cancel);
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(slow.Takes, "the work was cut and not waited for");
        }

        IServiceProvider after = await place.ProcessAsync(Cancel, "after");
        CaseDetails handedBack = await ServicePlace.DetailsAsync(after, caseId, Cancel);
        (handedBack.Summary.State, handedBack.Revisions[0].Attempts).Should().Be((CaseState.Queued, 0));
        place.Options = place.Options with { Process = "next" };
        using IHost next = await place.StartAsync(Cancel);
        (await ServicePlace.UntilAsync(next.Services, caseId, details => details.Summary.State == CaseState.Finished, Cancel)).Revisions[0].Attempts.Should().Be(1);
        await next.StopAsync(Cancel);
    }
}
