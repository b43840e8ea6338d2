using System.Text.RegularExpressions;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>Holds what a type of src/Dicom shows against the listing.</summary>
internal static partial class SurfaceComparison
{
    private const string Root = "ContourFlow.Dicom";

    /// <summary>Everything of the type that fo-dicom does not have, a line each.</summary>
    public static IEnumerable<string> Missing(Type type) => Missing(type, PublicSurface.NameOf(type, Root));

    /// <summary>Everything of the type that the listed type of a name does not have, a line each.</summary>
    public static IEnumerable<string> Missing(Type type, string name)
    {
        if (!FoDicomListing.Types.TryGetValue(name, out var listed))
        {
            yield return $"{name}: fo-dicom has no such type; make it internal, or name it as fo-dicom does";
            yield break;
        }

        if (!MayStandFor(PublicSurface.KindOf(type), listed.Kind)) yield return $"{name}: {PublicSurface.KindOf(type)} here, {listed.Kind} in fo-dicom";
        if (type.BaseType is { } parent && parent.Assembly == type.Assembly && FoDicomListing.WithBases(listed).All(at => at.Type.Plain != parent.Name.Split('`')[0]))
            yield return $"{name}: derives from {parent.Name}, in fo-dicom it does not";

        var faces = type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(face => !Has(listed, face)).ToArray();
        foreach (var face in faces) yield return $"{name}: implements {PublicSurface.NameOf(face)}, in fo-dicom it does not";

        var theirs = FoDicomListing.WithBases(listed).SelectMany(at => at.Type.Members.Select(member => FoDicomListing.Normal(at.Close(member)))).ToArray();
        var byInterface = ByInterface(type, listed);
        foreach (var member in PublicSurface.MembersOf(type).Select(FoDicomListing.Normal).Except(byInterface, StringComparer.Ordinal))
        {
            if (theirs.Any(other => Has(other, member)) || DictionaryRule.IsValueRepresentation(name, member) || FoDicomListing.Exceptions.Any(exception => exception.Covers(name, member))) continue;
            yield return $"{name}: {member}";
        }
    }

    // Who can use ours can use theirs: what is sealed or abstract here only forbids more.
    private static bool MayStandFor(string ours, string theirs) => ours == theirs || (ours is "sealed class" or "abstract class" && theirs == "class");

    // A property that can be set where it is used must be one in fo-dicom too; that theirs can be set as well harms nobody.
    private static bool Has(string theirs, string ours)
    {
        if (theirs == ours) return true;
        if (Property().Match(theirs) is not { Success: true } there || Property().Match(ours) is not { Success: true } here) return false;
        return there.Groups["head"].Value == here.Groups["head"].Value
            && here.Groups["get"].Length <= there.Groups["get"].Length
            && Rank(here.Groups["set"].Value) <= Rank(there.Groups["set"].Value);
    }

    private static int Rank(string setter) => setter.Length == 0 ? 0 : setter.StartsWith("protected", StringComparison.Ordinal) ? 1 : 2;

    private static bool Has(ListedType listed, Type face)
    {
        var all = FoDicomListing.WithBases(listed).SelectMany(at => at.Type.Interfaces).ToList();
        for (var i = 0; i < all.Count; i++)
            if (FoDicomListing.Find(all[i]) is { } known) all.AddRange(known.Interfaces);
        var name = PublicSurface.NameOf(face);

        // Who enumerates something enumerates.
        return all.Contains(name, StringComparer.Ordinal) || (name == "IEnumerable" && all.Exists(one => one.StartsWith("IEnumerable<", StringComparison.Ordinal)));
    }

    // Members that an interface of .NET asks for follow from the line that says so.
    private static IEnumerable<string> ByInterface(Type type, ListedType listed)
    {
        if (type.IsInterface || type.IsEnum) return [];
        var asked = type.GetInterfaces().Where(face => face.Assembly != type.Assembly && Has(listed, face))
            .SelectMany(face => type.GetInterfaceMap(face).TargetMethods)
            .ToHashSet();
        return PublicSurface.MethodsOf(type).Where(method => asked.Contains(method)).Select(PublicSurface.Declaration).Select(FoDicomListing.Normal);
    }

    [GeneratedRegex(@"^(?<head>.+) \{ (?<get>get; )?(?<set>(protected )?set; )?\}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();
}
