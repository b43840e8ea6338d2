using System.Collections.Frozen;
using System.Net;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>STOW-RS into the folder of received objects.</summary>
public sealed class ObjectFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_answered_as_stored_lies_in_its_place_and_nothing_else_does()
    {
        SmallObject one = SmallObject.Make(1), two = SmallObject.Make(2);

        // Announced as another: the meta information of two before the data set of three.
        byte[] swapped = [.. two.File[..^two.DataSet.Length], .. SmallObject.Make(3).DataSet];
        await using (ObjectFolder intake = ObjectFolder.Open(new IntakeOptions(folder["in"]) { FreeBytes = 0, FreePercent = 0 }, NullLogger.Instance, TimeProvider.System))
        {
            var options = new StowEndpointOptions { SopClasses = FrozenSet.Create(StringComparer.Ordinal, SmallObject.SopClass) };
            await using LoopbackServer server = await LoopbackServer.StartAsync(routes => routes.MapStow(intake, options));
            using var http = new HttpClient();

            async Task<StowAnswer> PostAsync(byte[] body) =>
                await StowAnswer.OfAsync(await http.SendAsync(StowBody.Request(new Uri(server.Address, "/dicom-web/studies"), StowBody.Content(body))));

            StowAnswer first = await PostAsync(StowBody.Of(one.File, swapped, "torn"u8.ToArray()));
            StowAnswer again = await PostAsync(StowBody.Of(one.File, SmallObject.Make(1, fill: 8).File));
            StowAnswer cut = await PostAsync(StowBody.Of(two.File)[..^60]);

            first.Status.Should().Be(HttpStatusCode.Accepted);
            first.Stored.Should().Equal(one.SopInstanceUid);
            first.Failed.Should().Equal((two.SopInstanceUid, 0xA900));
            first.Other.Should().Equal(0xC000);
            again.Status.Should().Be(HttpStatusCode.OK);
            cut.Status.Should().Be(HttpStatusCode.BadRequest);
            intake.Conflicts.Should().ContainSingle();
            intake.Holds(SmallObject.SopClass, one.SopInstanceUid).Should().BeTrue();
            intake.Holds(SmallObject.SopClass, two.SopInstanceUid).Should().BeFalse();
        }

        string[] placed = [.. Directory.EnumerateFiles(folder["in"], "*.dcm", SearchOption.AllDirectories).Where(path => !path.Contains("/.", StringComparison.Ordinal))];
        placed.Should().Equal(Path.Combine(folder["in"], SmallObject.Study, SmallObject.Series, $"{one.SopInstanceUid}.dcm"));
        byte[] file = await File.ReadAllBytesAsync(placed[0], TestContext.Current.CancellationToken);
        file.AsSpan().EndsWith(one.DataSet).Should().BeTrue();
        DicomFile.Open(placed[0]).Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID).Should().Be(one.SopInstanceUid);
    }
}
