using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Bodies with bytes changed, cut out and doubled: each ends in a report or in a fault of the body, and nothing half is left.</summary>
public sealed class MutatedBodyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(SmallObject.Study)]
    public async Task A_mutated_body_is_answered_or_is_a_fault_of_the_body(string? study)
    {
        byte[] whole = StowBody.Of(SmallObject.Make(1).File, SmallObject.Make(2).File);
        var random = new Random(20260102);
        int stored = 0, broken = 0;
        for (int i = 0; i < 3_000; i++)
        {
            var intake = new MemoryIntake();
            var transaction = new StowTransaction(intake, StowServer.Options, study, NullLogger.Instance);
            using var body = new MemoryStream(Mutated(whole, random));
            try
            {
                await transaction.RunAsync(new RelatedParts(StowBody.Boundary, body), TestContext.Current.CancellationToken);
            }
            catch (BrokenBodyException)
            {
                broken++;
            }

            stored += transaction.Report.Stored;
            intake.Open.Should().Be(0);
            intake.Kept.Keys.Should().OnlyContain(uid => InstanceUid.IsValid(uid));
            (intake.Kept.Count <= transaction.Report.Stored).Should().BeTrue("what is kept was reported");
            _ = transaction.Report.ToJson();
        }

        // Neither everything nor nothing gets through.
        stored.Should().BeInRange(500, 5_500);
        broken.Should().BeGreaterThan(100);
    }

    // Mostly in the first bytes of each half, where boundaries, headers and meta information are.
    private static byte[] Mutated(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(Math.Min(bytes.Count, 700)) + (random.Next(2) * Math.Max(0, (bytes.Count / 2) - 700));
            int count = Math.Min(random.Next(1, 60), bytes.Count - at);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }
}
