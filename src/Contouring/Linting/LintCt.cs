using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Linting;

/// <summary>An image of the CT that a structure set is held against, or one frame of an enhanced one.</summary>
/// <param name="SopInstanceUid">The image.</param>
/// <param name="SopClassUid">Its SOP class.</param>
/// <param name="Position">Its place along the CT's normal, mm; null when its header does not say.</param>
/// <param name="Frame">Which frame of the image it is; null for a single image.</param>
public sealed record LintImage(string SopInstanceUid, string SopClassUid, double? Position, ImageFrame? Frame = null);

/// <summary>The planes of the CT that a structure set is held against.</summary>
public sealed class LintCt
{
    private readonly ImmutableArray<double> _positions;
    private readonly ILookup<string, LintImage> _images;

    /// <summary>Makes a CT of its images.</summary>
    /// <param name="studyInstanceUid">Its study.</param>
    /// <param name="seriesInstanceUid">Its series.</param>
    /// <param name="frameOfReferenceUid">Its frame of reference, or empty.</param>
    /// <param name="normal">Unit normal of its planes in the patient.</param>
    /// <param name="images">Its images in any order.</param>
    public LintCt(string studyInstanceUid, string seriesInstanceUid, string frameOfReferenceUid, PatientVector normal, IEnumerable<LintImage> images)
    {
        StudyInstanceUid = studyInstanceUid;
        SeriesInstanceUid = seriesInstanceUid;
        FrameOfReferenceUid = frameOfReferenceUid;
        Normal = normal;
        Images =
        [
            .. images.OrderBy(image => image.Position ?? double.PositiveInfinity)
                .ThenBy(image => image.SopInstanceUid, StringComparer.Ordinal)
                .ThenBy(image => image.Frame?.Number ?? 0),
        ];
        _positions = [.. Images.Select(image => image.Position).OfType<double>().Distinct()];

        // An instance that is named without a frame stands for all of its frames; a single image may be named with its only one.
        _images = Images
            .SelectMany(image => new[] { image.SopInstanceUid, ImageKey.Of(image.SopInstanceUid, image.Frame ?? new(1, 1)) }.Select(key => (Key: key, Image: image)))
            .ToLookup(pair => pair.Key, pair => pair.Image, StringComparer.Ordinal);
    }

    /// <summary>Its study.</summary>
    public string StudyInstanceUid { get; }

    /// <summary>Its series.</summary>
    public string SeriesInstanceUid { get; }

    /// <summary>Its frame of reference, or empty.</summary>
    public string FrameOfReferenceUid { get; }

    /// <summary>Unit normal of its planes in the patient.</summary>
    public PatientVector Normal { get; }

    /// <summary>Its images, ascending along the normal.</summary>
    public ImmutableArray<LintImage> Images { get; }

    /// <summary>Places of its planes along the normal, mm, ascending, each once.</summary>
    internal ImmutableArray<double> Positions => _positions;

    /// <summary>The images that a key (<see cref="ImageKey"/>) names; none when it is not of this CT.</summary>
    internal IEnumerable<LintImage> Named(string key) => _images[key];

    /// <summary>The plane next to a place, and how far a contour may lie off it (specification 4).</summary>
    internal (double Position, double Reach)? Nearest(double place)
    {
        if (_positions.IsEmpty) return null;
        var above = _positions.BinarySearch(place);
        if (above < 0) above = ~above;
        var index = above == 0 ? 0
            : above == _positions.Length ? above - 1
            : place - _positions[above - 1] <= _positions[above] - place ? above - 1 : above;
        var spacing = double.PositiveInfinity;
        if (index > 0) spacing = _positions[index] - _positions[index - 1];
        if (index + 1 < _positions.Length) spacing = Math.Min(spacing, _positions[index + 1] - _positions[index]);
        return (_positions[index], Math.Max(RoiReading.TextRounding, double.IsFinite(spacing) ? RoiReading.SnapFraction * spacing : 0));
    }
}
