using System.Collections.Frozen;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.Options;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>What the STOW-RS endpoint takes.</summary>
internal sealed record StowEndpointOptions
{
    /// <summary>SOP classes that are taken; others are refused with 0122H.</summary>
    public required IReadOnlySet<string> SopClasses { get; init; }

    /// <summary>Transfer syntaxes that are taken; others are refused with C122H. By default those that are taken by C-STORE.</summary>
    public IReadOnlySet<string> TransferSyntaxes { get; init; } =
        AcceptedSyntaxes.Objects.Select(syntax => syntax.UID.UID).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The path below which the service lies; <c>/dicom-web</c> by default.</summary>
    public string Root { get; init; } = "/dicom-web";

    /// <summary>Objects in one request, at most; 2,000 by default.</summary>
    public int MaximumParts { get; init; } = 2_000;

    /// <summary>Bytes of one data set, at most; 4 GiB by default.</summary>
    public long MaximumObjectBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of one request, at most; 16 GiB by default.</summary>
    public long MaximumRequestBytes { get; init; } = 16L << 30;

    /// <summary>Requests at a time, at most; 16 by default. More are asked to come again.</summary>
    public int MaximumRequests { get; init; } = 16;

    /// <summary>Bytes in a second below which a sender is given up; 1,000 by default.</summary>
    public double SlowestBytesPerSecond { get; init; } = 1_000;

    /// <summary>How long a sender may be slower; 10 seconds by default, more than one at least.</summary>
    public TimeSpan SlownessAllowed { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When a sender is asked to come again where there is no room; a minute by default.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsValidationException">All that is wrong with them.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (SopClasses.Count == 0)
            faults.Add($"{nameof(SopClasses)} is empty: nothing would be taken.");
        if (TransferSyntaxes.Count == 0)
            faults.Add($"{nameof(TransferSyntaxes)} is empty: nothing would be taken.");
        if (!Root.StartsWith('/') || Root.EndsWith('/'))
            faults.Add($"{nameof(Root)} must begin with a slash and end with none.");
        if (MaximumParts < 1 || MaximumRequests < 1 || MaximumObjectBytes < 1)
            faults.Add($"{nameof(MaximumParts)}, {nameof(MaximumRequests)} and {nameof(MaximumObjectBytes)} must be at least 1.");
        if (MaximumRequestBytes < MaximumObjectBytes)
            faults.Add($"{nameof(MaximumRequestBytes)} must be at least {nameof(MaximumObjectBytes)}.");
        if (!(SlowestBytesPerSecond > 0) || SlownessAllowed <= TimeSpan.FromSeconds(1))
            faults.Add($"{nameof(SlowestBytesPerSecond)} must be above 0 and {nameof(SlownessAllowed)} above a second.");
        if (RetryAfter < TimeSpan.FromSeconds(1))
            faults.Add($"{nameof(RetryAfter)} must be at least a second.");
        if (faults.Count > 0)
            throw new OptionsValidationException(nameof(DicomWeb), typeof(StowEndpointOptions), faults);
    }
}
