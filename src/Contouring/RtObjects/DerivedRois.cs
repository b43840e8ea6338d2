using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>The items of the added ROIs.</summary>
/// <param name="StructureSetItems">Items of Structure Set ROI Sequence.</param>
/// <param name="ContourItems">Items of ROI Contour Sequence.</param>
/// <param name="ObservationItems">Items of RT ROI Observations Sequence.</param>
/// <param name="Rois">Numbers and names.</param>
/// <param name="Digest">SHA-256 over all that is added, lower-case hex.</param>
/// <param name="Findings">Names that were taken.</param>
internal sealed record DerivedRois(
    ImmutableArray<DicomDataset> StructureSetItems,
    ImmutableArray<DicomDataset> ContourItems,
    ImmutableArray<DicomDataset> ObservationItems,
    ImmutableArray<WrittenRoi> Rois,
    string Digest,
    ImmutableArray<Finding> Findings)
{
    /// <summary>Makes the items.</summary>
    public static DerivedRois Of(StructureSetToWrite input, CarriedRois carried)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var rois = Name(input, carried, findings);
        var numbers = rois.ToDictionary(roi => roi.Key, roi => roi.RoiNumber, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var grid = SourcePlanes.Of(input.Ct);
        var (items, contours, observations) = (new List<DicomDataset>(), new List<DicomDataset>(), new List<DicomDataset>());
        for (var i = 0; i < rois.Length; i++)
        {
            var structure = input.Derived[i];
            items.Add(StructureSetItem(structure, rois[i], input.Ct));
            contours.Add(ContourItem(structure, rois[i], input, grid, hash));
            observations.Add(ObservationItem(structure, rois[i], carried.LastObservationNumber + i + 1, numbers));
            var about = $"{rois[i]}|{structure.InterpretedType}|{structure.Colour}|{structure.Code}|{structure.GenerationDescription}|{structure.Recipe}|{structure.Relation}|{structure.Derivation}|{input.Label}|{input.Name}";
            hash.AppendData(Encoding.UTF8.GetBytes(about));
        }

        return new([.. items], [.. contours], [.. observations], rois, Convert.ToHexStringLower(hash.GetHashAndReset()), findings.ToImmutable());
    }

    private static ImmutableArray<WrittenRoi> Name(StructureSetToWrite input, CarriedRois carried, ImmutableArray<Finding>.Builder findings)
    {
        var naming = new RoiNaming(carried.Names);
        var rois = ImmutableArray.CreateBuilder<WrittenRoi>();
        foreach (var structure in input.Derived)
        {
            if (structure.RoiName.Length is 0 or > WrittenText.ShortString || structure.RoiName.Any(c => !IsAllowed(c)))
                throw new ArgumentException($"'{structure.RoiName}' is no ROI Name: 1 to 16 of A-Z a-z 0-9 _ ^ ~ ! -.", nameof(input));
            var name = naming.Take(structure.RoiName);
            if (name != structure.RoiName)
            {
                findings.Add(new(
                    Severity.Warning,
                    "roi-name-taken",
                    $"The structure set has an ROI {structure.RoiName} already; it was kept, and the derived one is named {name}.",
                    name));
            }

            rois.Add(new(structure.Key, carried.LastRoiNumber + rois.Count + 1, name));
        }

        return rois.ToImmutable();
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '^' or '~' or '!' or '-';

    private static DicomDataset StructureSetItem(StructureToWrite structure, WrittenRoi roi, PlanningCt ct)
    {
        var item = new DicomDataset().NotValidated()
            .Add(DicomTag.ROINumber, Number(roi.RoiNumber))
            .Add(DicomTag.ReferencedFrameOfReferenceUID, ct.Grid.FrameOfReference.Value)
            .Add(DicomTag.ROIName, roi.RoiName)
            .Add(DicomTag.ROIDescription, WrittenText.Fit(structure.Recipe, DerivationRecipe.MaximumLength))
            .Add(DicomTag.ROIGenerationAlgorithm, "AUTOMATIC")
            .Add(DicomTag.ROIGenerationDescription, WrittenText.Fit(structure.GenerationDescription, WrittenText.LongString));
        return structure.Derivation is { } derivation
            ? item.Add(new DicomSequence(DicomTag.DerivationCodeSequence, CodedItem.Of(derivation)))
            : item;
    }

    private static DicomDataset ContourItem(
        StructureToWrite structure, WrittenRoi roi, StructureSetToWrite input, DicomSequence? sourcePlanes, IncrementalHash hash)
    {
        var item = new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedROINumber, Number(roi.RoiNumber))
            .Add(DicomTag.ROIDisplayColor, Number(structure.Colour.Red), Number(structure.Colour.Green), Number(structure.Colour.Blue));
        if (sourcePlanes is not null) item.Add(sourcePlanes);

        // An XOR contour stands for itself only together with all others of its plane: one kind a whole ROI.
        var isXor = input.Holes == HoleEncoding.Xor && structure.Geometry.Regions.Any(HasHole);
        var contours = new List<DicomDataset>();
        var regions = structure.Geometry.Regions;
        var rings = new ImmutableArray<ImmutableArray<GridPoint>>[regions.Length];
        Parallel.For(0, regions.Length, i => rings[i] = WrittenRings.Of(regions[i], isXor ? HoleEncoding.Xor : HoleEncoding.Keyhole));
        for (var i = 0; i < regions.Length; i++)
        {
            var region = regions[i];
            var slice = input.Ct.Slices[PlaneOf(region, input.Ct)];
            var z = Encoding.ASCII.GetBytes(WrittenCoordinate.OfPlane(slice.PositionZ, slice.Plane.Position.Z));
            foreach (var ring in rings[i])
            {
                var data = ContourData(ring, z);
                hash.AppendData(data);
                contours.Add(Contour(ring, data, slice, contours.Count + 1, isXor));
            }
        }

        return item.Add(new DicomSequence(DicomTag.ContourSequence, [.. contours]));
    }

    private static DicomDataset Contour(ImmutableArray<GridPoint> ring, byte[] data, CtSlice slice, int number, bool isXor) => new DicomDataset().NotValidated()
        .Add(new DicomSequence(DicomTag.ContourImageSequence, ReferencedImage.Of(slice).PlaneItem()))
        .Add(DicomTag.ContourGeometricType, isXor ? ContourTypes.ClosedPlanarXor : ContourTypes.ClosedPlanar)
        .Add(DicomTag.NumberOfContourPoints, Number(ring.Length))
        .Add(DicomTag.ContourNumber, Number(number))
        .Add(new DicomDecimalString(DicomTag.ContourData, new MemoryByteBuffer(data)));

    private static byte[] ContourData(ImmutableArray<GridPoint> ring, byte[] z)
    {
        var text = new List<byte>(ring.Length * 24);
        foreach (var point in ring)
        {
            if (text.Count > 0) text.Add((byte)'\\');
            WrittenCoordinate.AppendSteps(text, point.X);
            text.Add((byte)'\\');
            WrittenCoordinate.AppendSteps(text, point.Y);
            text.Add((byte)'\\');
            text.AddRange(z);
        }

        if (text.Count % 2 != 0) text.Add((byte)' ');
        return [.. text];
    }

    private static DicomDataset ObservationItem(StructureToWrite structure, WrittenRoi roi, int number, Dictionary<string, int> numbers)
    {
        var item = new DicomDataset().NotValidated()
            .Add(DicomTag.ObservationNumber, Number(number))
            .Add(DicomTag.ReferencedROINumber, Number(roi.RoiNumber))
            .Add(DicomTag.ROIObservationLabel, roi.RoiName);
        if (structure.Relation is { } relation)
        {
            var other = relation.RoiNumber ?? (relation.Key is { } key && numbers.TryGetValue(key, out var found)
                ? found
                : throw new ArgumentException($"{structure.Key} is related to {relation.Key}, which is not written.", nameof(structure)));
            item.Add(new DicomSequence(DicomTag.RTRelatedROISequence, new DicomDataset().NotValidated()
                .Add(DicomTag.ReferencedROINumber, Number(other))
                .Add(DicomTag.RTROIRelationship, relation.Relationship)));
        }

        if (structure.Code is { } code) item.Add(new DicomSequence(DicomTag.RTROIIdentificationCodeSequence, CodedItem.Of(code)));
        return item
            .Add(DicomTag.RTROIInterpretedType, structure.InterpretedType)
            .Add(DicomTag.ROIInterpreter, string.Empty);
    }

    private static bool HasHole(PlanarRegion region) => region.Rings.Any(ring => ring.SignedArea < 0);

    private static int PlaneOf(PlanarRegion region, PlanningCt ct)
    {
        var index = ct.Grid.IndexOf(region.Z);
        return index >= 0 ? index : throw new ArgumentException($"A region at z = {region.Z} mm lies on no plane of the CT.", nameof(region));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
