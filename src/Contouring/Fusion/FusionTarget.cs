using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Fusion;

/// <summary>What a fusion has to be right for: where the target is, and how far the next vertebra is from it.</summary>
/// <param name="Centre">Centre of the target's bounding box, CT frame, mm.</param>
/// <param name="VertebraHeights">
/// Distances in mm at which the next vertebra may be mistaken for the right one; several where the level is not known.
/// </param>
internal sealed record FusionTarget(PatientPoint Centre, ImmutableArray<double> VertebraHeights)
{
    // Vertebral body and disc, mean adult dimensions rounded to a mm: C3-C7 17, T1-T12 24, L1-L5 35, S1-S5 30.
    private const double Cervical = 17, Thoracic = 24, Lumbar = 35, Sacral = 30;

    // What the centre is taken of, the best first: a protocol without a target still has a cord.
    private static readonly StructureRole[] Roles = [StructureRole.Ctv, StructureRole.Gtv, StructureRole.SpinalCord];

    /// <summary>The target of a case, or null when nothing of the kind is drawn on its CT.</summary>
    /// <exception cref="Faults.CaseDataException">Two ROIs could be one input, or two names state different levels.</exception>
    public static FusionTarget? Of(PlanningCase planningCase, Protocol protocol, LevelRange? note)
    {
        var matches = InputMatching.Match(planningCase.StructureSet, protocol);
        foreach (var role in Roles)
        {
            var input = protocol.Inputs.FirstOrDefault(one => one.Role == role);
            if (input is null || matches.GetValueOrDefault(input.Name)?.Geometry is not { IsEmpty: false } drawn) continue;
            var name = role == StructureRole.Ctv ? matches[input.Name].Name : null;
            var level = LevelReading.FromNames(name, planningCase.StructureSet.Label, note);
            return new(CentreOf(drawn), Heights(level?.Range));
        }

        return null;
    }

    private static PatientPoint CentreOf(Structure structure)
    {
        var points = structure.Regions.SelectMany(region => region.Rings).SelectMany(ring => ring.Points).ToList();
        return structure.Grid.Axes.ToPatient(
            (points.Min(point => point.X) + points.Max(point => point.X)) / 2,
            (points.Min(point => point.Y) + points.Max(point => point.Y)) / 2,
            (structure.Regions[0].Z + structure.Regions[^1].Z) / 2);
    }

    private static ImmutableArray<double> Heights(LevelRange? level)
    {
        if (level is not { } range) return [Thoracic, Lumbar];
        return [.. new[] { range.First, range.Last }.Select(Height).Distinct()];
    }

    private static double Height(VertebralLevel level) => level switch
    {
        <= VertebralLevel.C7 => Cervical,
        <= VertebralLevel.T12 => Thoracic,
        <= VertebralLevel.L5 => Lumbar,
        _ => Sacral,
    };
}
