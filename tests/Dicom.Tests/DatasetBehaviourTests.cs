namespace ContourFlow.Dicom.Tests;

/// <summary>What users of fo-dicom 5 rely on; the expected results were observed by running it.</summary>
public class DatasetBehaviourTests
{
    private static DicomDataset Some() => new()
    {
        { DicomTag.PatientID, "X1" },
        { DicomTag.PatientName, "Doe^Jane" },
        { DicomTag.StudyDate, "20240229" },
        { DicomTag.AccessionNumber, "" },
        { DicomTag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL" },
        { DicomTag.Rows, (ushort)512 },
        { DicomTag.PixelSpacing, 0.5m, 0.75m },
        { DicomTag.SliceThickness, 1.25 },
        { DicomTag.InstanceNumber, "17" },
        { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
        new DicomSequence(DicomTag.ROIContourSequence, new DicomDataset { { DicomTag.ReferencedROINumber, 1 } }),
    };

    [Fact]
    public void Missing_tag_single_value_throws() =>
        FluentActions.Invoking(() => Some().GetSingleValue<string>(DicomTag.StudyID)).Should().Throw<DicomDataException>().WithMessage("*StudyID*");

    [Theory]
    [InlineData("AccessionNumber", 0)]
    [InlineData("ImageType", 3)]
    public void Empty_or_several_values_single_value_throws_with_the_count(string keyword, int count) =>
        FluentActions.Invoking(() => Some().GetSingleValue<string>(DicomDictionary.Default[keyword]))
            .Should().Throw<DicomDataException>().WithMessage($"*must contain a single value, but contains {count}*");

    [Theory]
    [InlineData("StudyID")]
    [InlineData("AccessionNumber")]
    [InlineData("ImageType")]
    public void Missing_empty_or_several_values_default_is_given(string keyword)
    {
        DicomTag tag = DicomDictionary.Default[keyword];

        Some().GetSingleValueOrDefault(tag, "none").Should().Be("none");
        Some().TryGetSingleValue(tag, out string? _).Should().BeFalse();
    }

    [Fact]
    public void Strings_missing_throws_empty_is_empty_several_are_joined()
    {
        DicomDataset some = Some();

        FluentActions.Invoking(() => some.GetString(DicomTag.StudyID)).Should().Throw<DicomDataException>();
        some.GetString(DicomTag.AccessionNumber).Should().BeEmpty();
        some.GetString(DicomTag.ImageType).Should().Be(@"ORIGINAL\PRIMARY\AXIAL");
        some.TryGetString(DicomTag.AccessionNumber, out string? empty).Should().BeTrue();
        empty.Should().BeEmpty();
        some.TryGetString(DicomTag.StudyID, out _).Should().BeFalse();
    }

    [Fact]
    public void Values_missing_throws_empty_is_an_empty_array()
    {
        DicomDataset some = Some();

        FluentActions.Invoking(() => some.GetValues<string>(DicomTag.StudyID)).Should().Throw<DicomDataException>();
        some.GetValues<string>(DicomTag.AccessionNumber).Should().BeEmpty();
        some.TryGetValues(DicomTag.AccessionNumber, out string[]? values).Should().BeTrue();
        values.Should().BeEmpty();
        some.GetValues<string>(DicomTag.ImageType).Should().Equal("ORIGINAL", "PRIMARY", "AXIAL");
        some.GetValues<double>(DicomTag.PixelSpacing).Should().Equal(0.5, 0.75);
    }

    [Fact]
    public void Index_past_the_end_throws_data_exception_and_negative_out_of_range()
    {
        DicomDataset some = Some();

        some.GetValue<string>(DicomTag.ImageType, 2).Should().Be("AXIAL");
        FluentActions.Invoking(() => some.GetValue<string>(DicomTag.ImageType, 3)).Should().Throw<DicomDataException>();
        FluentActions.Invoking(() => some.GetValue<string>(DicomTag.ImageType, -1)).Should().Throw<ArgumentOutOfRangeException>();
        some.GetValueOrDefault(DicomTag.ImageType, 3, "none").Should().Be("none");
    }

    [Fact]
    public void Value_count_missing_throws_empty_is_zero()
    {
        DicomDataset some = Some();

        FluentActions.Invoking(() => some.GetValueCount(DicomTag.StudyID)).Should().Throw<DicomDataException>();
        some.GetValueCount(DicomTag.AccessionNumber).Should().Be(0);
        some.GetValueCount(DicomTag.ImageType).Should().Be(3);
        some.GetValueCount(DicomTag.PixelSpacing).Should().Be(2);
    }

    [Fact]
    public void Numbers_dates_and_uids_convert()
    {
        DicomDataset some = Some();

        some.GetSingleValue<int>(DicomTag.InstanceNumber).Should().Be(17);
        some.GetSingleValue<ushort>(DicomTag.InstanceNumber).Should().Be(17);
        some.GetSingleValue<double>(DicomTag.Rows).Should().Be(512);
        some.GetSingleValue<int>(DicomTag.Rows).Should().Be(512);
        some.GetSingleValue<double>(DicomTag.SliceThickness).Should().Be(1.25);
        some.GetSingleValue<decimal>(DicomTag.SliceThickness).Should().Be(1.25m);
        some.GetSingleValue<double?>(DicomTag.SliceThickness).Should().Be(1.25);
        some.GetSingleValueOrDefault<double?>(DicomTag.SpacingBetweenSlices, null).Should().BeNull();
        some.GetSingleValue<DateTime>(DicomTag.StudyDate).Should().Be(new DateTime(2024, 2, 29));
        some.GetSingleValue<DicomUID>(DicomTag.SOPClassUID).Should().Be(DicomUID.CTImageStorage);
        some.GetSingleValue<string>(DicomTag.SOPClassUID).Should().Be("1.2.840.10008.5.1.4.1.1.2");
    }

    [Fact]
    public void Person_name_as_a_number_is_an_invalid_cast() =>
        FluentActions.Invoking(() => Some().GetSingleValue<int>(DicomTag.PatientName)).Should().Throw<InvalidCastException>().WithMessage("*PN*");

    [Theory]
    [InlineData("70000")]
    [InlineData("-1")]
    public void Number_outside_the_type_asked_for_throws_instead_of_being_cut(string text)
    {
        var dataset = new DicomDataset { { DicomTag.InstanceNumber, text } };

        FluentActions.Invoking(() => dataset.GetSingleValue<ushort>(DicomTag.InstanceNumber)).Should().Throw<DicomDataException>();
        dataset.TryGetSingleValue(DicomTag.InstanceNumber, out ushort _).Should().BeFalse();
    }

    [Fact]
    public void Broken_decimal_asked_for_as_whole_number_throws()
    {
        var dataset = new DicomDataset { { DicomTag.SliceThickness, 1.25 } };

        FluentActions.Invoking(() => dataset.GetSingleValue<int>(DicomTag.SliceThickness)).Should().Throw<DicomDataException>();
    }

    [Fact]
    public void Sequence_missing_or_not_a_sequence_throws_and_item_missing_is_null()
    {
        DicomDataset some = Some();

        some.GetSequence(DicomTag.ROIContourSequence).Items.Should().ContainSingle();
        FluentActions.Invoking(() => some.GetSequence(DicomTag.StructureSetROISequence)).Should().Throw<DicomDataException>();
        FluentActions.Invoking(() => some.GetSequence(DicomTag.PatientID)).Should().Throw<DicomDataException>();
        some.GetDicomItem<DicomItem>(DicomTag.StudyID).Should().BeNull();
        some.TryGetSequence(DicomTag.PatientID, out _).Should().BeFalse();
        FluentActions.Invoking(() => some.GetString(DicomTag.ROIContourSequence)).Should().Throw<DicomDataException>();
    }

    [Fact]
    public void Add_of_a_tag_already_there_throws_and_update_replaces()
    {
        DicomDataset some = Some();

        FluentActions.Invoking(() => some.Add(DicomTag.PatientID, "X2")).Should().Throw<ArgumentException>().Which.Message.Should().NotContain("X2");
        some.AddOrUpdate(DicomTag.PatientID, "X2").GetString(DicomTag.PatientID).Should().Be("X2");
    }

    [Fact]
    public void Values_of_a_type_that_does_not_fit_the_representation_throw()
    {
        FluentActions.Invoking(() => new DicomDataset().Add(DicomTag.Rows, 512)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new DicomDataset().Add(DicomTag.SliceThickness, 1)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new DicomDataset().Add(DicomTag.SmallestImagePixelValue, 1)).Should().Throw<InvalidOperationException>();
        new DicomDataset { { DicomTag.SliceThickness, 1.5f } }.GetString(DicomTag.SliceThickness).Should().Be("1.5");
        new DicomDataset { { DicomTag.SliceThickness, "1.50" } }.GetString(DicomTag.SliceThickness).Should().Be("1.50");
        new DicomDataset { { DicomTag.SmallestImagePixelValue, (short)-5 } }.GetSingleValue<int>(DicomTag.SmallestImagePixelValue).Should().Be(-5);
    }

    public static TheoryData<string, string[]> Broken => new()
    {
        { "PixelSpacing", ["0.5"] },
        { "PatientSex", ["M", "F"] },
        { "ContourData", ["1", "2"] },
        { "StudyDescription", [new string('s', 65)] },
        { "SOPInstanceUID", ["1.02.3"] },
        { "SOPInstanceUID", ["1..3"] },
        { "InstanceNumber", ["one"] },
        { "InstanceNumber", ["1.5"] },
        { "SliceThickness", ["1,25"] },
        { "SliceThickness", ["1.2345678901234567"] },
        { "PatientSex", ["male"] },
        { "StudyDate", ["2024-02-30"] },
        { "StudyDate", ["20240230"] },
        { "StudyTime", ["2460"] },
        { "StructureSetLabel", [new string('s', 17)] },
        { "PatientName", ["A=B=C=D"] },
        { "PatientName", [new string('n', 65)] },
        { "PatientAge", ["45"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Value_that_breaks_a_rule_is_refused_without_being_repeated(string keyword, string[] values)
    {
        DicomTag tag = DicomDictionary.Default[keyword];

        string message = FluentActions.Invoking(() => new DicomDataset().Add(tag, values)).Should().Throw<DicomValidationException>().Which.Message;

        message.Should().Contain(keyword);
        message.Should().NotContain(values[0].Length > 3 ? values[0] : "\u0000");
        new DicomDataset().NotValidated().Add(tag, values).GetValues<string>(tag).Should().Equal(values);
    }

    public static TheoryData<string, string[]> Sound => new()
    {
        { "ContourData", ["1", "2", "3", "-4.5", "+5", " 6e-3 "] },
        { "PatientName", ["Yamada^Tarou=山田^太郎=やまだ^たろう"] },
        { "StudyTime", ["235959.123456"] },
        { "StudyDate", ["20240101-20241231"] },
        { "AcquisitionDateTime", ["20240229120000.5+0100"] },
        { "PatientAge", ["045Y"] },
        { "SOPInstanceUID", ["2.25.329800735698586629295641978511506172918"] },
        { "InstanceNumber", ["-2147483648"] },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Value_that_keeps_the_rules_is_taken(string keyword, string[] values)
    {
        DicomTag tag = DicomDictionary.Default[keyword];

        new DicomDataset().Add(tag, values).GetValueCount(tag).Should().Be(values.Length);
    }

    [Fact]
    public void Unknown_tag_without_a_representation_throws() =>
        FluentActions.Invoking(() => new DicomDataset().Add(new DicomTag(0x0010, 0x0001), "x")).Should().Throw<DicomDataException>();

    [Fact]
    public void Group_two_does_not_belong_into_a_data_set() =>
        FluentActions.Invoking(() => new DicomDataset().Add(DicomTag.TransferSyntaxUID, "1.2.840.10008.1.2")).Should().Throw<DicomDataException>();

    [Fact]
    public void Private_element_gets_its_creator_and_block()
    {
        var dataset = new DicomDataset { { DicomVR.LO, new DicomTag(0x0099, 0x0010), "OTHER" } };

        dataset.Add(DicomVR.LO, new DicomTag(0x0099, 0x1001, "CONTOURFLOW"), "hello");

        dataset.GetString(new DicomTag(0x0099, 0x0011)).Should().Be("CONTOURFLOW");
        dataset.GetString(new DicomTag(0x0099, 0x0001, "CONTOURFLOW")).Should().Be("hello");
        dataset.Select(i => i.Tag.ToString()).Should().Equal("(0099,0010)", "(0099,0011)", "(0099,1101:CONTOURFLOW)");
        dataset.Contains(new DicomTag(0x0099, 0x0001, "NOBODY")).Should().BeFalse();
        dataset.Remove(new DicomTag(0x0099, 0x0001, "CONTOURFLOW")).Contains(new DicomTag(0x0099, 0x1101)).Should().BeFalse();
    }

    [Fact]
    public void Clone_and_copy_leave_the_original_alone()
    {
        DicomDataset some = Some();
        DicomDataset clone = some.Clone();
        clone.GetSequence(DicomTag.ROIContourSequence).Items[0].AddOrUpdate(DicomTag.ReferencedROINumber, 2);
        clone.AddOrUpdate(DicomTag.PatientID, "other");

        some.GetSequence(DicomTag.ROIContourSequence).Items[0].GetSingleValue<int>(DicomTag.ReferencedROINumber).Should().Be(1);
        some.GetString(DicomTag.PatientID).Should().Be("X1");

        var target = new DicomDataset();
        some.CopyTo(target, DicomTag.PatientID, DicomTag.StudyID);
        target.Should().ContainSingle();
        some.CopyTo(target);
        target.Should().Equal(some, (a, b) => a.Tag == b.Tag);
        target.Equals(some).Should().BeTrue();
    }

    [Fact]
    public void Private_element_copied_into_other_blocks_changes_neither_data_set()
    {
        var source = new DicomDataset { { DicomVR.LO, new DicomTag(0x0029, 0x1001, "A"), "from A" } };
        var target = new DicomDataset { { DicomVR.LO, new DicomTag(0x0029, 0x1001, "B"), "from B" } };

        source.CopyTo(target);

        source.Select(i => i.Tag.ToString()).Should().Equal("(0029,0010)", "(0029,1001:A)");
        target.Select(i => i.Tag.ToString()).Should().Equal("(0029,0010)", "(0029,0011)", "(0029,1001:B)", "(0029,1101:A)");
        target.GetString(new DicomTag(0x0029, 0x0001, "A")).Should().Be("from A");
        target.GetString(new DicomTag(0x0029, 0x0001, "B")).Should().Be("from B");
    }

    [Fact]
    public void Items_come_in_the_order_of_their_tags()
    {
        var dataset = new DicomDataset { { DicomTag.StudyID, "1" }, { DicomTag.PatientID, "2" }, { DicomTag.Modality, "CT" }, { DicomTag.Rows, (ushort)1 } };

        dataset.Select(i => (uint)i.Tag).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData("(0010,0020)", "(0010,0020)")]
    [InlineData("0010,0020", "(0010,0020)")]
    [InlineData("00100020", "(0010,0020)")]
    [InlineData("(0029,1001:CREATOR)", "(0029,1001:CREATOR)")]
    public void Tag_is_read_from_its_notations(string text, string expected) => DicomTag.Parse(text).ToString().Should().Be(expected);

    [Theory]
    [InlineData("PatientID")]
    [InlineData("0010,002")]
    [InlineData("")]
    [InlineData("(0010;0020)")]
    public void Text_that_is_no_tag_throws(string text) => FluentActions.Invoking(() => DicomTag.Parse(text)).Should().Throw<DicomDataException>();

    [Fact]
    public void Dictionary_knows_keywords_representations_and_patterns()
    {
        DicomDictionary.Default["PatientID"].Should().Be(DicomTag.PatientID);
        DicomTag.ContourData.DictionaryEntry.ValueMultiplicity.ToString().Should().Be("3-3n");
        DicomTag.PixelData.DictionaryEntry.ValueRepresentations.Should().Equal(DicomVR.OB, DicomVR.OW);
        new DicomTag(0x6002, 0x0010).DictionaryEntry.Keyword.Should().Be("OverlayRows");
        new DicomTag(0x0008, 0x0000).DictionaryEntry.ValueRepresentations.Should().Equal(DicomVR.UL);
        new DicomTag(0x0009, 0x1001).DictionaryEntry.Should().BeSameAs(DicomDictionary.UnknownTag);
        DicomTag.PatientID.Should().BeSameAs(DicomTag.PatientID);
    }

    [Fact]
    public void Every_generated_tag_has_its_keyword_in_the_dictionary()
    {
        // The properties and the tables are generated apart: the place in the table that a property names must be its own.
        System.Reflection.PropertyInfo[] properties = [.. typeof(DicomTag).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)];

        properties.Should().HaveCountGreaterThan(4800);
        foreach (System.Reflection.PropertyInfo property in properties)
        {
            var tag = (DicomTag)property.GetValue(null)!;
            DicomDictionaryEntry entry = tag.DictionaryEntry;
            (entry.Keyword + (entry.IsRetired && tag.Group != 0 ? "RETIRED" : "")).Should().Be(property.Name);
        }
    }

    [Fact]
    public void Single_value_of_a_large_uid_table_is_named()
    {
        DicomUID.Parse("1.2.840.10008.5.1.4.1.1.481.3").Should().BeSameAs(DicomUID.RTStructureSetStorage);
        DicomUID.RTStructureSetStorage.Name.Should().Be("RT Structure Set Storage");
        DicomUID.CTImageStorage.IsImageStorage.Should().BeTrue();
        DicomUID.Parse("1.2.3").Type.Should().Be(DicomUidType.Unknown);
        DicomTransferSyntax.ExplicitVRLittleEndian.UID.UID.Should().Be("1.2.840.10008.1.2.1");
    }
}
