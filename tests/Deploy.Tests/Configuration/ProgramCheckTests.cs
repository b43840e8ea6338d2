using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Configuration;

/// <summary>The program is asked whether it would start as the overlays start it.</summary>
public sealed class ProgramCheckTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Overlays => RenderingTests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_process_of_an_overlay_would_start_with_its_command_line_file_and_variables(string overlay) =>
        (await ProgramCheck.FaultsAsync(RenderedOverlay.OfOverlay(overlay), Cancelled)).Should().BeEmpty();

    [Fact]
    public async Task A_flag_that_the_program_does_not_have_is_told() =>
        (await FaultsAsync(overlay => ((JsonArray)Container(overlay)["args"]!).Add("--treads"))).Should().ContainSingle(fault => fault.Contains("--treads", StringComparison.Ordinal));

    [Fact]
    public async Task A_variable_that_the_program_does_not_know_is_told() =>
        (await FaultsAsync(overlay => ((JsonArray)Container(overlay)["env"]!).Add(new JsonObject { ["name"] = "CONTOURFLOW__Operations__ShutdownTimout", ["value"] = "00:01:00" })))
            .Should().ContainSingle(fault => fault.Contains("Operations:ShutdownTimout", StringComparison.Ordinal));

    [Fact]
    public async Task A_value_of_the_file_that_is_not_of_its_kind_is_told_of_every_process_that_reads_it() =>
        (await FaultsAsync(overlay => ChangeFile(overlay, "\"Migrate\": false", "\"Migrate\": \"no\""))).Should().HaveCount(4).And.OnlyContain(fault => fault.Contains("Registry:Migrate", StringComparison.Ordinal));

    private static Task<IReadOnlyList<string>> FaultsAsync(Action<RenderedOverlay> change) => ProgramCheck.FaultsAsync(RenderedOverlay.OfOverlay("hospital").With(change), Cancelled);

    private static JsonObject Container(RenderedOverlay overlay) => overlay.Role("worker").Containers.Single().Json;

    private static void ChangeFile(RenderedOverlay overlay, string from, string to) =>
        overlay.ConfigurationMap.Json["data"]!["contourflow.json"] = overlay.Configuration.Replace(from, to, StringComparison.Ordinal);
}
