using System.Net;
using System.Net.Http.Json;
using ContourFlow.Review.Hosting;
using ContourFlow.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Hosting;

/// <summary>The review page as a part of a process of the service.</summary>
public sealed class ReviewHostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Roles.Review)]
    [InlineData(Roles.All)]
    internal async Task Page_is_served_and_its_link_is_told_and_signs_in(Roles roles)
    {
        ServiceOptions options = Options();
        using var said = new StringWriter();
        await using WebApplication service = ServiceRun.Build(options, roles, verbose: false, said);
        await ServiceRun.StartAsync(service, Cancel);
        await service.Services.GetRequiredService<RegistryMigration>().ExecuteTask!;

        string line = said.ToString().Split('\n').Single(text => text.StartsWith("Review page, for one browser, once: ", StringComparison.Ordinal));
        var link = new Uri(line["Review page, for one browser, once: ".Length..].Trim());
        using HttpClient client = new() { BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)) };
        using HttpResponseMessage page = await client.GetAsync(new Uri("/", UriKind.Relative), Cancel);
        page.StatusCode.Should().Be(HttpStatusCode.OK, "the page's files are beside the program");
        page.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Headers.CacheControl!.NoCache.Should().BeTrue();
        using HttpResponseMessage signIn = await client.GetAsync(new Uri("/signin", UriKind.Relative), Cancel);
        signIn.StatusCode.Should().Be(HttpStatusCode.OK);
        using HttpResponseMessage signedIn = await client.PostAsJsonAsync("/api/signin", new { token = link.Fragment["#token=".Length..], name = "anna" }, Cancel);
        signedIn.StatusCode.Should().Be(HttpStatusCode.OK);
        using HttpResponseMessage cases = await client.GetAsync(new Uri("/api/cases", UriKind.Relative), Cancel);
        cases.StatusCode.Should().Be(HttpStatusCode.OK);

        // The next link, as another process of this account finds it.
        CommandLineRun asked = await CommandLineRun.Of("review", "--link", "--set", $"Data={options.Data}");
        asked.ExitCode.Should().Be(ExitCode.Done);
        asked.Out.Trim().Should().Be(said.ToString().Split('\n').Last(text => text.StartsWith("Review page", StringComparison.Ordinal))["Review page, for one browser, once: ".Length..].Trim());
        asked.Out.Should().NotContain(link.Fragment);
        await service.StopAsync(Cancel);

        CommandLineRun after = await CommandLineRun.Of("review", "--link", "--set", $"Data={options.Data}");
        after.ExitCode.Should().Be(ExitCode.PeerUnavailable);
    }

    [Fact]
    public async Task Port_of_the_page_that_is_taken_keeps_nothing_else_of_serve_from_running()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        ServiceOptions options = Options();
        options = options with { Review = options.Review with { Port = ((IPEndPoint)taken.LocalEndpoint).Port } };
        using var said = new StringWriter();
        await using WebApplication service = ServiceRun.Build(options, Roles.All, verbose: false, said);

        await ServiceRun.StartAsync(service, Cancel);

        service.Services.GetRequiredService<ReviewHost>().IsListening.Should().BeFalse();
        said.ToString().Should().Contain("There is no review page, everything else runs");
        await service.StopAsync(Cancel);
    }

    [Fact]
    public async Task Page_that_is_turned_off_is_not_part_of_serve()
    {
        ServiceOptions options = Options();
        options = options with { Review = options.Review with { Enabled = false } };
        using var said = new StringWriter();
        await using WebApplication service = ServiceRun.Build(options, Roles.All, verbose: false, said);

        service.Services.GetService<ReviewHost>().Should().BeNull();
        ReviewServer.SignInLink(ReviewHost.FolderOf(options)).Should().BeNull();
    }

    [Fact]
    public async Task Logs_of_json_lines_hold_no_link()
    {
        ServiceOptions options = Options();
        options = options with { Operations = options.Operations with { JsonLogs = true } };
        using var said = new StringWriter();
        await using WebApplication service = ServiceRun.Build(options, Roles.Review, verbose: true, said);
        await ServiceRun.StartAsync(service, Cancel);

        ReviewServer.SignInLink(ReviewHost.FolderOf(options)).Should().NotBeNull();
        said.ToString().Should().NotContain("token=").And.Contain("Review page at http://127.0.0.1:");
        await service.StopAsync(Cancel);
    }

    [Fact]
    public void Faults_of_the_page_are_told_with_the_others_where_it_is_part_of_the_process()
    {
        ServiceOptions options = new()
        {
            Queue = new QueueSection { Url = "amqp://broker" },
            Review = new ReviewSection { Address = "0.0.0.0", Port = 8080, IdleTimeout = TimeSpan.Zero, Tls = new() { Certificate = folder["none.pem"], Key = folder["none.key"] }, OpenIdConnect = new() { ClientId = "contourflow" } },
        };

        Named(Roles.All).Should().BeEquivalentTo("Review:PublicAddress", "Review:Tls", "Review:IdleTimeout", "Review:OpenIdConnect:Authority", "Operations:Port, Review:Port");
        Named(Roles.Worker).Should().BeEmpty();
        options = options with { Review = options.Review with { Enabled = false } };
        Named(Roles.All).Should().BeEmpty();
        Named(Roles.Review).Should().NotBeEmpty("it is what this process is");

        string[] Named(Roles roles) => [.. ServiceOptionsCheck.Faults(options, roles).Select(fault => fault.Split(": ")[0])];
    }

    [Fact]
    public void Page_alone_needs_no_broker() => ServiceOptionsCheck.Faults(new ServiceOptions(), Roles.Review).Should().BeEmpty();

    private ServiceOptions Options() => new()
    {
        Data = folder["data"],
        Receiver = new ReceiverSection { Address = "127.0.0.1", Port = 0, KeepFreeMiB = 0 },
        Objects = new ObjectsSection { KeepFreeMiB = 0 },
        Operations = new OperationsSection { Port = 0 },
        Review = new ReviewSection { Port = 0 },
    };
}
