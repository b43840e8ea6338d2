using ContourFlow.Bench.Scaling;

namespace ContourFlow.Bench.Tests.Scaling;

/// <summary>The manifests of this repository are those that are simulated.</summary>
public sealed class DeployedScalingTests
{
    [Fact]
    public void Scaling_of_the_manifests_can_be_simulated()
    {
        ScaledObject scaled = DeployedScaling.Read(Path.Combine(Root, DeployedScaling.ScaledObjectFile));
        scaled.MinReplicaCount.Should().BePositive("the first case of a day is not to wait for a node");
        scaled.MaxReplicaCount.Should().BeGreaterThan(scaled.MinReplicaCount);
    }

    [Fact]
    public void Worker_that_is_asked_to_stop_may_finish_the_longest_case()
    {
        using StreamReader worker = File.OpenText(Path.Combine(Root, DeployedScaling.WorkerFile));
        DeployedScaling.MayFinish(worker).Should().BeGreaterThan(15 * 60, "Processing:LongestCase is 15 minutes by default");
    }

    [Fact]
    public void Time_to_finish_is_three_fifths_of_the_workers_shutdown_timeout()
    {
        using var worker = new StringReader("spec: { containers: [{ env: [{ name: CONTOURFLOW__Operations__ShutdownTimeout, value: \"00:10:00\" }] }] }");
        DeployedScaling.MayFinish(worker).Should().Be(360);
        using var other = new StringReader("spec: { containers: [{ env: [] }] }");
        FluentActions.Invoking(() => DeployedScaling.MayFinish(other)).Should().Throw<InvalidDataException>();
    }

    private static string Root
    {
        get
        {
            for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "ContourFlow.sln")))
                    return folder;
            }

            throw new InvalidOperationException("The tests run from a folder outside the repository.");
        }
    }
}
