using ContourFlow.Worker.Commitment;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Commitment;

public sealed class CommitmentMessagesTests
{
    private static readonly SopReference One = new("1.2.840.10008.5.1.4.1.1.2", "2.25.1");
    private static readonly SopReference Two = new("1.2.840.10008.5.1.4.1.1.4", "2.25.2");

    [Fact]
    public void Request_is_read_as_it_was_written()
    {
        var request = new CommitmentRequest("2.25.9", "US", "THEM", [One, Two]);

        CommitmentRequest read = CommitmentMessages.ReadRequest(CommitmentMessages.Write(request), "US", "THEM");

        read.Should().BeEquivalentTo(request);
    }

    [Fact]
    public void Report_is_read_as_it_was_written()
    {
        var report = new CommitmentReport("2.25.9", [One], [new CommitmentFailure(Two, 0x0112)]);

        CommitmentMessages.ReadReport(CommitmentMessages.Write(report)).Should().BeEquivalentTo(report);
    }

    [Fact]
    public void Report_without_failures_has_no_sequence_for_them()
    {
        // PS3.4 table J.3-2: Failed SOP Sequence is there only in a report with failures.
        DicomDataset written = CommitmentMessages.Write(new CommitmentReport("2.25.9", [One], []));

        written.Contains(DicomTag.FailedSOPSequence).Should().BeFalse();
        written.GetSequence(DicomTag.ReferencedSOPSequence).Items.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("1.2.3/4")]
    public void Transaction_that_is_no_uid_never_becomes_a_path(string uid)
    {
        var information = new DicomDataset().NotValidated();
        information.Add(DicomTag.TransactionUID, uid);

        var act = () => CommitmentMessages.ReadReport(information);

        act.Should().Throw<DicomDataException>().WithMessage("*TransactionUID*");
    }

    [Fact]
    public void Reference_without_an_instance_is_refused()
    {
        var information = new DicomDataset
        {
            { DicomTag.TransactionUID, "2.25.9" },
            new DicomSequence(DicomTag.ReferencedSOPSequence, new DicomDataset { { DicomTag.ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.2" } }),
        };

        var act = () => CommitmentMessages.ReadRequest(information, "US", "THEM");

        act.Should().Throw<DicomDataException>().WithMessage("*ReferencedSOPInstanceUID*");
    }

    [Fact]
    public void Object_whose_uid_has_a_leading_zero_can_be_committed_as_it_can_be_stored()
    {
        // Breaks PS3.5 section 9.1 and is met nevertheless; C-STORE takes it.
        var slice = new SopReference("1.2.840.10008.5.1.4.1.1.2", "1.2.03.4");
        var request = new CommitmentRequest("2.25.09", "US", "THEM", [slice]);

        CommitmentMessages.ReadRequest(CommitmentMessages.Write(request), "US", "THEM").Should().BeEquivalentTo(request);
        var report = new CommitmentReport("2.25.09", [slice], [new CommitmentFailure(slice, 0x0112)]);
        CommitmentMessages.ReadReport(CommitmentMessages.Write(report)).Should().BeEquivalentTo(report);
        using var place = new TemporaryFolder();
        var records = new JsonFolder<CommitmentReport>(place["reports"], CommitmentJson.Default.CommitmentReport, NullLogger.Instance);
        records.Write("2.25.09", report);
        records.Find("2.25.09").Should().BeEquivalentTo(report);
    }
}
