using System.Text.Json.Nodes;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Protocols.Reading;
using NJsonSchema;

namespace ContourFlow.Contouring.Tests.Protocols;

/// <summary>Good and bad protocols, each a file; see <see cref="ProtocolCase"/> for what is expected of them.</summary>
public sealed class ProtocolCasesTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(ProtocolCase.Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Shipped => [.. ProtocolCatalogue.OfProgram.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_protocol_file_has_the_faults_that_it_says_it_has_at_the_places_it_says(string name)
    {
        var expected = ProtocolCase.Read(name);
        var (protocol, faults) = ProtocolLoader.Check(expected.Text);

        var found = string.Join('\n', faults);
        faults.Should().HaveCount(expected.Faults.Count, found);
        foreach (var (fault, want) in faults.Zip(expected.Faults))
        {
            fault.Sentence.Should().Contain(want.Sentence);
            fault.Path.Should().Be(want.Path, found);
            if (want.Line is { } line) fault.Line.Should().Be(line, found);
            if (want.Column is { } column) fault.Column.Should().Be(column, found);
        }

        if (expected.Faults.Count == 0) protocol.Should().NotBeNull();
        else protocol.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_schema_refuses_what_it_can_see_and_nothing_that_the_loader_takes(string name)
    {
        var expected = ProtocolCase.Read(name);
        if (expected.Schema == "none") return;
        var errors = await Refusals(expected.Text);
        if (expected.Schema == "accept") errors.Should().BeEmpty();
        else errors.Should().NotBeEmpty();
        if (expected.Faults.Count == 0) expected.Schema.Should().Be("accept", "the loader takes it");
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task The_protocols_that_come_with_the_program_fit_the_schema(string name) =>
        (await Refusals(File.ReadAllText(ProtocolCatalogue.OfProgram.Find(name)))).Should().BeEmpty();

    [Fact]
    public void The_schema_knows_the_limits_that_the_loader_knows()
    {
        var limits = JsonNode.Parse(File.ReadAllText(SchemaFile))!["properties"]!["limits"]!["properties"]!.AsObject();
        limits.Select(pair => (pair.Key, pair.Value!["minimum"]!.GetValue<double>(), pair.Value["maximum"]!.GetValue<double>(), pair.Value["default"]!.GetValue<double>()))
            .Should().Equal(CheckLimitNames.All.Select(limit => (limit.Name, limit.Minimum, limit.Maximum, limit.Default)));
    }

    private static string SchemaFile => Path.Combine(AppContext.BaseDirectory, "protocols", "protocol.schema.json");

    private static async Task<IReadOnlyCollection<string>> Refusals(string yaml)
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile, TestContext.Current.CancellationToken);
        var faults = new FaultList();
        var tree = YamlTree.Read(yaml, faults);
        faults.Any.Should().BeFalse();
        return [.. schema.Validate(Json(tree!)?.ToJsonString() ?? "null").Select(error => error.ToString())];
    }

    // YAML's core schema: what an editor's YAML server hands to the JSON schema.
    private static JsonNode? Json(YamlValue value) => value switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Json)]),
        YamlScalar { IsNothing: true } => null,
        YamlScalar { IsPlain: true, Text: "true" } => true,
        YamlScalar { IsPlain: true, Text: "false" } => false,
        YamlScalar { IsPlain: true } scalar when decimal.TryParse(scalar.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        YamlScalar scalar => scalar.Text,
        _ => throw new InvalidOperationException("A value of an unknown kind."),
    };
}
