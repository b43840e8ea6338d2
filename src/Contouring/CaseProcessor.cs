using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring;

/// <summary>
/// The whole path of a case: fuse, derive, write, read back, check. Pure: no clock, no socket, no database; the same
/// case, protocol and level give the same result, byte for byte, at any thread count.
/// </summary>
public static class CaseProcessor
{
    /// <summary>Processes a case.</summary>
    /// <param name="planningCase">The case as read.</param>
    /// <param name="protocol">What is asked for.</param>
    /// <param name="options">Level by the case's own note, threads.</param>
    /// <param name="progress">Told, in words, what is being done.</param>
    /// <param name="cancellation">Stops between steps and within a registration; nothing was written anywhere.</param>
    /// <exception cref="CaseDataException">The case cannot be done: an input is missing, in doubt or broken.</exception>
    public static CaseResult Process(
        PlanningCase planningCase,
        Protocol protocol,
        ProcessOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(planningCase);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(options);
        options.Steps?.Report(CaseStep.Fuse);
        var (fusions, registrations) = WrittenFusions.Of(
            planningCase, protocol, CaseFusion.Fuse(planningCase, protocol, options, progress, cancellation));
        options.Steps?.Report(CaseStep.Derive);
        progress?.Report("deriving structures");
        var derivation = Deriver.Derive(planningCase, protocol, options, fusions, cancellation);
        options.Steps?.Report(CaseStep.Write);
        progress?.Report("writing the structure set");
        var written = RtStructWriter.Write(planningCase, protocol, derivation);
        derivation = AsWritten(derivation, written, fusions);
        cancellation.ThrowIfCancellationRequested();
        options.Steps?.Report(CaseStep.Check);
        progress?.Report("checking what was written");
        var context = new CheckContext(
            planningCase,
            protocol,
            derivation,
            WrittenObject.ReadBack(written, planningCase.Ct.Grid),
            options.MaximumDegreeOfParallelism);
        var checks = CaseChecks.Run(context, cancellation);
        var held = checks.Any(check => check.Severity == Severity.Failure);
        return new CaseResult(planningCase, protocol, derivation, checks, held ? null : written.File, MarginMeasurement.Of(context))
        {
            Fusions = fusions,
            Registrations = held ? [] : registrations,
            Withheld = held ? new WithheldObjects(written.File, registrations) : null,
        };
    }

    // The writer may have had to choose another name, where a drawn ROI has it already.
    private static Derivation AsWritten(Derivation derivation, WrittenStructureSet written, ImmutableArray<MrFusion> fusions)
    {
        var names = written.Rois.ToDictionary(roi => roi.Key, roi => roi.RoiName, StringComparer.Ordinal);
        return derivation with
        {
            Inputs = [.. derivation.Inputs.Select(input => input.FromMr is null ? input : input with { RoiName = names[input.Definition.Name] })],
            Derived = [.. derivation.Derived.Select(derived => derived with { RoiName = names[derived.Definition.Name] })],
            Findings = [.. derivation.Findings, .. written.Findings, .. FusionFindings.Of(fusions, derivation)],
        };
    }
}
