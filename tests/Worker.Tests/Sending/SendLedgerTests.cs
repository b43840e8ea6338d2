using ContourFlow.Worker.Output;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Tests.Sending;

public sealed class SendLedgerTests : IDisposable
{
    private static readonly RemoteAe Pacs = new("MY PACS/1", "host", 104);
    private static readonly OutgoingObject Slice = new("a.dcm", "1.2", "2.25.1", "2.25.2", "2.25.3", "aa");

    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void What_was_written_is_there_in_the_next_run()
    {
        using (SendLedger ledger = SendLedger.Open(place.Path, Pacs))
            ledger.Write(ledger.Of(Slice) with { State = SendState.CommitmentAsked, TransactionUid = "2.25.9", Status = 0xB000, Attempts = 2 });

        using SendLedger next = SendLedger.Open(place.Path, Pacs);
        next.Of(Slice).Should().Be(new SendRecord("2.25.1", "aa", SendState.CommitmentAsked) { TransactionUid = "2.25.9", Status = 0xB000, Attempts = 2 });
    }

    [Fact]
    public void Other_content_under_the_same_uid_waits()
    {
        using SendLedger ledger = SendLedger.Open(place.Path, Pacs);
        ledger.Write(ledger.Of(Slice) with { State = SendState.Committed });

        ledger.Of(Slice with { Sha256 = "bb" }).State.Should().Be(SendState.Waiting);
        ledger.Of(Slice).IsProven.Should().BeTrue();
    }

    [Fact]
    public void Line_that_was_cut_is_passed_over_and_the_next_one_stands_by_itself()
    {
        using (SendLedger ledger = SendLedger.Open(place.Path, Pacs))
        {
            ledger.Write(ledger.Of(Slice) with { State = SendState.Sent });
            ledger.Write(ledger.Of(Slice) with { State = SendState.Committed });
        }

        // A process that ended in the middle of its last write.
        string file = Directory.GetFiles(place.Path).Single();
        using (FileStream cut = new(file, FileMode.Open))
            cut.SetLength(cut.Length - 20);

        using (SendLedger ledger = SendLedger.Open(place.Path, Pacs))
        {
            ledger.Of(Slice).State.Should().Be(SendState.Sent);
            ledger.Write(ledger.Of(Slice) with { State = SendState.Found });
        }

        using SendLedger last = SendLedger.Open(place.Path, Pacs);
        last.Of(Slice).State.Should().Be(SendState.Found);
    }

    [Fact]
    public void Second_run_at_the_same_time_is_refused()
    {
        using SendLedger first = SendLedger.Open(place.Path, Pacs);

        var act = () => SendLedger.Open(place.Path, Pacs);

        act.Should().Throw<OutputException>().WithMessage("*Another run*");
    }

    [Fact]
    public void Each_destination_has_a_ledger_of_its_own()
    {
        using SendLedger one = SendLedger.Open(place.Path, Pacs);
        using SendLedger other = SendLedger.Open(place.Path, Pacs with { Title = "MY PACS 1" });
        one.Write(one.Of(Slice) with { State = SendState.Sent });

        other.Of(Slice).State.Should().Be(SendState.Waiting);
        Directory.GetFiles(place.Path).Should().HaveCount(2);
    }

    [Fact]
    public void Archives_of_one_title_at_other_addresses_have_ledgers_of_their_own()
    {
        using SendLedger one = SendLedger.Open(place.Path, Pacs);
        one.Write(one.Of(Slice) with { State = SendState.Committed });
        using SendLedger otherHost = SendLedger.Open(place.Path, Pacs with { Host = "elsewhere" });
        using SendLedger otherPort = SendLedger.Open(place.Path, Pacs with { Port = 105 });

        // What one archive keeps says nothing of another that happens to have the same title.
        otherHost.Of(Slice).IsProven.Should().BeFalse();
        otherPort.Of(Slice).IsProven.Should().BeFalse();
    }

    [Theory]
    [InlineData("0000", nameof(SendState.Sent))]
    [InlineData("B000", nameof(SendState.Sent))]
    [InlineData("A700", nameof(SendState.Waiting))]
    [InlineData("A7FE", nameof(SendState.Waiting))]
    [InlineData("0110", nameof(SendState.Waiting))]
    [InlineData("0213", nameof(SendState.Waiting))]
    [InlineData("A900", nameof(SendState.Refused))]
    [InlineData("C000", nameof(SendState.Refused))]
    [InlineData("0111", nameof(SendState.Sent))]
    [InlineData("0122", nameof(SendState.Refused))]
    [InlineData("0124", nameof(SendState.Refused))]
    public void Answer_to_a_store_says_what_is_next(string code, string state) =>
        // PS3.4 table B.2-1; what may pass is tried again.
        StoreAnswer.StateAfter(DicomStatus.Lookup(Convert.ToUInt16(code, 16)), followsOther: false).ToString().Should().Be(state);
}
