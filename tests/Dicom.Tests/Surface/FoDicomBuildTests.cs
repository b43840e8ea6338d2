namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>
/// The rest of the repository compiles against fo-dicom: shown with a package that is made here of the listing, because
/// the real one is not on the registry that this project restores from.
/// </summary>
public sealed class FoDicomBuildTests
{
    [Fact]
    public async Task Everything_but_the_toolkit_compiles_against_the_package()
    {
        using var feed = new FoDicomFeed();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(15));

        var packed = await feed.PackAsync(limit.Token);
        packed.ExitCode.Should().Be(0, packed.Output);

        // The program takes Contouring and Phantom with it. The benchmarks measure src/Dicom itself.
        var built = await feed.BuildAsync("src/Worker", limit.Token);
        built.ExitCode.Should().Be(0, built.Output);

        feed.Files("Worker").Should().Contain(["contourflow.dll", "fo-dicom.core.dll"]).And.NotContain("ContourFlow.Dicom.dll");
    }

    [Fact]
    public void Version_that_is_listed_is_the_one_that_is_pinned() =>
        FoDicomFeed.Pinned("fo-dicom").Should().Be(FoDicomListing.Version);

    [Theory]
    [InlineData("protected DicomService(INetworkStream stream, Encoding fallbackEncoding, ILogger logger, DicomServiceDependencies dependencies)")]
    [InlineData("public delegate void ResponseDelegate(DicomCStoreRequest request, DicomCStoreResponse response);")]
    [InlineData("public DicomCStoreRequest.ResponseDelegate OnResponseReceived;")]
    [InlineData("public EventHandler<DicomRequest.OnTimeoutEventArgs> OnTimeout;")]
    [InlineData("public static IDicomServer Create<T>(int port, ITlsAcceptor tlsAcceptor = null, Encoding fallbackEncoding = null, ILogger logger = null")]
    [InlineData("public class DicomPresentationContextCollection : ICollection<DicomPresentationContext>")]
    [InlineData("public static IServiceCollection AddFellowOakDicom(this IServiceCollection services)")]
    public void Package_has_what_the_network_needs(string declaration) => FoDicomStub.Source().Should().Contain(declaration);
}
