using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Viewing;

/// <summary>
/// A processed case read again to be looked at: its grid and contours at once, then its volumes, one plane after the other, so that no volume is
/// ever held whole.
/// </summary>
public sealed class ViewCase
{
    private readonly CaseReadOptions _options;
    private readonly FolderScan _scan;
    private readonly PlanningCtSeries _ct;

    private ViewCase(CaseReadOptions options, FolderScan scan, PlanningCtSeries ct, ImmutableArray<ViewRoi> rois)
    {
        _options = options;
        _scan = scan;
        _ct = ct;
        Rois = rois;
        Grid = ViewGrid.Of(ct.Grid, [.. ct.Images.Select(image => image.Image!.Plane!)], WrittenContours.Extent(rois));
    }

    /// <summary>The window that an MR's volume is looked at in.</summary>
    public static (int Width, int Level) MrWindow => (MrPlanes.Full, MrPlanes.Full / 2);

    /// <summary>The window that a CT is looked at in first: soft tissue.</summary>
    public static (int Width, int Level) CtWindow => (400, 40);

    /// <summary>The voxels of every volume.</summary>
    public ViewGrid Grid { get; }

    /// <summary>The ROIs of the structure set.</summary>
    public ImmutableArray<ViewRoi> Rois { get; }

    /// <summary>Reads headers and contours of a case; no pixels.</summary>
    /// <param name="folder">A folder with the planning CT and the structure sets that came with it; MR may be elsewhere.</param>
    /// <param name="structureSet">The file of the structure set that was written, or withheld.</param>
    /// <param name="ctSeriesInstanceUid">The planning CT.</param>
    /// <param name="options">The rules that the case was read by.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CaseDataException">The CT cannot be read as a planning CT, or the structure set cannot be read.</exception>
    public static ViewCase Open(string folder, byte[] structureSet, string ctSeriesInstanceUid, CaseReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        ArgumentNullException.ThrowIfNull(options);
        var scan = FolderScan.Read(folder, options, cancellationToken);
        var candidate = CtCandidates.Find(scan.Objects, []).FirstOrDefault(ct => ct.SeriesInstanceUid == ctSeriesInstanceUid)
            ?? throw new CaseDataException(ReasonCodes.NoPlanningCt, $"CT series {ctSeriesInstanceUid} is not among the case's objects.");
        if (PlanningCtReader.PlaneFault(candidate, options) is { } fault) throw fault;
        var ct = PlanningCtReader.Open(candidate);
        return new(options, scan, ct, WrittenContours.Read(Parsed(structureSet), ct.Grid));
    }

    /// <summary>Writes the planning CT's volume: 16-bit values, little endian, Hounsfield units.</summary>
    /// <exception cref="CaseDataException">Pixels that cannot be read.</exception>
    public void WriteCt(Stream output, CancellationToken cancellationToken) => new VolumeWriting(Grid, _options.MaximumDegreeOfParallelism).Write(
        () =>
        {
            var pixels = new CtPixels(_options);
            return (plane, into) => CtPlane.Fill(pixels.Read(_ct.Images[plane]), Grid, into);
        },
        output,
        cancellationToken);

    /// <summary>Writes the volume of an MR that has a pose, sampled on the grid through it.</summary>
    /// <param name="folder">The folder that holds the MR.</param>
    /// <param name="fusion">Its fusion.</param>
    /// <param name="output">Gets 16-bit values, little endian, as <see cref="MrWindow"/> shows them; <see cref="ViewGrid.Nothing"/> where the MR does not reach.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CaseDataException">The MR that was fused cannot be found or read.</exception>
    public void WriteMr(string folder, ViewFusion fusion, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fusion);
        if (fusion.MrToCt is not { } matrix) throw new ArgumentException("An MR without a pose has no place on the CT.", nameof(fusion));
        var mr = ReadMr(folder, fusion, cancellationToken);
        var pose = RigidTransform.FromMatrix(new(fusion.FrameOfReferenceUid), new(Grid.FrameOfReferenceUid), matrix.AsSpan());
        var planes = new MrPlanes(mr, pose, Grid);
        new VolumeWriting(Grid, _options.MaximumDegreeOfParallelism).Write(() => planes.Fill, output, cancellationToken);
    }

    private MrSeries ReadMr(string folder, ViewFusion fusion, CancellationToken cancellationToken)
    {
        var rules = _options.Mr ?? throw Lost(fusion, "its protocol fuses no MR now");
        var found = FolderScan.Read(folder, _options, cancellationToken);
        var candidates = MrCandidates.Find([.. found.Objects.Where(one => one.SeriesInstanceUid == fusion.SeriesInstanceUid), .. _scan.Objects.Where(one => one.StructureSet is not null)], rules, []);
        var choice = new CaseChoice(_ct.Candidate, null, null, []);
        var notUsed = new List<UnusedObject>();
        var mr = new MrSeriesReader(choice, rules, _options, notUsed, []).Read(candidates, cancellationToken).FirstOrDefault();
        if (mr is null) throw Lost(fusion, notUsed.Count > 0 ? notUsed[0].Sentence.TrimEnd('.') : "it is not among the case's objects");
        // The stack that was fused, and no other of its series.
        if (mr.Slices.Length != fusion.Planes || mr.Grid.FrameOfReference.Value != fusion.FrameOfReferenceUid) throw Lost(fusion, "its images are read otherwise now");
        return mr;
    }

    private static CaseDataException Lost(ViewFusion fusion, string why) =>
        new(ReasonCodes.UnreadableFile, $"MR series {fusion.SeriesInstanceUid} cannot be shown: {why}.");

    private static DicomDataset Parsed(byte[] structureSet)
    {
        try
        {
            using var stream = new MemoryStream(structureSet, writable: false);
            return DicomFile.Open(stream, FileReadOption.ReadAll).Dataset;
        }
        catch (DicomException fault)
        {
            throw new CaseDataException(ReasonCodes.UnreadableFile, $"The structure set cannot be read: {fault.Message}", fault);
        }
    }
}
