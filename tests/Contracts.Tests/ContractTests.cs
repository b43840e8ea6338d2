using System.Reflection;
using System.Text.Json;
using ContourFlow.Contracts.V1;

namespace ContourFlow.Contracts.Tests;

public sealed class ContractTests
{
    // What is on the wire between processes of different versions: a name that is taken out or changed here needs a V2.
    private static readonly Dictionary<string, string> Wire = new(StringComparer.Ordinal)
    {
        ["ProcessCase"] = "CaseId:CaseId Revision:Int32",
        ["PublishResults"] = "CaseId:CaseId Destination:String Revision:Int32",
        ["RevisionOpened"] = "At:DateTimeOffset CaseId:CaseId InputsHash:String Revision:Int32",
        ["CaseProcessed"] = "At:DateTimeOffset CaseId:CaseId ProtocolHash:String ProtocolName:String Revision:Int32 SopInstanceUids:IReadOnlyList`1",
        ["CaseHeld"] = "At:DateTimeOffset CaseId:CaseId ReasonCode:String Revision:Int32",
        ["ResultsPublished"] = "At:DateTimeOffset CaseId:CaseId Destination:String Revision:Int32 SopInstanceUids:IReadOnlyList`1",
        ["ScoreDose"] = "CaseId:CaseId Key:String Revision:Int32",
        ["DoseScored"] = "At:DateTimeOffset CaseId:CaseId Key:String Revision:Int32 SopInstanceUids:IReadOnlyList`1 Verdict:String",
        ["DoseRefused"] = "At:DateTimeOffset CaseId:CaseId Key:String ReasonCode:String Revision:Int32 SopInstanceUids:IReadOnlyList`1",
    };

    private static IEnumerable<Type> Contracts => typeof(ProcessCase).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(ProcessCase).Namespace);

    [Fact]
    public void What_is_on_the_wire_stays_as_it_is()
    {
        foreach ((string name, string members) in Wire)
        {
            Type contract = Contracts.Should().ContainSingle(type => type.Name == name).Which;
            Members(contract).Should().Be(members);
        }
    }

    [Fact]
    public void Contracts_are_sealed_records_of_properties()
    {
        foreach (Type contract in Contracts)
        {
            contract.IsSealed.Should().BeTrue(contract.Name);
            contract.GetMethod("<Clone>$").Should().NotBeNull($"{contract.Name} is a record");
            contract.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName && method.Name is not ("ToString" or "GetHashCode" or "Equals" or "<Clone>$" or "Deconstruct"))
                .Should().BeEmpty($"{contract.Name} has nothing to do");
        }
    }

    [Fact]
    public void Event_of_a_later_version_with_more_members_is_read()
    {
        var held = JsonSerializer.Deserialize<CaseHeld>("""{"CaseId":"34b62c8402e14f4eacf0ee1c23c9b7e3","Revision":2,"ReasonCode":"roi-gap","At":"2026-01-02T03:04:05+00:00","Later":true}""")!;

        held.Should().Be(new CaseHeld(CaseId.Parse("34b62c8402e14f4eacf0ee1c23c9b7e3"), 2, "roi-gap", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
    }

    private static string Members(Type contract) =>
        string.Join(' ', contract.GetProperties().OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Name}:{one.PropertyType.Name}"));
}
