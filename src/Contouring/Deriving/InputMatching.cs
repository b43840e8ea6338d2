using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Deriving;

/// <summary>Finds, for every input of a protocol, the ROI that stands for it.</summary>
internal static class InputMatching
{
    /// <summary>
    /// The ROI for each input by the input's canonical name; inputs with no ROI are not in the result. An exact
    /// canonical name wins over aliases; an ROI with contours over one without.
    /// </summary>
    /// <exception cref="CaseDataException">
    /// <see cref="ReasonCodes.RoiAmbiguous"/>: two ROIs with contours could both be the input, or one ROI two inputs.
    /// </exception>
    public static ImmutableDictionary<string, Roi> Match(PlanningStructureSet structureSet, Protocol protocol)
    {
        var matches = ImmutableDictionary.CreateBuilder<string, Roi>(StringComparer.Ordinal);
        foreach (var input in protocol.Inputs)
        {
            var named = structureSet.Rois.Where(roi => RoiNames.Fits(roi.Name, input.Name)).ToList();
            var candidates = named.Exists(HasContours)
                ? named
                : structureSet.Rois.Where(roi => Accepts(input, roi.Name)).ToList();
            var drawn = candidates.Where(HasContours).ToList();
            if (drawn.Count > 1)
            {
                throw new CaseDataException(
                    ReasonCodes.RoiAmbiguous,
                    $"{drawn.Count} ROIs of structure set {structureSet.SopInstanceUid} could be {input.Name}: "
                    + $"{string.Join(", ", drawn.Select(roi => $"'{roi.Name}' (number {roi.Number})"))}. "
                    + "Rename or remove all but one, or narrow the protocol's aliases.");
            }

            if (drawn.Count == 1) matches.Add(input.Name, drawn[0]);
            else if (candidates.Count > 0) matches.Add(input.Name, candidates[0]);
        }

        RefuseSharedRois(matches, structureSet);
        return matches.ToImmutable();
    }

    /// <summary>The names that would have been accepted, for a sentence.</summary>
    public static string AcceptedNames(InputDefinition input) =>
        string.Join(", ", input.Aliases.Prepend(input.Name).Distinct(StringComparer.OrdinalIgnoreCase));

    private static bool HasContours(Roi roi) => roi.Geometry is not null || roi.Fault is not null;

    /// <summary>Whether an ROI of this name may be the input.</summary>
    internal static bool Accepts(InputDefinition input, string name) =>
        RoiNames.Fits(name, input.Name) || input.Aliases.Any(alias => RoiNames.Fits(name, alias));

    private static void RefuseSharedRois(ImmutableDictionary<string, Roi>.Builder matches, PlanningStructureSet structureSet)
    {
        var shared = matches.GroupBy(match => (match.Value.Number, match.Value.Name)).FirstOrDefault(group => group.Count() > 1);
        if (shared is null) return;
        throw new CaseDataException(
            ReasonCodes.RoiAmbiguous,
            $"ROI '{shared.First().Value.Name}' (number {shared.Key.Number}) of structure set {structureSet.SopInstanceUid} "
            + $"fits more than one input of the protocol: {string.Join(", ", shared.Select(match => match.Key).Order(StringComparer.Ordinal))}. "
            + "Rename it, or narrow the protocol's aliases.");
    }
}
