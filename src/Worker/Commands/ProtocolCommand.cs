using System.CommandLine;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow protocol check` and `contourflow protocol list`.</summary>
internal static class ProtocolCommand
{
    public static Command Create(CommandRunner runner) => new("protocol", "Check protocol files, list the protocols that come with the program")
    {
        Check(runner),
        List(runner),
    };

    private static Command Check(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "Protocol file (YAML)" };
        var command = new Command("check", "Tell every fault of a protocol file with line and column") { file };
        command.SetAction((parsed, cancel) => runner.RunAsync(parsed, (_, _) => CheckFile(parsed.GetRequiredValue(file)), cancel));
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List the protocols that come with the program");
        command.SetAction((parsed, cancel) => runner.RunAsync(parsed, (_, _) => ListAll(), cancel));
        return command;
    }

    private static Answer CheckFile(string file)
    {
        ProtocolReading reading = ProtocolLoader.CheckFile(file);
        if (reading.Protocol is { } protocol)
        {
            return new Answer(
                ExitCode.Done,
                Json(protocol),
                console => console.WriteLine($"{file}: no fault; {protocol.Name} {protocol.Version}, hash {protocol.Hash}"));
        }

        return ProtocolAnswer.Faulty(file, reading.Faults);
    }

    private static Answer ListAll()
    {
        Protocol[] protocols = [.. ProtocolCatalogue.OfProgram.Names.Select(ProtocolCatalogue.OfProgram.Load)];
        return new Answer(
            ExitCode.Done,
            new JsonObject { ["protocols"] = new JsonArray([.. protocols.Select(protocol => (JsonNode)Json(protocol))]) },
            console =>
            {
                Table table = PlainTable.With("Name", "Version", "Title");
                foreach (Protocol protocol in protocols)
                    table.AddTextRow(protocol.Name, protocol.Version, protocol.Title);
                console.Write(table);
            });
    }

    private static JsonObject Json(Protocol protocol) => new()
    {
        ["name"] = protocol.Name,
        ["protocolVersion"] = protocol.Version,
        ["hash"] = protocol.Hash,
        ["title"] = protocol.Title,
    };
}
