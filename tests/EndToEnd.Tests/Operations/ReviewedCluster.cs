using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests.Service;

namespace ContourFlow.EndToEnd.Tests.Operations;

/// <summary>A <see cref="Cluster"/> whose results wait for a reviewer.</summary>
public sealed class ReviewedCluster : Cluster
{
    internal override void Configure(ServiceSetup setup) => AfterReview(setup);

    /// <summary>Everything goes to the archive once it was accepted.</summary>
    internal static void AfterReview(ServiceSetup setup) =>
        setup.Json["Routes"] = new JsonArray(new JsonObject { ["Protocol"] = "*", ["StructureSet"] = new JsonArray("pacs"), ["Publish"] = "AfterReview" });
}
