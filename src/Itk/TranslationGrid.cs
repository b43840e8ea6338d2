using ContourFlow.Geometry.Patient;
using ContourFlow.Itk.Interop;

namespace ContourFlow.Itk;

/// <summary>The starts of a search: every initial pose, and it moved by the translations of a grid.</summary>
internal static class TranslationGrid
{
    public static NativePose[] About(IReadOnlyList<RigidTransform> poses, RegistrationSettings settings)
    {
        // The pose itself first: of equal ones the earlier wins.
        PatientVector[] offsets =
        [
            .. from x in Along(settings.StartReach.X, settings.StartSpacing)
               from y in Along(settings.StartReach.Y, settings.StartSpacing)
               from z in Along(settings.StartReach.Z, settings.StartSpacing)
               select new PatientVector(x, y, z),
        ];
        return
        [
            .. from pose in poses
               from offset in offsets
               select NativePose.Of(new(pose.From, pose.To, pose.RowX, pose.RowY, pose.RowZ, pose.Translation + offset)),
        ];
    }

    /// <exception cref="ArgumentException">A grid, box or fraction that is none.</exception>
    public static void Check(RegistrationSettings settings)
    {
        ReadOnlySpan<double> reach = [settings.StartReach.X, settings.StartReach.Y, settings.StartReach.Z];
        foreach (var r in reach)
            if (!(r >= 0 && r <= 20 * settings.StartSpacing))
                throw new ArgumentException("The grid of starts reaches from 0 to 20 times its spacing.", nameof(settings));
        if (!(settings.StartSpacing > 0)) throw new ArgumentException("The spacing of the starts is positive.", nameof(settings));
        if (settings.MaximumDegreeOfParallelism < 1) throw new ArgumentException("There is at least one thread.", nameof(settings));
        if (settings.Levels.IsDefaultOrEmpty || settings.RestartLevels.IsDefaultOrEmpty)
            throw new ArgumentException("There is at least one level.", nameof(settings));
    }

    private static IEnumerable<double> Along(double reach, double spacing)
    {
        yield return 0;
        for (var n = 1; n * spacing <= reach + 1e-9; n++)
        {
            yield return n * spacing;
            yield return -n * spacing;
        }
    }
}
