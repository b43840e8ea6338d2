using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Worker.Commands;

/// <summary>What is said of a protocol that cannot be used.</summary>
internal static class ProtocolAnswer
{
    /// <summary>Every fault on a line of its own, as compilers write them.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="faults">All its faults; at least one.</param>
    public static Answer Faulty(string file, ImmutableArray<ProtocolFault> faults)
    {
        string[] lines = [.. faults.Select(fault => fault.Line > 0 ? $"{file}:{fault}" : $"{file}: {fault}")];
        string sentence = lines.Length == 1 ? lines[0] : $"{lines.Length} faults; the first: {lines[0]}";
        return new Answer(ExitCode.ProtocolInvalid, new JsonObject { ["faults"] = Faults(faults) }, _ => { })
        {
            Messages = [$"{ReasonCodes.ProtocolInvalid}: {(lines.Length == 1 ? "1 fault" : $"{lines.Length} faults")}", .. lines],
            Problem = new Problem(ReasonCodes.ProtocolInvalid, sentence),
        };
    }

    private static JsonArray Faults(IEnumerable<ProtocolFault> faults) => new([.. faults.Select(fault => (JsonNode)new JsonObject
    {
        ["line"] = fault.Line,
        ["column"] = fault.Column,
        ["path"] = fault.Path,
        ["sentence"] = fault.Sentence,
    })]);
}
