namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>One service for the tests that look at its case and decide nothing.</summary>
[CollectionDefinition(Collection)]
public sealed class LookedAtService : ICollectionFixture<ReviewedService>
{
    /// <summary>Its name.</summary>
    public const string Collection = "Service that is looked at";
}
