using System.Text.Json.Nodes;

namespace ContourFlow.Worker.Tests.Operations.Cases;

/// <summary>`contourflow cases` on what the registry has: lists and one case.</summary>
public sealed class CasesCommandTests
{
    [Fact]
    public async Task Pages_follow_one_another_from_the_newest_to_the_oldest_and_miss_none()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        for (int number = 1; number <= 5; number++)
            await registry.FileAsync(number);

        var seen = new List<string>();
        string[] after = [];
        for (int page = 0; page < 3; page++)
        {
            CommandLineRun run = await registry.RunAsync(["list", "--json", "--page-size", "2", .. after]);
            run.ExitCode.Should().Be(ExitCode.Done, run.Error);
            seen.AddRange(Cases(run).Select(found => found["ctSeriesInstanceUid"]!.GetValue<string>()));
            string? next = run.Json["next"]?.GetValue<string>();
            (next is null).Should().Be(page == 2);
            after = ["--after", next ?? ""];
        }

        seen.Should().Equal(Enumerable.Range(1, 5).Reverse().Select(RegistryOfTest.Series));
    }

    [Fact]
    public async Task List_shows_what_is_in_a_state_or_begins_with_a_uid()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.WaitsAsync(1, "Images of the planning CT.");
        await registry.HeldAsync(2);
        await registry.ProcessedAsync(3, destinations: "pacs");
        await registry.FileAsync(30);

        Cases(await registry.RunAsync("list", "--json", "--state", "held", "--state", "publishing")).Select(found => found["state"]!.GetValue<string>()).Should().Equal("publishing", "held");
        Cases(await registry.RunAsync("list", "--json", "--uid", "1.2.3.3")).Select(found => found["case"]!.GetValue<string>())
            .Should().Equal(RegistryOfTest.Case(30).ToString(), RegistryOfTest.Case(3).ToString());
        string table = (await registry.RunAsync("list", "--state", "held")).Out;
        table.Should().Contain(RegistryOfTest.Case(2).ToString()[..12]).And.Contain("roi-gap").And.Contain("1.2.3.2.1").And.NotContain("key-2");
        (await registry.RunAsync("list", "--state", "expired")).Out.Should().Contain("No case.");
    }

    [Fact]
    public async Task List_refuses_a_state_and_a_page_that_there_is_not()
    {
        (await CommandLineRun.Of("cases", "list", "--state", "happy")).ExitCode.Should().Be(ExitCode.Usage);
        (await CommandLineRun.Of("cases", "list", "--after", "yesterday")).ExitCode.Should().Be(ExitCode.Usage);
        (await CommandLineRun.Of("cases", "list", "--page-size", "1001")).ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task Show_tells_inputs_revisions_deliveries_and_ledger_of_a_case_named_in_any_way()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(1, destinations: ["pacs", "tps"]);
        await registry.PostponedAsync(1, "pacs", "PACS at 127.0.0.1 port 104 cannot be reached.");
        string id = RegistryOfTest.Case(1).ToString();

        CommandLineRun run = await registry.RunAsync("show", "--json", id);
        foreach (string name in new[] { id[..6], id.ToUpperInvariant(), RegistryOfTest.Series(1) })
            (await registry.RunAsync("show", "--json", name)).Out.Should().Be(run.Out);

        JsonObject shown = run.Json;
        shown["case"]!.GetValue<string>().Should().Be(id);
        shown["state"]!.GetValue<string>().Should().Be("publishing");
        JsonObject revision = shown["revisions"]!.AsArray().Single()!.AsObject();
        revision["inputs"]!.AsArray().Select(input => input!["sopInstanceUid"]!.GetValue<string>()).Should().BeEquivalentTo("1.2.3.1.1.1", "1.2.3.1.1.2", "1.2.3.1.1.3", "1.2.3.1.2.1");
        revision["results"]!.AsArray().Single()!["sopInstanceUid"]!.GetValue<string>().Should().Be("2.25.1");
        JsonObject delivery = shown["deliveries"]!.AsArray().Single(one => one!["destination"]!.GetValue<string>() == "pacs")!.AsObject();
        delivery["state"]!.GetValue<string>().Should().Be("pending");
        delivery["attempts"]!.GetValue<int>().Should().Be(1);
        delivery["fault"]!.GetValue<string>().Should().Contain("cannot be reached");
        shown["ledger"]!.AsArray().Select(line => line!["event"]!.GetValue<string>()).Should().Equal("case-created", "revision-opened", "processed");
        shown["ledgerFault"].Should().BeNull();
        run.Out.Should().NotContain("key-1", "the patient's key is nobody's business here");

        string table = (await registry.RunAsync("show", id)).Out;
        table.Should().Contain("RT Structure Set Storage").And.Contain("revision-opened").And.Contain("2.25.1").And.Contain("tps").And.Contain("as it was written").And.NotContain("key-1");
    }

    [Fact]
    public async Task A_case_that_is_not_there_or_not_one_is_told()
    {
        (int first, int second) = TwoThatBeginAlike();
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.FileAsync(first);
        await registry.FileAsync(second);

        CommandLineRun several = await registry.RunAsync("show", "--json", RegistryOfTest.Case(first).ToString()[..4]);
        several.ExitCode.Should().Be(ExitCode.NoSuchCase);
        several.Json["error"]!["code"]!.GetValue<string>().Should().Be("ambiguous-case");
        several.Error.Should().Contain(RegistryOfTest.Case(first).ToString()).And.Contain(RegistryOfTest.Case(second).ToString());
        foreach (string name in new[] { "1.2.3.99.1", new string('0', 32), "0123456789" })
        {
            CommandLineRun none = await registry.RunAsync("why-waiting", "--json", name);
            none.ExitCode.Should().Be(ExitCode.NoSuchCase);
            none.Json["error"]!["code"]!.GetValue<string>().Should().Be("no-such-case");
            none.Error.Should().Contain(name);
        }

        (await registry.RunAsync("show", "abc")).ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task Why_waiting_says_of_each_case_what_it_waits_for_and_from_whom()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.WaitsAsync(1, "Images of the planning CT 1.2.3.1.1: 2 are missing.");
        await registry.HeldAsync(2);
        await registry.ProcessedAsync(3, afterReview: true, destinations: "pacs");
        await registry.ProcessedAsync(4, destinations: "pacs");
        await registry.PostponedAsync(4, "pacs", "PACS at 127.0.0.1 port 104 cannot be reached.");

        JsonObject[] all = [.. Cases(await registry.RunAsync("why-waiting", "--json"))];

        all.Select(wait => wait["state"]!.GetValue<string>()).Should().Equal("awaiting-review", "held", "waiting");
        Sentences(all[2]).Should().Equal("Images of the planning CT 1.2.3.1.1: 2 are missing.");
        Sentences(all[1])[0].Should().Contain("ROI 'CTV' has a gap");
        Sentences(all[0])[0].Should().Contain("cases accept");
        CommandLineRun one = await registry.RunAsync("why-waiting", "--json", "1.2.3.4.1", "--set", "Destinations:pacs:Remote=PACS@127.0.0.1:104");
        Sentences(Cases(one).Single()).Single().Should().Contain("pacs").And.Contain("1 attempts").And.Contain("cannot be reached");
        (await registry.RunAsync("why-waiting")).Out.Should().Contain("roi-gap").And.Contain("2 are missing");
    }

    [Fact]
    public async Task Results_of_a_held_case_come_into_a_folder_and_over_no_file()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        using var place = new TemporaryFolder();
        await registry.ProcessedAsync(1, held: new Storage.Processing.HoldReason("check-failed", "A check failed."), destinations: "pacs");
        await registry.HeldAsync(2);

        CommandLineRun run = await registry.RunAsync("results", "1.2.3.1.1", "--out", place["look"], "--json");
        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        place.Contents().Should().Equal("look/", "look/RS.2.25.1.dcm = result of case 1", "look/report.html = report of case 1");
        (await registry.RunAsync("results", "1.2.3.1.1", "--out", place["look"])).ExitCode.Should().Be(ExitCode.OutputNotWritable);

        CommandLineRun none = await registry.RunAsync("results", "1.2.3.2.1", "--out", place["none"], "--json");
        none.ExitCode.Should().Be(ExitCode.NoSuchCase);
        none.Json["error"]!["code"]!.GetValue<string>().Should().Be("no-results");
        Directory.Exists(place["none"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_told_and_not_made()
    {
        using var folder = new TemporaryFolder();

        CommandLineRun run = await CommandLineRun.Of("cases", "list", "--set", $"Data={folder.Path}");

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable);
        run.Error.Should().Contain("store-unavailable").And.Contain("--config");
        folder.Contents().Should().BeEmpty();
    }

    private static IEnumerable<JsonObject> Cases(CommandLineRun run) => run.Json["cases"]!.AsArray().Select(found => found!.AsObject());

    private static string[] Sentences(JsonObject wait) => [.. wait["waitsFor"]!.AsArray().Select(sentence => sentence!.GetValue<string>())];

    // Among some hundred cases two begin with the same four digits (one of 65536).
    private static (int First, int Second) TwoThatBeginAlike()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int number = 1; ; number++)
        {
            string begin = RegistryOfTest.Case(number).ToString()[..4];
            if (!seen.TryAdd(begin, number))
                return (seen[begin], number);
        }
    }
}
