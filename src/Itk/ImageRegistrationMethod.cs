using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk.Interop;

namespace ContourFlow.Itk;

/// <summary>
/// Rigid registration of a pair of images by ITK: Mattes mutual information and regular-step gradient descent over
/// several resolutions, from many starts. Both images' resolutions are made once; then the pair can be asked many things.
/// </summary>
/// <remarks>
/// Results are the same, bit by bit, at any number of threads and from run to run. Thread-safe but for
/// <see cref="Dispose"/>. The images may be disposed once this is made.
/// </remarks>
public sealed class ImageRegistrationMethod : IDisposable
{
    private readonly RegistrationSettings settings;
    private readonly FrameOfReferenceUid fixedFrame;
    private readonly FrameOfReferenceUid movingFrame;
    private readonly PairHandle pair;

    /// <summary>Makes the resolutions of both images.</summary>
    /// <param name="fixedImage">The image in whose frame the box lies, best the CT.</param>
    /// <param name="movingImage">The other one.</param>
    /// <param name="settings">The box, and how to search.</param>
    /// <exception cref="RegistrationException">Images that cannot be registered, or the library is missing.</exception>
    /// <exception cref="ArgumentException">Settings out of their range.</exception>
    public unsafe ImageRegistrationMethod(Image fixedImage, Image movingImage, RegistrationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(fixedImage);
        ArgumentNullException.ThrowIfNull(movingImage);
        ArgumentNullException.ThrowIfNull(settings);
        TranslationGrid.Check(settings);
        ItkLibrary.ThrowIfMissing();
        this.settings = settings;
        fixedFrame = fixedImage.Geometry.FrameOfReference;
        movingFrame = movingImage.Geometry.FrameOfReference;
        var native = NativeSettings.Of(settings);
        NativeLevel[] levels = [.. settings.Levels.Select(NativeLevel.Of)];
        NativeLevel[] restartLevels = [.. settings.RestartLevels.Select(NativeLevel.Of)];
        (native.LevelCount, native.RestartLevelCount) = (levels.Length, restartLevels.Length);
        fixed (NativeLevel* first = levels, firstRestart = restartLevels)
        {
            native.Levels = first;
            native.RestartLevels = firstRestart;
            var status = NativeItk.cfi_pair_create(fixedImage.ToNative(), movingImage.ToNative(), native, out var handle, out var message);
            pair = new(handle);
            NativeFault.ThrowUnlessOk(status, message);
        }

        GC.KeepAlive(fixedImage);
        GC.KeepAlive(movingImage);
    }

    private unsafe delegate NativeStatus Ask(PairHandle pair, NativePose* poses, int count, in NativeCall call, NativeResult* results, out NativeMessage message);

    /// <summary>
    /// Searches the pose. For every initial pose, that pose and the translation grid about it are scored at the first
    /// level; the best are optimised, and fewer go on at each finer level.
    /// </summary>
    /// <param name="initialPoses">
    /// From the fixed image's frame to the moving image's; <c>null</c> or none for the one that leaves coordinates as
    /// they are, which means something across frames of reference too when both were made on one table.
    /// </param>
    /// <param name="progress">Told each pose that is through, on any thread.</param>
    /// <param name="c">Stops the work.</param>
    /// <exception cref="RegistrationException"><see cref="RegistrationFault.NoOverlap"/>: no start has enough overlap.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public unsafe RegistrationResult Execute(
        IReadOnlyList<RigidTransform>? initialPoses = null,
        IProgress<RegistrationProgress>? progress = null,
        CancellationToken c = default)
    {
        if (initialPoses is null or { Count: 0 })
            initialPoses = [new(fixedFrame, movingFrame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default)];
        var starts = TranslationGrid.About(initialPoses, settings);
        return ToResult(Run(NativeItk.cfi_pair_execute, starts, 1, progress, c)[0]);
    }

    /// <summary>
    /// Optimises each pose on its own, without a grid, by <see cref="RegistrationSettings.RestartLevels"/>. A pose without
    /// overlap, or that leaves the moving image, gives itself with overlap 0 and metric 0.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public unsafe ImmutableArray<RegistrationResult> Restart(IReadOnlyList<RigidTransform> poses, CancellationToken c = default)
    {
        ArgumentNullException.ThrowIfNull(poses);
        return poses.Count == 0 ? [] : [.. Run(NativeItk.cfi_pair_restart, Native(poses), poses.Count, null, c).Select(ToResult)];
    }

    /// <summary>The metric at each pose, at the last level of <see cref="RegistrationSettings.RestartLevels"/> and with the same samples.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public unsafe ImmutableArray<MetricEvaluation> MetricEvaluate(IReadOnlyList<RigidTransform> poses, CancellationToken c = default)
    {
        ArgumentNullException.ThrowIfNull(poses);
        return poses.Count == 0
            ? []
            : [.. Run(NativeItk.cfi_pair_evaluate, Native(poses), poses.Count, null, c).Select(r => new MetricEvaluation(r.Metric, r.Overlap))];
    }

    /// <summary>Lets go of the native memory.</summary>
    public void Dispose() => pair.Dispose();

    private static NativePose[] Native(IReadOnlyList<RigidTransform> poses) => [.. poses.Select(NativePose.Of)];

    private unsafe NativeResult[] Run(Ask ask, NativePose[] poses, int resultCount, IProgress<RegistrationProgress>? progress, CancellationToken c)
    {
        c.ThrowIfCancellationRequested();
        var results = new NativeResult[resultCount];
        using RunningCall call = new(progress, c);
        fixed (NativePose* first = poses)
        fixed (NativeResult* firstResult = results)
        {
            var status = ask(pair, first, poses.Length, call.ToNative(), firstResult, out var message);
            call.ThrowUnlessOk(status, message);
        }

        return results;
    }

    private RegistrationResult ToResult(NativeResult r) => new(
        r.Pose.ToRigid(fixedFrame, movingFrame),
        r.Metric,
        r.Overlap,
        double.IsNaN(r.RunnerUpMetric) ? null : new(r.RunnerUpMetric, r.RunnerUpDistance),
        r.Iterations);
}
