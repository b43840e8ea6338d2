using System.Text;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>
/// Writes the listing down as C# of a package that can be compiled against and does nothing: every member throws. What
/// speaks of a type that is neither listed nor one of .NET's own is left out, so that the stub has less than fo-dicom
/// and never more.
/// </summary>
internal static class FoDicomStub
{
    private const string Usings = """
        #pragma warning disable
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        namespace FellowOakDicom
        {
            internal sealed class StubOnly { }
        }

        """;

    /// <summary>The source of the whole package.</summary>
    public static string Source()
    {
        var text = new StringBuilder(Usings.ReplaceLineEndings("\n"));

        // Signatures name types without their namespace, and no two listed types share a name.
        foreach (var inner in FoDicomListing.Types.Values.Select(type => type.Namespace).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal))
            text.Insert(text.ToString().IndexOf("\nnamespace", StringComparison.Ordinal), $"using FellowOakDicom.{inner};\n");
        foreach (var type in FoDicomListing.Types.Values.Where(type => type.Declaring is null))
        {
            text.Append($"namespace {(type.Namespace.Length == 0 ? "FellowOakDicom" : $"FellowOakDicom.{type.Namespace}")}\n{{\n");
            Write(text, type);
            text.Append("}\n");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ListedType type)
    {
        if (type.Kind == "delegate")
        {
            foreach (var member in type.Members.Where(member => StubMember.IsKnown(member, type))) text.Append($"    {StubMember.Source(member, type)}\n");
            return;
        }

        var parents = new[] { type.Base }.Concat(type.Interfaces).OfType<string>().Where(StubMember.IsKnown).ToArray();
        text.Append($"    public {type.Kind} {type.Local.Split('.')[^1]}{(parents.Length > 0 ? " : " + string.Join(", ", parents) : "")}\n    {{\n");
        foreach (var line in Body(type).Distinct(StringComparer.Ordinal)) text.Append($"        {line}\n");
        foreach (var nested in FoDicomListing.Types.Values.Where(other => other.Declaring == type)) Write(text, nested);
        text.Append("    }\n");
    }

    private static IEnumerable<string> Body(ListedType type)
    {
        if (type.Kind == "enum") return type.Members.Select(member => member + ",");
        var members = type.Members.Where(member => StubMember.IsKnown(member, type)).Select(member => StubMember.Source(member, type));
        return type.Kind is "interface" or "static class" ? members : members.Concat(Made(type)).Concat(type.Interfaces.SelectMany(face => Implementation(face)));
    }

    // Constructors of derived types have to call one of the base, which the listing need not have.
    private static IEnumerable<string> Made(ListedType type)
    {
        if (type.Kind == "struct") yield break;
        var chained = type.Base is { } parent && FoDicomListing.Find(parent) is not null ? " : base(default(FellowOakDicom.StubOnly))" : "";
        yield return $"internal {type.Plain}(FellowOakDicom.StubOnly stub){chained} {{ }}";
        foreach (var name in Statics(type)) yield return $"public static readonly {type.Plain} {name} = null;";
    }

    private static IEnumerable<string> Statics(ListedType type) => type.Name switch
    {
        "DicomTag" => DictionaryRule.TagNames,
        "DicomUID" => DictionaryRule.UidNames,
        "DicomVR" => DictionaryRule.VrNames,
        _ => [],
    };

    private static IEnumerable<string> Implementation(string face) => face.Split('<') switch
    {
        ["IEnumerable", var item] =>
        [
            $"public IEnumerator<{item} GetEnumerator() => throw null;",
            "IEnumerator IEnumerable.GetEnumerator() => throw null;",
        ],
        ["ICollection", var item] =>
        [
            $"int ICollection<{item}.Count => throw null;",
            $"bool ICollection<{item}.IsReadOnly => throw null;",
            $"void ICollection<{item}.Add({item[..^1]} item) => throw null;",
            $"void ICollection<{item}.Clear() => throw null;",
            $"bool ICollection<{item}.Contains({item[..^1]} item) => throw null;",
            $"bool ICollection<{item}.Remove({item[..^1]} item) => throw null;",
            $"public void CopyTo({item[..^1]}[] array, int arrayIndex) => throw null;",
        ],
        ["IEquatable", var other] => [$"public bool Equals({other[..^1]} other) => throw null;"],
        ["IComparable", var other] => [$"public int CompareTo({other[..^1]} other) => throw null;"],
        ["IComparable"] => ["public int CompareTo(object obj) => throw null;"],
        _ => [],
    };
}
