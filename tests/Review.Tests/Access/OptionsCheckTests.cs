using ContourFlow.Review.Hosting;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Which ways of serving the page are refused at the start, and by which option's name.</summary>
public sealed class OptionsCheckTests
{
    private static readonly OpenIdConnectAccess Provider = new() { Authority = "https://id.example.org", ClientId = "contourflow" };

    private static readonly ReviewOptions Behind = new()
    {
        Folder = "review",
        Address = "10.0.0.5",
        PublicAddress = new Uri("https://review.example.org"),
        KnownProxies = ["10.0.0.2"],
        Access = new ReviewAccess { OpenIdConnect = Provider },
    };

    [Fact]
    public void Default_and_what_the_page_of_docs_shows_are_sound()
    {
        ReviewOptionsCheck.Faults(new ReviewOptions { Folder = "review" }).Should().BeEmpty();
        ReviewOptionsCheck.Faults(new ReviewOptions { Folder = "review", Address = "::1" }).Should().BeEmpty();
        ReviewOptionsCheck.Faults(Behind).Should().BeEmpty();
        ReviewOptionsCheck.Faults(Behind with { KnownProxies = ["10.42.0.0/16", "fd00:42::/48", "2001:db8::1"] }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.5")]
    [InlineData("::")]
    public void Printed_link_is_for_loopback_addresses_only(string address) =>
        ReviewOptionsCheck.Faults(new ReviewOptions { Folder = "review", Address = address }).Select(fault => fault.Option).Should().Contain("Address").And.Contain("PublicAddress");

    public static TheoryData<string, string> Faulty => new()
    {
        { "no provider", "Address" },
        { "no proxy and no certificate", "Address" },
        { "no public address", "PublicAddress" },
        { "public address in the clear", "PublicAddress" },
        { "public address with a path", "PublicAddress" },
        { "proxy that is no address", "KnownProxies" },
        { "network of no length", "KnownProxies" },
        { "network of every address", "KnownProxies" },
        { "authority in the clear", "OpenIdConnect:Authority" },
        { "no client id", "OpenIdConnect:ClientId" },
        { "one name for two roles", "OpenIdConnect" },
        { "certificate that is not there", "Certificate" },
        { "session shorter than idle", "SessionTimeout" },
        { "no such port", "Port" },
        { "no viewer in the folder", "OhifFolder" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void What_is_unsafe_or_impossible_is_named(string what, string option)
    {
        ReviewOptions options = what switch
        {
            "no provider" => Behind with { Access = new ReviewAccess() },
            "no proxy and no certificate" => Behind with { KnownProxies = [] },
            "no public address" => Behind with { PublicAddress = null },
            "public address in the clear" => Behind with { PublicAddress = new Uri("http://review.example.org") },
            "public address with a path" => Behind with { PublicAddress = new Uri("https://review.example.org/page") },
            "proxy that is no address" => Behind with { KnownProxies = ["proxy.example.org"] },
            "network of no length" => Behind with { KnownProxies = ["10.42.0.0/"] },
            "network of every address" => Behind with { KnownProxies = ["0.0.0.0/0"] },
            "authority in the clear" => Behind with { Access = new ReviewAccess { OpenIdConnect = Provider with { Authority = "http://id.example.org" } } },
            "no client id" => Behind with { Access = new ReviewAccess { OpenIdConnect = Provider with { ClientId = "" } } },
            "one name for two roles" => Behind with { Access = new ReviewAccess { OpenIdConnect = Provider with { Viewer = "all", Reviewer = "all" } } },
            "certificate that is not there" => Behind with { Certificate = new ReviewCertificate("none.pem", "none.key") },
            "session shorter than idle" => Behind with { Access = new ReviewAccess { OpenIdConnect = Provider, SessionTimeout = TimeSpan.FromMinutes(5) } },
            "no such port" => Behind with { Port = 70_000 },
            _ => Behind with { OhifFolder = "nowhere" },
        };

        ReviewOptionsCheck.Faults(options).Select(fault => fault.Option).Should().Contain(option);
        FluentBuild(options).Should().Throw<ArgumentException>();
    }

    private static Action FluentBuild(ReviewOptions options) => () => ReviewServer.Build(options, new NoServices());

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
