using System.Net;

namespace ContourFlow.Review.Tests.Access;

/// <summary>When sessions end, by the injected clock: after the idle time without a person's request, and after the longest time whatever is done.</summary>
public sealed class SessionTimeTests
{
    // Short ones: the server asks its registry for each second that goes by.
    private static readonly ReviewAccess Short = new() { IdleTimeout = TimeSpan.FromMinutes(2), SessionTimeout = TimeSpan.FromMinutes(4) };

    [Fact]
    public async Task Session_ends_when_nothing_is_done_for_the_idle_time()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync(options => options with { Access = Short with { SessionTimeout = TimeSpan.FromHours(12) } });
        using Browser browser = await place.SignedInAsync();

        place.Time.Advance(TimeSpan.FromSeconds(110));
        (await browser.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.OK);
        place.Time.Advance(TimeSpan.FromSeconds(110));
        (await browser.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.OK, "what is done keeps it alive");
        place.Time.Advance(TimeSpan.FromSeconds(121));
        (await browser.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_the_page_asks_by_itself_keeps_no_session_alive()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync(options => options with { Access = Short });
        using Browser browser = await place.SignedInAsync();

        place.Time.Advance(TimeSpan.FromSeconds(80));
        (await browser.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.GetAsync("/api/events")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.GetAsync($"/api/cases/{ReviewPlace.Case(1)}/doses")).StatusCode.Should().Be(HttpStatusCode.OK);
        place.Time.Advance(TimeSpan.FromSeconds(41));

        (await browser.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_ends_after_its_longest_time_whatever_is_done()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync(options => options with { Access = Short });
        using Browser browser = await place.SignedInAsync();

        foreach (int seconds in new[] { 90, 180 })
        {
            place.Time.Advance(TimeSpan.FromSeconds(90));
            (await browser.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.OK, $"{seconds} seconds are less than four minutes");
        }

        DateTimeOffset told = (await browser.JsonAsync("/api/session"))["expiresAt"]!.GetValue<DateTimeOffset>();
        told.Should().Be(new DateTimeOffset(2026, 3, 1, 8, 4, 0, TimeSpan.Zero), "it began at 8 o'clock");
        place.Time.Advance(TimeSpan.FromSeconds(60));
        (await browser.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }
}
