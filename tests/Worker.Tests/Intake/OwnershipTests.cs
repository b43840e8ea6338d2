using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Intake;

public sealed class OwnershipTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Folder_that_was_removed_and_made_anew_by_another_is_no_longer_ours()
    {
        var time = new FakeTimeProvider();
        var first = new Ownership(place.Path, NullLogger.Instance, time);
        time.Advance(TimeSpan.FromSeconds(2));
        first.IsOurs.Should().BeTrue();

        // As another process would after the folder was removed under the first.
        var second = new Ownership(place.Path, NullLogger.Instance, time);
        time.Advance(TimeSpan.FromSeconds(2));

        first.IsOurs.Should().BeFalse();
        second.IsOurs.Should().BeTrue();
    }

    [Fact]
    public void Mark_that_cannot_be_read_is_not_anothers()
    {
        var time = new FakeTimeProvider();
        var ours = new Ownership(place.Path, NullLogger.Instance, time);
        File.Delete(Path.Combine(place.Path, "owner"));
        time.Advance(TimeSpan.FromSeconds(2));

        ours.IsOurs.Should().BeTrue("writing itself will say what is wrong");
    }
}
