using System.Reflection;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>What src/Dicom shows is part of what fo-dicom has, so that the package can be put in its place.</summary>
public sealed class SurfaceTests
{
    private static IEnumerable<Type> Shown => typeof(DicomDataset).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    [Fact]
    public void Every_public_type_and_member_is_one_of_fo_dicom()
    {
        string[] missing = [.. Shown.SelectMany(SurfaceComparison.Missing)];

        missing.Should().BeEmpty(
            "what is public in src/Dicom is fo-dicom's, name for name: make it internal, reshape it, or argue for it in exceptions.txt. Not in fo-dicom:{0}{1}{0}",
            Environment.NewLine,
            string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void Every_exception_is_needed_and_has_a_reason()
    {
        FoDicomListing.Exceptions.Should().OnlyContain(exception => exception.Reason.Length > 20);
        FoDicomListing.Exceptions.Where(exception => !Shown.Any(type =>
                PublicSurface.NameOf(type, "ContourFlow.Dicom") == exception.Type && PublicSurface.MembersOf(type).Any(member => exception.Covers(exception.Type, FoDicomListing.Normal(member)))))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_static_tag_has_the_name_that_the_rule_gives_it()
    {
        // Two names for one tag, or a name for a tag that the dictionary calls something else, would compile here alone.
        var tags = DictionaryRule.Statics<DicomTag>().ToDictionary(property => property.Name, property => (DicomTag)property.GetValue(null)!, StringComparer.Ordinal);

        tags.Where(pair => pair.Key != DictionaryRule.NameOf(pair.Value)).Select(pair => pair.Key).Should().BeEmpty();
        tags.Keys.Should().BeEquivalentTo(DictionaryRule.TagNames);
    }

    [Fact]
    public void Every_static_uid_is_named_retired_where_it_is()
    {
        // "Trial RETIRED" and the like: the keyword itself never ends so.
        DictionaryRule.Statics<DicomUID>().Where(property => property.Name.EndsWith("RETIRED", StringComparison.Ordinal) != ((DicomUID)property.GetValue(null)!).IsRetired)
            .Select(property => property.Name).Should().BeEmpty();
        DictionaryRule.UidNames.Should().Contain(["CTImageStorage", "RTStructureSetStorage", "ExplicitVRBigEndianRETIRED"]);
    }

    [Fact]
    public void Every_static_value_representation_has_its_letters_for_a_name()
    {
        foreach (var name in DictionaryRule.VrNames.Where(name => name != "NONE"))
            ((DicomVR)typeof(DicomVR).GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).Code.Should().Be(name);
        DictionaryRule.VrNames.Should().Contain("NONE");
    }

    [Fact]
    public void Comparison_finds_what_is_not_in_the_listing()
    {
        // So that a comparison that lets everything pass is noticed.
        SurfaceComparison.Missing(typeof(LookAlike)).Should().ContainSingle().Which.Should().Contain("no such type");
        SurfaceComparison.Missing(typeof(LookAlike), "DicomUIDGenerator").Should().BeEquivalentTo(
            "DicomUIDGenerator: implements IDisposable, in fo-dicom it does not",
            "DicomUIDGenerator: new protected SurfaceTests.LookAlike()",
            "DicomUIDGenerator: void Dispose()",
            "DicomUIDGenerator: DicomUID Generate(DicomUID other)",
            "DicomUIDGenerator: int Count { get; set; }");
        SurfaceComparison.Missing(typeof(LookAlike), "DicomVR").Should().Contain("DicomVR: abstract class here, sealed class in fo-dicom");
        SurfaceComparison.Missing(typeof(LookAlike), "DicomSequence").Should().Contain("DicomSequence: int Count { get; set; }");
    }

    private abstract class LookAlike : IDisposable
    {
        public int Count { get; set; }

        public virtual DicomUID Generate(DicomUID other) => other;

        public void RegenerateAll(DicomDataset dataset) => Count += dataset.Count();

        public void Dispose() => Count = 0;
    }
}
