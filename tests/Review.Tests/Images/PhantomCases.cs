using ContourFlow.Review.Tests.Images;

[assembly: AssemblyFixture(typeof(PhantomCases))]

namespace ContourFlow.Review.Tests.Images;

/// <summary>Processed phantoms that tests only read, each made once, when a test first wants it.</summary>
public sealed class PhantomCases : IAsyncDisposable
{
    private readonly Lazy<Task<ReviewedCase>> withMr = new(() => ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: true)));
    private readonly Lazy<Task<ReviewedCase>> plain = new(() => ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false)));

    /// <summary>With both MRs.</summary>
    internal Task<ReviewedCase> WithMr => withMr.Value;

    /// <summary>Without MR.</summary>
    internal Task<ReviewedCase> Plain => plain.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<ReviewedCase>> made in (Lazy<Task<ReviewedCase>>[])[withMr, plain])
        {
            if (made.IsValueCreated && made.Value.IsCompletedSuccessfully)
                await (await made.Value).DisposeAsync();
        }
    }
}
