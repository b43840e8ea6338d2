namespace ContourFlow.Worker.Tests.Operations;

/// <summary>Metrics are found by the name of their meter in the whole process: a host whose metrics are read runs while no other one does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OperationsAlone
{
    public const string Name = "operations";
}
