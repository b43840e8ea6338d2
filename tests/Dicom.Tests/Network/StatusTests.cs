namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Statuses of responses.</summary>
public class StatusTests
{
    [Theory]
    // PS3.7 annex C.
    [InlineData(0x0000, DicomState.Success)]
    [InlineData(0x0001, DicomState.Warning)]
    [InlineData(0x0105, DicomState.Failure)]
    [InlineData(0x0106, DicomState.Failure)]
    [InlineData(0x0107, DicomState.Warning)]
    [InlineData(0x0110, DicomState.Failure)]
    [InlineData(0x0111, DicomState.Failure)]
    [InlineData(0x0112, DicomState.Failure)]
    [InlineData(0x0113, DicomState.Failure)]
    [InlineData(0x0114, DicomState.Failure)]
    [InlineData(0x0115, DicomState.Failure)]
    [InlineData(0x0116, DicomState.Warning)]
    [InlineData(0x0117, DicomState.Failure)]
    [InlineData(0x0118, DicomState.Failure)]
    [InlineData(0x0119, DicomState.Failure)]
    [InlineData(0x0120, DicomState.Failure)]
    [InlineData(0x0121, DicomState.Failure)]
    [InlineData(0x0122, DicomState.Failure)]
    [InlineData(0x0123, DicomState.Failure)]
    [InlineData(0x0124, DicomState.Failure)]
    [InlineData(0x0210, DicomState.Failure)]
    [InlineData(0x0211, DicomState.Failure)]
    [InlineData(0x0212, DicomState.Failure)]
    [InlineData(0x0213, DicomState.Failure)]
    [InlineData(0xFE00, DicomState.Cancel)]
    [InlineData(0xFF00, DicomState.Pending)]
    // PS3.4 B.2.3.
    [InlineData(0xA700, DicomState.Failure)]
    [InlineData(0xA7FF, DicomState.Failure)]
    [InlineData(0xA900, DicomState.Failure)]
    [InlineData(0xA9AB, DicomState.Failure)]
    [InlineData(0xC000, DicomState.Failure)]
    [InlineData(0xCFFF, DicomState.Failure)]
    [InlineData(0xB000, DicomState.Warning)]
    [InlineData(0xB006, DicomState.Warning)]
    [InlineData(0xB007, DicomState.Warning)]
    // PS3.4 C.4.1.1.4, C.4.2.1.5.
    [InlineData(0xA701, DicomState.Failure)]
    [InlineData(0xA702, DicomState.Failure)]
    [InlineData(0xA801, DicomState.Failure)]
    [InlineData(0xFF01, DicomState.Pending)]
    public void Code_of_the_standard_has_its_class_and_keeps_its_number(int code, DicomState state)
    {
        var status = DicomStatus.Lookup((ushort)code);

        status.Code.Should().Be((ushort)code);
        status.State.Should().Be(state);
        status.Description.Should().NotBe("Unknown status");
    }

    [Fact]
    public void Code_that_nobody_defined_is_a_failure()
    {
        // 0300, 8000, DEAD lie in no range of PS3.7 annex C.
        foreach (ushort code in new ushort[] { 0x0300, 0x8000, 0xDEAD, 0xFF02, 0xFFFF })
        {
            var status = DicomStatus.Lookup(code);
            status.State.Should().Be(DicomState.Failure);
            status.Code.Should().Be(code);
        }
    }

    [Fact]
    public void Only_0000_is_success_and_only_FF00_and_FF01_are_pending()
    {
        DicomState[] states = [.. Enumerable.Range(0, 0x10000).Select(code => DicomStatus.Lookup((ushort)code).State)];

        states.Index().Where(at => at.Item == DicomState.Success).Select(at => at.Index).Should().Equal(0x0000);
        states.Index().Where(at => at.Item == DicomState.Pending).Select(at => at.Index).Should().Equal(0xFF00, 0xFF01);
        states.Index().Where(at => at.Item == DicomState.Cancel).Select(at => at.Index).Should().Equal(0xFE00);
    }

    [Fact]
    public void Code_of_a_range_equals_the_range()
    {
        (DicomStatus.Lookup(0xA701) == DicomStatus.StorageStorageOutOfResources).Should().BeTrue();
        (DicomStatus.Lookup(0xC123) == DicomStatus.StorageCannotUnderstand).Should().BeTrue();
        (DicomStatus.Lookup(0xA801) == DicomStatus.StorageStorageOutOfResources).Should().BeFalse();
        (DicomStatus.Lookup(0xC123) != DicomStatus.StorageCannotUnderstand).Should().BeFalse();
        (DicomStatus.Success == null).Should().BeFalse();
        DicomStatus.Lookup(0xC123).GetHashCode().Should().Be(DicomStatus.StorageCannotUnderstand.GetHashCode(), "equal things have equal hash codes");
        DicomStatus.Lookup(0).Should().Be(DicomStatus.Success);
    }

    [Theory]
    [InlineData("")]
    [InlineData("011")]
    [InlineData("01100")]
    [InlineData("A7x0")]
    [InlineData("xxxx")]
    [InlineData("GHIJ")]
    [InlineData(" 110")]
    public void Code_that_is_not_written_as_the_standard_writes_it_is_refused(string code) =>
        FluentActions.Invoking(() => new DicomStatus(code, DicomState.Failure, "")).Should().Throw<ArgumentException>();

    [Fact]
    public void Added_status_is_found_and_does_not_hide_one_of_the_standard()
    {
        // D0xx: no part of DICOM has it.
        DicomStatus.AddKnownDicomStatuses([new DicomStatus("D0xx", DicomState.Warning, "a manufacturer's"), new DicomStatus("0110", DicomState.Success, "a lie")]);

        DicomStatus.Lookup(0xD012).State.Should().Be(DicomState.Warning);
        DicomStatus.Lookup(0x0110).State.Should().Be(DicomState.Failure);
    }

    [Fact]
    public void Text_of_the_peer_is_kept_and_not_printed()
    {
        var status = new DicomStatus(DicomStatus.ProcessingFailure, "no room for DOE^JOHN");

        status.ErrorComment.Should().Be("no room for DOE^JOHN");
        status.ToString().Should().Be("Failure [0110: Processing failure]");
    }
}
