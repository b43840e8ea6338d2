using ContourFlow.Bench.Scaling;

namespace ContourFlow.Bench.Tests.Scaling;

public sealed class ScaledObjectTests
{
    [Fact]
    public void What_a_manifest_says_is_read_and_what_it_leaves_out_has_the_documented_defaults()
    {
        ScaledObject read = Read("""
            apiVersion: keda.sh/v1alpha1
            kind: TriggerAuthentication
            metadata: { name: broker }
            ---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: { name: worker }
            spec:
              pollingInterval: 10
              maxReplicaCount: 8
              fallback: { failureThreshold: 3, replicas: 2, behavior: currentReplicasIfHigher }
              advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleDown:
                      stabilizationWindowSeconds: 600
                      selectPolicy: Min
                      policies: [{ type: Pods, value: 1, periodSeconds: 120 }, { type: Percent, value: 10, periodSeconds: 60 }]
              triggers:
                - type: rabbitmq
                  metadata: { protocol: http, queueName: q, mode: QueueLength, value: "2", activationValue: "1" }
            """);

        read.PollingInterval.Should().Be(10);
        (read.MinReplicaCount, read.MaxReplicaCount, read.CooldownPeriod).Should().Be((0, 8, 300));
        (read.Value, read.ActivationValue).Should().Be((2, 1));
        read.Fallback.Should().Be(new Fallback(3, 2, FallbackBehavior.CurrentReplicasIfHigher));
        read.ScaleUp.Should().Be(ScalingRules.DefaultUp);
        (read.ScaleDown.StabilizationWindowSeconds, read.ScaleDown.Choice).Should().Be((600, PolicyChoice.Min));
        read.ScaleDown.Policies.Should().Equal(new ScalingPolicy(false, 1, 120), new ScalingPolicy(true, 10, 60));
    }

    [Theory]
    [InlineData("excludeUnacknowledged: \"true\"", "with a worker's own case left out the autoscaler would take busy workers away")]
    [InlineData("mode: MessageRate", "another metric")]
    [InlineData("protocol: amqp", "a protocol that does not count what is unacknowledged")]
    public void What_is_not_simulated_is_refused(string other, string because)
    {
        string[] settings = ["protocol: http", "mode: QueueLength", "value: \"2\""];
        string name = other.Split(':')[0];
        string metadata = string.Join(", ", settings.Where(setting => setting.Split(':')[0] != name).Append(other));
        FluentActions.Invoking(() => Read($$"""
            kind: ScaledObject
            spec:
              triggers: [{ type: rabbitmq, metadata: { {{metadata}} } }]
            """)).Should().Throw<InvalidDataException>(because);
    }

    [Fact]
    public void Manifests_without_a_ScaledObject_are_refused() =>
        FluentActions.Invoking(() => Read("kind: Deployment")).Should().Throw<InvalidDataException>().WithMessage("*0 ScaledObjects*");

    private static ScaledObject Read(string manifests)
    {
        using var reader = new StringReader(manifests);
        return ScaledObject.Read(reader);
    }
}
