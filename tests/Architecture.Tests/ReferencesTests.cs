using System.Reflection;

namespace ContourFlow.Architecture.Tests;

/// <summary>Who may reference whom: asserted from the project files and again from what was built of them.</summary>
public sealed class ReferencesTests
{
    // docs/architecture.md. The rooms that are still to come are named already, so that they come in the right way.
    private static readonly Dictionary<string, string[]> May = new(StringComparer.Ordinal)
    {
        ["Contracts"] = [],
        ["Geometry"] = [],
        ["Dicom"] = [],
        ["Itk"] = ["Geometry"],
        ["Phantom"] = ["Geometry", "Dicom"],
        ["Contouring"] = ["Geometry", "Dicom", "Itk"],
        ["Storage"] = ["Contracts"],
        ["Review"] = ["Contouring", "Storage", "Contracts", "Dicom"],
        ["Worker"] = ["Contracts", "Geometry", "Dicom", "Itk", "Phantom", "Contouring", "Storage", "Review"],
    };

    // A package that is not named here has no home yet: say where it belongs.
    private static readonly Dictionary<string, string[]> Homes = new(StringComparer.Ordinal)
    {
        ["AWSSDK.S3"] = ["Storage"],
        ["JpegLibrary"] = ["Dicom"],
        ["Microsoft.AspNetCore.Authentication.OpenIdConnect"] = ["Review"],
        ["Microsoft.AspNetCore.OpenApi"] = ["Review"],
        ["Microsoft.Extensions.Logging.Abstractions"] = ["Dicom", "Worker", "Storage", "Review"],
        ["Polly.Core"] = ["Worker"],
        ["NetTopologySuite"] = ["Geometry"],
        ["SkiaSharp"] = ["Contouring"],
        ["SkiaSharp.NativeAssets.Linux.NoDependencies"] = ["Contouring"],
        ["YamlDotNet"] = ["Contouring"],
        ["CsvHelper"] = ["Contouring"],
        ["System.CommandLine"] = ["Worker"],
        ["System.IO.Hashing"] = ["Worker"],
        ["Spectre.Console"] = ["Worker"],
        ["MassTransit"] = ["Worker", "Storage"],
        ["MassTransit.RabbitMQ"] = ["Worker", "Storage"],
        ["Microsoft.EntityFrameworkCore.Design"] = ["Storage"],
        ["Microsoft.EntityFrameworkCore.Sqlite"] = ["Worker", "Storage"],
        ["Npgsql.EntityFrameworkCore.PostgreSQL"] = ["Worker", "Storage"],
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = ["Worker"],
        ["OpenTelemetry.Exporter.Prometheus.AspNetCore"] = ["Worker"],
        ["OpenTelemetry.Extensions.Hosting"] = ["Worker"],
        ["OpenTelemetry.Instrumentation.Runtime"] = ["Worker"],
        ["RabbitMQ.Client"] = ["Worker"],
    };

    public static TheoryData<string> Rooms => [.. Repository.Source.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_the_rooms_it_may(string room)
    {
        May.Should().ContainKey(room, "a new room says here and in docs/architecture.md whom it may reference");
        Project(room).References.Should().BeSubsetOf(May[room]);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_rooms_assembly_uses_only_the_rooms_it_may(string room)
    {
        var names = Repository.Source.ToDictionary(project => project.AssemblyName, project => project.Name, StringComparer.Ordinal);
        References(room).Where(names.ContainsKey).Select(name => names[name]).Should().BeSubsetOf(May[room]);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_package_is_used_only_where_it_has_its_home(string room)
    {
        foreach (var package in Project(room).Packages)
        {
            Homes.Should().ContainKey(package, "a new package says here where it belongs");
            Homes[package].Should().Contain(room);
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_package_of_another_room_is_not_used_by_way_of_it(string room)
    {
        // Package references flow on to whoever references the project, so the project files alone prove nothing.
        var foreign = Homes.Where(home => !home.Value.Contains(room, StringComparer.Ordinal)).Select(home => home.Key);
        References(room).Should().NotContain(foreign);
    }

    [Theory]
    [InlineData("Geometry")]
    [InlineData("Contouring")]
    [InlineData("Phantom")]
    public void A_pure_room_knows_no_network_no_database_and_no_other_process(string room) =>
        References(room).Should().NotContain(name =>
            name.StartsWith("System.Net.", StringComparison.Ordinal)
            || name.StartsWith("System.Data", StringComparison.Ordinal)
            || name == "System.Diagnostics.Process");

    [Fact]
    public void Polygon_clipping_stays_behind_the_geometrys_own_types()
    {
        var geometry = Repository.Assembly(Project("Geometry"));
        var surface = geometry.GetExportedTypes().SelectMany(type => Surface(type).SelectMany(Parts).Select(used => (type, used)));
        surface.Where(pair => pair.used.Assembly.GetName().Name == "NetTopologySuite").Should().BeEmpty();
    }

    [Fact]
    public void Internals_of_the_toolkit_are_for_its_tests_and_benchmarks_alone()
    {
        // What another room could see of them, another toolkit in its place would not have.
        var seen = Project("Dicom").Xml.Descendants("InternalsVisibleTo").Select(element => element.Attribute("Include")?.Value);
        seen.Should().BeEquivalentTo("ContourFlow.Dicom.Tests", "ContourFlow.Bench");
        Repository.Code.Where(file => Repository.Relative(file).StartsWith("src/Dicom/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("InternalsVisibleTo(", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    private static ProjectFile Project(string room) => Repository.Source.Single(project => project.Name == room);

    private static IEnumerable<string> References(string room) =>
        Repository.Assembly(Project(room)).GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<Type> Surface(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.BaseType is { } parent) yield return parent;
        foreach (var face in type.GetInterfaces()) yield return face;
        foreach (var field in type.GetFields(All).Where(field => field.IsPublic || field.IsFamily)) yield return field.FieldType;
        foreach (var method in type.GetMembers(All).OfType<MethodBase>().Where(method => method.IsPublic || method.IsFamily))
        {
            if (method is MethodInfo { ReturnType: var returned }) yield return returned;
            foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
        : [type];
}
