using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Servers;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Deploy.Tests.Running;

/// <summary>
/// The containers of the overlays, with their own command lines, variables, configuration and probes, as processes of this machine: a wrong flag, variable, port, path or
/// Secret fails here and not on a cluster.
/// </summary>
public sealed class RunningTests(RabbitMqServer broker, PostgreSqlServer database) : IClassFixture<PostgreSqlServer>
{
    private static readonly string[] s_roles = ["gateway", "worker", "publisher", "review"];

    // What is asked of it here; the manifest gives it longer.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(20);

    public static TheoryData<string> Overlays => ["hospital", "single-node"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_case_goes_through_the_containers_of_an_overlay_and_a_worker_that_is_stopped_meanwhile_loses_nothing(string name)
    {
        RenderedOverlay overlay = RenderedOverlay.OfOverlay(name);
        await using RunningOverlay run = await RunningOverlay.SurroundedAsync(overlay, broker, database, Cancel);

        // All at once, as kubectl apply does it: the processes wait for the Job.
        foreach (string role in s_roles)
            run.Start(role);
        run.Processes.Should().OnlyContain(process => !process.Options.Registry.Migrate, "the Job migrates");
        ContainerProcess job = run.Start("migration");
        (await job.EndedAsync(TimeSpan.FromSeconds(120), Cancel)).Should().Be(0, job.Said);
        job.Said.Should().Contain("from 0 to");
        await Task.WhenAll(run.Processes.Where(process => process != job).Select(process => Kubelet.ReadyAsync(process, Cancel)));

        IReadOnlyList<SmallCase> cases = run.Cases(name == "hospital" ? 700 : 720, 5);
        await run.SendAsync(cases[0], Cancel);
        await run.AcceptedAndRightAsync(cases[0], Cancel);

        await StoppedAmongAsync(run, [.. cases.Skip(1)]);
        foreach (SmallCase small in cases.Skip(1))
            await run.AcceptedAndRightAsync(small, Cancel);

        foreach (ContainerProcess process in run.Processes.Where(process => !process.HasExited))
        {
            // It lives on after all of this.
            await Kubelet.AliveAsync(process, Cancel);
            await StoppedAsync(process);
        }
    }

    // The worker is stopped while it has a case, and another takes its place.
    private static async Task StoppedAmongAsync(RunningOverlay run, IReadOnlyList<SmallCase> cases)
    {
        ContainerProcess worker = run.Processes.Single(process => process.Workload.Component == "worker");
        // A small case is done in a moment: the worker is held while all of them are sent, and let on in steps until one is seen in its hands.
        worker.Hold();
        foreach (SmallCase small in cases)
            await run.SendAsync(small, Cancel);
        await Eventually.SoAsync(async () => await run.CountAsync(CaseState.Queued, Cancel) == cases.Count, () => run.Said, Cancel);
        await Eventually.SoAsync(
            async () =>
            {
                worker.GoOn();
                await Task.Delay(s_step, Cancel);
                worker.Hold();
                return await run.CountAsync(CaseState.Processing, Cancel) > 0;
            },
            () => run.Said,
            Cancel);
        (await run.CountAsync(CaseState.AwaitingReview, Cancel)).Should().BeLessThan(cases.Count - 1, "cases are left when it is stopped");
        Task stopped = StoppedAsync(worker);
        worker.GoOn();
        await stopped;
        await Kubelet.ReadyAsync(run.Start("worker", number: 1), Cancel);
    }

    private static async Task StoppedAsync(ContainerProcess process)
    {
        (int exitCode, TimeSpan took) = await process.TerminateAsync(Cancel);
        TestContext.Current.TestOutputHelper!.WriteLine($"{process.Workload} ended {took.TotalSeconds:f1} s after SIGTERM; it has {process.Workload.Grace.TotalSeconds} s.");
        exitCode.Should().Be(0, process.Said);
        took.Should().BeLessThan(process.Workload.Grace).And.BeLessThan(s_soon);
    }
}
