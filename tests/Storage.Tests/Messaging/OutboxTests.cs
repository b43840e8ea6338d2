using System.Collections.Concurrent;
using System.Text.Json;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Messaging;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Messaging;

public sealed class OutboxTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Eight_senders_at_once_take_each_message_once(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        for (int patient = 1; patient <= 20; patient++)
            await OpenedAsync(registry, patient);
        TestRegistry[] senders = [.. Enumerable.Range(1, 8).Select(number => registry.Beside($"sender-{number}"))];
        var sent = new ConcurrentBag<long>();
        await Task.WhenAll(senders.Select(sender => Task.Run(async () =>
        {
            while (await sender.Outbox.TakeAsync("sender", 3, TimeSpan.FromMinutes(1), default) is { Count: > 0 } messages)
            {
                messages.Select(message => message.Sequence).Should().BeInAscendingOrder();
                foreach (OutboxMessage message in messages)
                    sent.Add(message.Sequence);
                await sender.Outbox.SentAsync([.. messages.Select(message => message.Sequence)], default);
            }
        })));
        sent.Should().OnlyHaveUniqueItems().And.HaveCount(40);
        (await registry.Outbox.BacklogAsync(default)).Should().Be((0, (DateTimeOffset?)null));
        foreach (TestRegistry sender in senders)
            await sender.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Messages_are_contracts_the_oldest_first(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry, 1);
        DateTimeOffset first = registry.Time.GetUtcNow();
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await OpenedAsync(registry, 2);
        (await registry.Outbox.BacklogAsync(default)).Should().Be((4, first));
        IReadOnlyList<OutboxMessage> messages = await registry.Outbox.TakeAsync("sender", 3, TimeSpan.FromMinutes(1), default);
        messages.Select(message => message.Type).Should().Equal(typeof(ProcessCase).FullName, typeof(RevisionOpened).FullName, typeof(ProcessCase).FullName);
        JsonSerializer.Deserialize<ProcessCase>(messages[0].Body).Should().Be(new ProcessCase(Case(1), 1));
        JsonSerializer.Deserialize<RevisionOpened>(messages[1].Body)!.At.Should().Be(first);
        JsonSerializer.Deserialize<ProcessCase>(messages[2].Body).Should().Be(new ProcessCase(Case(2), 1));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_message_that_was_not_sent_is_anothers_at_once_when_given_back_and_later_when_not(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        IReadOnlyList<OutboxMessage> taken = await registry.Outbox.TakeAsync("one", 10, TimeSpan.FromMinutes(1), default);
        (await registry.Outbox.TakeAsync("other", 10, TimeSpan.FromMinutes(1), default)).Should().BeEmpty();
        await registry.Outbox.ReturnAsync([taken[1].Sequence], default);
        (await registry.Outbox.TakeAsync("other", 10, TimeSpan.FromMinutes(1), default)).Should().Equal(taken[1]);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        (await registry.Outbox.TakeAsync("other", 10, TimeSpan.FromMinutes(1), default)).Should().Equal(taken);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Written_is_raised_after_the_commit_and_only_for_messages(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        int raised = 0;
        Task<int> seen = Task.FromResult(0);
        registry.Outbox.Written += () =>
        {
            raised++;
            // From another thread, as another process would see it.
            seen = Task.Run(async () => (await registry.Outbox.BacklogAsync(default)).Count);
            seen.Wait(TimeSpan.FromSeconds(20)).Should().BeTrue();
        };
        await registry.Filing.FileAsync(Study(1), default);
        raised.Should().Be(0);
        (await OpenAsync(registry)).Should().BeTrue();
        raised.Should().Be(1);
        (await seen).Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_message_of_a_clock_that_has_gone_back_a_day_is_due(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using var fast = new TestRegistry(provider, registry.Connection, "fast", new(registry.Time.GetUtcNow() + TimeSpan.FromDays(1)));
        await OpenedAsync(fast);
        await fast.Outbox.TakeAsync("fast", 1, TimeSpan.FromMinutes(1), default);
        (await registry.Outbox.TakeAsync("right", 10, TimeSpan.FromMinutes(1), default)).Should().HaveCount(2);
    }
}
