using ContourFlow.Contracts;
using ContourFlow.Review.Live;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Reviewing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Review.Tests.Live;

/// <summary>Following a registry that answers as a test says.</summary>
public sealed class CaseChangesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listener_that_takes_nothing_is_let_go_and_the_others_get_everything()
    {
        var records = new Told();
        using CaseChanges changes = await StartAsync(records);
        using var leaving = new CancellationTokenSource();
        var slow = changes.Listen(leaving.Token);
        var quick = changes.Listen(leaving.Token);
        int taken = 0;

        // Four times half of what may wait for anybody.
        for (int round = 1; round <= 4; round++)
        {
            records.Answer = [.. Enumerable.Range(1, CaseChanges.Waiting / 2).Select(patient => Change(patient, round))];
            int expected = round * CaseChanges.Waiting / 2;
            while (taken < expected)
            {
                records.Time.Advance(CaseChanges.Pause);
                while (quick.TryRead(out _))
                    taken++;
                await Task.Delay(5, Cancel);
            }
        }

        int left = 0;
        while (await slow.WaitToReadAsync(Cancel))
        {
            while (slow.TryRead(out _))
                left++;
        }

        left.Should().Be(CaseChanges.Waiting, "that much waited, and then its reader ended");
        taken.Should().Be(2 * CaseChanges.Waiting);
        await changes.StopAsync(Cancel);
    }

    [Fact]
    public async Task Registry_that_was_away_is_asked_from_its_last_answer_on()
    {
        var records = new Told();
        using CaseChanges changes = await StartAsync(records);
        await AskedAsync(records, 1);
        DateTimeOffset answered = records.Asked[^1] + CaseChanges.Overlap;
        records.IsAway = true;
        await AskedAsync(records, 5);
        int before = records.Asked.Count;
        records.IsAway = false;
        await AskedAsync(records, 1);

        // The first answer came at the moment that it asked; what it asked for after that is from before then, however long nobody answered.
        records.Asked[before].Should().BeOnOrBefore(answered);
        await changes.StopAsync(Cancel);
    }

    private static async Task<CaseChanges> StartAsync(Told records)
    {
        var changes = new CaseChanges(records, records.Time, NullLogger<CaseChanges>.Instance);
        await changes.StartAsync(Cancel);
        return changes;
    }

    private static async Task AskedAsync(Told records, int more)
    {
        int until = records.Asked.Count + more;
        while (records.Asked.Count < until)
        {
            records.Time.Advance(CaseChanges.Pause);
            await Task.Delay(5, Cancel);
        }
    }

    private static ChangedCase Change(int patient, long version) => new(ReviewPlace.Case(patient), CaseState.Queued, 1, version);

    private sealed class Told : IReviewRecords
    {
        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

        public IReadOnlyList<ChangedCase> Answer { get; set; } = [];

        public bool IsAway { get; set; }

        /// <summary>From when it was asked, each time.</summary>
        public List<DateTimeOffset> Asked { get; } = [];

        public Task<IReadOnlyList<ChangedCase>> ChangedSinceAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
        {
            Asked.Add(since);
            return IsAway ? throw new StoreUnavailableException("Away.") : Task.FromResult(Answer);
        }

        public Task<IReadOnlyList<SeenPlanes>> SeenAsync(CaseId caseId, int revision, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SeenOutcome> AddSeenAsync(CaseId caseId, int revision, DateTimeOffset processedAt, string by, IReadOnlyCollection<int> planes, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
