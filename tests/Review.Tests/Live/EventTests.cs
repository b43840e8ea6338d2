using System.Net;
using System.Text.Json.Nodes;

namespace ContourFlow.Review.Tests.Live;

/// <summary>Which cases change, as pages are told: by the real registry, and by the injected clock.</summary>
public sealed class EventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_reaches_everybody_who_listens_once()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser anna = await place.SignedInAsync("anna"), vera = await place.OfAsync("viewer", "vera");
        using Following first = await Following.OpenAsync(anna), second = await Following.OpenAsync(vera);

        await place.FileAsync(1);
        JsonObject told = await first.NextAsync(place), alsoTold = await second.NextAsync(place);

        told["caseId"]!.GetValue<string>().Should().Be(ReviewPlace.Case(1).ToString());
        told["state"]!.GetValue<string>().Should().Be("waiting");
        told["version"]!.GetValue<long>().Should().Be((await place.FindAsync(1)).Version);
        alsoTold.ToJsonString().Should().Be(told.ToJsonString());

        // Asked about again, for the overlap, it is not told again: the next that comes is another case.
        await place.FileAsync(2);
        (await first.NextAsync(place))["caseId"]!.GetValue<string>().Should().Be(ReviewPlace.Case(2).ToString());
    }

    [Fact]
    public async Task What_has_just_changed_is_told_first_to_who_begins_to_listen()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser anna = await place.SignedInAsync("anna");
        using Following before = await Following.OpenAsync(anna);
        await place.FileAsync(1);
        await before.NextAsync(place);

        // It listed its cases before, and listens only now.
        using Following late = await Following.OpenAsync(anna);

        (await late.NextAsync(place))["caseId"]!.GetValue<string>().Should().Be(ReviewPlace.Case(1).ToString());
    }

    [Fact]
    public async Task Listening_ends_at_once_when_the_server_stops_and_when_the_session_is_ended()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser anna = await place.SignedInAsync("anna"), berta = await place.SignedInAsync("berta");
        using Following first = await Following.OpenAsync(anna), second = await Following.OpenAsync(berta);

        (await anna.PostAsync("/api/signout", null)).StatusCode.Should().Be(HttpStatusCode.OK);
        await first.EndsAsync(place);

        Task stopping = place.Server.StopAsync(Cancel);
        await second.EndsAsync(place);
        await stopping;
    }

    [Fact]
    public async Task Listening_ends_with_the_session()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync(options => options with { Access = new ReviewAccess { IdleTimeout = TimeSpan.FromMinutes(1) } });
        using Browser anna = await place.SignedInAsync("anna");
        using Following following = await Following.OpenAsync(anna);

        place.Time.Advance(place.Options.Access.IdleTimeout + TimeSpan.FromSeconds(1));

        await following.EndsAsync(place);
        (await anna.GetAsync("/api/events")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private sealed class Following : IDisposable
    {
        private readonly HttpResponseMessage answer;
        private readonly StreamReader reader;
        private Task<string?>? line;

        private Following(HttpResponseMessage answer, Stream stream) => (this.answer, reader) = (answer, new StreamReader(stream));

        public static async Task<Following> OpenAsync(Browser browser)
        {
            HttpResponseMessage opened = await browser.GetAsync("/api/events");
            opened.StatusCode.Should().Be(HttpStatusCode.OK);
            opened.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
            var following = new Following(opened, await opened.Content.ReadAsStreamAsync(Cancel));
            (await following.reader.ReadLineAsync(Cancel)).Should().Be("retry: 2000");
            return following;
        }

        /// <summary>The next event; time goes on meanwhile.</summary>
        public async Task<JsonObject> NextAsync(ReviewPlace place)
        {
            while (await LineAsync(place) is { } text)
            {
                if (text == "event: case")
                    return JsonNode.Parse((await LineAsync(place))!["data: ".Length..])!.AsObject();
            }

            throw new InvalidOperationException("The stream has ended.");
        }

        /// <summary>Waits until the server ends it; time goes on meanwhile.</summary>
        public async Task EndsAsync(ReviewPlace place)
        {
            while (await LineAsync(place) is not null)
            {
            }
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }

        private async Task<string?> LineAsync(ReviewPlace place)
        {
            line ??= reader.ReadLineAsync(Cancel).AsTask();

            // Fast at first; but a session must not come to its end while a busy machine brings the answer.
            for (int second = 0; await Task.WhenAny(line, Task.Delay(second < 60 ? 20 : 1000, Cancel)) != line; second++)
                place.Time.Advance(TimeSpan.FromSeconds(1));
            Task<string?> read = line;
            line = null;
            return await read;
        }
    }
}
