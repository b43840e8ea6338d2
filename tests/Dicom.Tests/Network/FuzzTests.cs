using ContourFlow.Dicom.Tests.Network.Fuzzing;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Damaged associations never crash, hang or fill the memory. `bench -- fuzz network 500000` does the same for longer.</summary>
[Collection(AloneCollection.Name)]
public sealed class FuzzTests
{
    [Fact]
    public void Recorded_associations_are_taken()
    {
        // Else what is damaged was broken before. Those that abort or reject, and those of a client that asked for no release, do not end in order.
        foreach (NetworkInput input in RecordedAssociations.All())
            NetworkExercise.Run(input, out _);
        RecordedAssociations.All().Count(input => NetworkExercise.Run(input, out _)).Should().BeGreaterThan(20);
    }

    [Fact]
    public void Damaged_associations_are_refused_or_taken_and_nothing_else()
    {
        const int inputs = 2500;
        const int seed = 20261126;
        var mutator = new NetworkMutator(seed);
        int taken = 0;
        for (int number = 0; number < inputs; number++)
        {
            NetworkInput input = mutator.Next();
            try
            {
                taken += NetworkExercise.Run(input, out _) ? 1 : 0;
            }
            catch (InvalidOperationException fault)
            {
                Assert.Fail($"input {number} of {inputs}, seed {seed}, {input.Part}: {fault}");
            }
        }

        // Both happen, or the test does not test.
        taken.Should().BeInRange(inputs / 20, inputs * 19 / 20);
    }
}
