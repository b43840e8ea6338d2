namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>A cluster by a protocol that asks something of doses: the folder "protocols" has it.</summary>
public sealed class ClusterWithDoses : Cluster
{
    internal override void Configure(ServiceSetup setup) => setup.WithDoses(Folder("protocols"));
}
