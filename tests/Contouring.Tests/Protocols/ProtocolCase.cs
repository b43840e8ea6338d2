using System.Globalization;

namespace ContourFlow.Contouring.Tests.Protocols;

/// <summary>
/// A protocol in the folder "cases" with what is expected of it in its first comments:
/// "# schema: accept | refuse | none" (none: it is not YAML that a schema could see) and
/// "# fault: LINE:COLUMN path | part of the sentence", one for each fault, in order, and no others.
/// Places are counted by hand: the character at which a person would put the finger.
/// </summary>
public sealed record ProtocolCase(string Name, string Text, string Schema, IReadOnlyList<ExpectedFault> Faults)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Protocols", "cases");

    public static ProtocolCase Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".yaml"));
        var comments = text.Split('\n').TakeWhile(line => line.StartsWith('#')).ToArray();
        var schema = comments.Single(line => line.StartsWith("# schema: ", StringComparison.Ordinal))["# schema: ".Length..];
        return new ProtocolCase(name, text, schema, [.. comments.Where(line => line.StartsWith("# fault: ", StringComparison.Ordinal)).Select(Fault)]);
    }

    private static ExpectedFault Fault(string comment)
    {
        var bar = comment.IndexOf(" | ", StringComparison.Ordinal);
        var words = comment["# fault: ".Length..bar].Split(' ');
        var place = words[0].Split(':');
        return new ExpectedFault(Number(place[0]), Number(place[1]), words.ElementAtOrDefault(1) ?? "", comment[(bar + 3)..]);
    }

    // '?': where YAML's own parser puts the finger is its own affair.
    private static int? Number(string text) => text == "?" ? null : int.Parse(text, CultureInfo.InvariantCulture);
}

public sealed record ExpectedFault(int? Line, int? Column, string Path, string Sentence);
