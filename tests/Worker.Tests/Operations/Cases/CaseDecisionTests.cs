using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Worker.Tests.Operations.Cases;

/// <summary>What people decide by `contourflow cases`, and what they are told when it cannot be.</summary>
public sealed class CaseDecisionTests
{
    private static readonly HoldReason s_failed = new("check-failed", "A check failed: read the report.");

    [Fact]
    public async Task A_held_case_is_released_with_reason_and_name_once()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(1, held: s_failed, destinations: "pacs");

        CommandLineRun run = await registry.RunAsync("release", "1.2.3.1.1", "--reason", "Looked at in the planning system", "--by", "Dr. No", "--json");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Json["state"]!.GetValue<string>().Should().Be("publishing");
        LedgerEntry line = (await DetailsAsync(registry)).Ledger.Single(entry => entry.Event == LedgerEvents.Released);
        line.By.Should().Be("Dr. No");
        line.Details.Should().Contain("Looked at in the planning system");

        CommandLineRun again = await registry.RunAsync("release", "1.2.3.1.1", "--reason", "Once more", "--json");
        again.ExitCode.Should().Be(ExitCode.DecisionRefused);
        again.Json["error"]!["code"]!.GetValue<string>().Should().Be("not-in-this-state");
        again.Error.Should().Contain("is publishing: only a held case is released");
        (await DetailsAsync(registry)).Ledger.Count(entry => entry.Event == LedgerEvents.Released).Should().Be(1);
    }

    [Fact]
    public async Task A_held_case_of_which_a_newer_set_of_objects_lacks_something_says_that_too()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.HeldAsync(1);
        var filing = registry.Get<IFilingRegistry>();
        CaseToLookAt look = (await filing.LookAtAsync(RegistryOfTest.Case(1), TestContext.Current.CancellationToken))!;
        await filing.StillWaitsAsync(RegistryOfTest.Case(1), look.Case.Version, new Incomplete(["3 images of MR series 1.2.9"], null, HasAsked: false), TestContext.Current.CancellationToken);

        CommandLineRun run = await registry.RunAsync("why-waiting", "1.2.3.1.1");

        run.Out.Should().Contain("A person.").And.Contain("For what has come since then to be processed: 3 images of MR series 1.2.9");
    }

    [Fact]
    public async Task Nobody_named_is_the_user_of_the_system()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.HeldAsync(1);

        CommandLineRun run = await registry.RunAsync("retry", "1.2.3.1.1");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Out.Should().Contain("is tried once more; it is queued now");
        (await DetailsAsync(registry)).Ledger.Single(entry => entry.Event == LedgerEvents.Retried).By.Should().Be(Environment.UserName);
    }

    [Fact]
    public async Task A_held_case_without_results_cannot_be_released()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.HeldAsync(1);

        CommandLineRun run = await registry.RunAsync("release", "1.2.3.1.1", "--reason", "Nobody minds", "--json");

        run.ExitCode.Should().Be(ExitCode.DecisionRefused);
        run.Json["error"]!["code"]!.GetValue<string>().Should().Be("nothing-to-release");
        run.Error.Should().Contain("roi-gap").And.Contain("cases retry");
    }

    [Fact]
    public async Task A_case_that_has_changed_since_it_was_looked_at_is_not_decided_about()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(1, afterReview: true, destinations: "pacs");
        long seen = (await DetailsAsync(registry)).Summary.Version;

        CommandLineRun stale = await registry.RunAsync("accept", "1.2.3.1.1", "--if-version", $"{seen - 1}", "--json");
        stale.ExitCode.Should().Be(ExitCode.CaseHasChanged);
        stale.Json["error"]!["code"]!.GetValue<string>().Should().Be("stale");
        stale.Error.Should().Contain($"version {seen}");

        CommandLineRun accepted = await registry.RunAsync("accept", "1.2.3.1.1", "--if-version", $"{seen}", "--json");
        accepted.ExitCode.Should().Be(ExitCode.Done, accepted.Error);
        accepted.Json["state"]!.GetValue<string>().Should().Be("publishing");
    }

    [Fact]
    public async Task A_case_to_be_reviewed_is_rejected_with_a_reason()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(1, afterReview: true, destinations: "pacs");

        (await registry.RunAsync("reject", "1.2.3.1.1")).ExitCode.Should().Be(ExitCode.Usage);
        (await registry.RunAsync("reject", "1.2.3.1.1", "--reason", " ")).ExitCode.Should().Be(ExitCode.Usage);
        CommandLineRun run = await registry.RunAsync("reject", "1.2.3.1.1", "--reason", "Cord ends too early", "--json");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Json["state"]!.GetValue<string>().Should().Be("rejected");
        CommandLineRun accept = await registry.RunAsync("accept", "1.2.3.1.1");
        accept.ExitCode.Should().Be(ExitCode.DecisionRefused);
        accept.Error.Should().Contain("only a case that awaits review is accepted");
    }

    [Fact]
    public async Task A_held_case_is_processed_by_another_protocol_that_there_is_with_a_reason()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.HeldAsync(1);

        (await registry.RunAsync("rerun", "1.2.3.1.1", "--protocol", "spine-sbrt-sib")).ExitCode.Should().Be(ExitCode.Usage);
        (await registry.RunAsync("rerun", "1.2.3.1.1", "--reason", "A boost")).ExitCode.Should().Be(ExitCode.Usage);
        CommandLineRun unknown = await registry.RunAsync("rerun", "1.2.3.1.1", "--protocol", "no-such", "--reason", "A boost");
        unknown.ExitCode.Should().NotBe(ExitCode.Done);
        unknown.Error.Should().Contain("No protocol has this name");
        (await DetailsAsync(registry)).Revisions.Should().HaveCount(1);

        CommandLineRun run = await registry.RunAsync("rerun", "1.2.3.1.1", "--protocol", "spine-sbrt-sib", "--reason", "A boost", "--by", "Dr. No");
        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Out.Should().Contain("is processed by spine-sbrt-sib as revision 2; it is queued now");
        (await DetailsAsync(registry)).Ledger.Single(entry => entry.Event == LedgerEvents.Rerun).By.Should().Be("Dr. No");

        CommandLineRun again = await registry.RunAsync("rerun", "1.2.3.1.1", "--protocol", "spine-sbrt-sib", "--reason", "Again", "--json");
        again.ExitCode.Should().Be(ExitCode.DecisionRefused);
        again.Error.Should().Contain("is queued: only a case that is held");
    }

    [Fact]
    public async Task A_case_that_is_not_there_cannot_be_decided_about()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();

        (await registry.RunAsync("retry", "1.2.3.7")).ExitCode.Should().Be(ExitCode.NoSuchCase);
    }

    private static async Task<CaseDetails> DetailsAsync(RegistryOfTest registry) =>
        (await registry.Get<ICaseQueries>().DetailsAsync(RegistryOfTest.Case(1), TestContext.Current.CancellationToken))!;
}
