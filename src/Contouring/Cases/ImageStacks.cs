using System.Collections.Immutable;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>Images of a series that can be one volume.</summary>
/// <param name="StackId">Stack ID of enhanced frames, or empty.</param>
/// <param name="Images">Single images, or frames of one stack and orientation.</param>
internal sealed record ImageStack(string StackId, ImmutableArray<ScannedObject> Images)
{
    /// <summary>What the stack is called in a sentence.</summary>
    public string Name => StackId.Length == 0 ? "the frames without a stack" : $"stack {StackId}";
}

/// <summary>Splits the frames of enhanced images by stack and orientation. Single images stay together, as their series says.</summary>
internal static class ImageStacks
{
    /// <summary>
    /// Frames whose rows or columns differ by more than about a degree are not of one stack; smaller differences
    /// are for the analysis of the planes to judge.
    /// </summary>
    private const double SameDirection = 0.9998;

    /// <summary>A stack has one orientation; beyond so many, what comes joins the last, and the analysis refuses the mixture.</summary>
    private const int MaximumOrientations = 16;

    /// <summary>The stacks, in the order of their first frames.</summary>
    public static ImmutableArray<ImageStack> Split(IEnumerable<ScannedObject> images)
    {
        var stacks = new List<Growing>();
        var byId = new Dictionary<(string Id, bool IsFrame), List<Growing>>();
        foreach (var image in images)
        {
            var key = (image.Frame?.StackId ?? string.Empty, image.Frame is not null);
            if (!byId.TryGetValue(key, out var same)) byId.Add(key, same = []);
            var plane = image.Image?.Plane;
            var stack = same.Find(one => !key.Item2 || IsParallel(one.Plane, plane)) ?? (same.Count < MaximumOrientations ? null : same[^1]);
            if (stack is null)
            {
                stack = new(key.Item1);
                same.Add(stack);
                stacks.Add(stack);
            }

            stack.Plane ??= plane;
            stack.Images.Add(image);
        }

        return [.. stacks.Select(stack => new ImageStack(stack.Id, stack.Images.ToImmutable()))];
    }

    // A frame without a plane stays with its stack, which is refused for it, rather than being left out.
    private static bool IsParallel(ImagePlane? one, ImagePlane? other) =>
        one is null || other is null || (one.RowDirection.Dot(other.RowDirection) >= SameDirection && one.ColumnDirection.Dot(other.ColumnDirection) >= SameDirection);

    private sealed class Growing(string id)
    {
        public string Id { get; } = id;

        public ImagePlane? Plane { get; set; }

        public ImmutableArray<ScannedObject>.Builder Images { get; } = ImmutableArray.CreateBuilder<ScannedObject>();
    }
}
