using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk;

/// <summary>Where a registration ended.</summary>
/// <param name="FixedToMoving">Maps points of the fixed image's frame to the moving image's.</param>
/// <param name="MetricValue">
/// Mattes mutual information, negative: smaller is better. Measured at the last level of
/// <see cref="RegistrationSettings.RestartLevels"/>, as every metric of one <see cref="ImageRegistrationMethod"/>, so that they compare.
/// </param>
/// <param name="Overlap">Part of the samples that lies in the moving image, 0 to 1.</param>
/// <param name="RunnerUp">The best other answer that was kept for long; <c>null</c> when all poses ended in one place.</param>
/// <param name="Iterations">Steps of the optimiser from the start to this pose.</param>
public sealed record RegistrationResult(RigidTransform FixedToMoving, double MetricValue, double Overlap, RunnerUp? RunnerUp, int Iterations);

/// <summary>The best pose that ended more than 8 mm from the winner, at the last level at which there was more than one.</summary>
/// <param name="MetricValue">Its metric, measured as the winner's.</param>
/// <param name="DistanceMillimetres">How far the two poses put the centre of the box apart, mm.</param>
public sealed record RunnerUp(double MetricValue, double DistanceMillimetres);

/// <summary>What the metric says of a pose.</summary>
/// <param name="MetricValue">Mattes mutual information, negative: smaller is better; 0 without overlap.</param>
/// <param name="Overlap">Part of the samples that lies in the moving image; 0 when it is under a sixteenth.</param>
public sealed record MetricEvaluation(double MetricValue, double Overlap);

/// <summary>How far a registration is.</summary>
/// <param name="Level">The level that is being worked on, from 1.</param>
/// <param name="LevelCount">How many levels there are.</param>
/// <param name="Done">Poses of this level that are through.</param>
/// <param name="Total">Poses of this level.</param>
public sealed record RegistrationProgress(int Level, int LevelCount, int Done, int Total);
