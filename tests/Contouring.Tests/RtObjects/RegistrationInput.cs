using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Contouring.Tests.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.RtObjects;

/// <summary>A case with an MR of another study, and registration objects with the faults that a test wants.</summary>
internal static class RegistrationInput
{
    public static readonly FrameOfReferenceUid MrFrame = new(SyntheticCase.Uid("mr frame"));
    public static readonly FrameOfReferenceUid CtFrame = new(SyntheticCase.Frame);
    public static readonly string MrStudy = SyntheticCase.Uid("mr study");

    /// <summary>A quarter turn about z that takes +x to +y (Left to Posterior), then a shift by (1, 2, 3) mm.</summary>
    public static readonly ImmutableArray<double> QuarterTurn = [0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1];

    public static RigidTransform MrToCt(ImmutableArray<double> matrix) => RigidTransform.FromMatrix(MrFrame, CtFrame, matrix.AsSpan());

    /// <summary>An axial MR of three planes, 4 x 4 pixels, without a structure set.</summary>
    public static MrSeries Mr(string? study = null, FrameOfReferenceUid? frame = null)
    {
        ImmutableArray<double> positions = [0, 3, 6];
        return new(
            study ?? MrStudy,
            SyntheticCase.Uid("mr series"),
            MrWeighting.T2,
            new DateOnly(2025, 1, 1),
            new PlaneGrid(frame ?? MrFrame, PlaneAxes.Axial, positions),
            [.. positions.Select((z, i) => new MrSlice(
                SyntheticCase.Uid($"mr image {i}"),
                DicomUID.MRImageStorage.UID,
                new ImagePlane(SyntheticCase.Uid($"mr image {i}"), new(0, 0, z), new(1, 0, 0), new(0, 1, 0), 4, 4, 1, 1),
                new float[16]))],
            [],
            new DicomDataset());
    }

    public static WrittenRegistration Write(PlanningCase read, ImmutableArray<double> matrix, MrSeries? mr = null, string protocolHash = "protocol hash") =>
        SpatialRegistrationWriter.Write(read.Ct, mr ?? Mr(), MrToCt(matrix), protocolHash, read.StructureSet);

    /// <summary>A registration object as another system may write it.</summary>
    public static DicomDataset Object(FrameOfReferenceUid to, params DicomDataset[] items) => SyntheticCase
        .Common("REG", DicomUID.SpatialRegistrationStorage, SyntheticCase.Uid("registration"), SyntheticCase.Uid("registration series"))
        .Add(DicomTag.FrameOfReferenceUID, to.Value)
        .Add(DicomTag.ContentDate, "20250104")
        .NotValidated()
        .Add(new DicomSequence(DicomTag.RegistrationSequence, items));

    /// <summary>An item that registers a frame by matrices as text.</summary>
    public static DicomDataset Item(FrameOfReferenceUid from, params string[] matrices) => Item(from, "RIGID", matrices);

    public static DicomDataset Item(FrameOfReferenceUid from, string type, string[] matrices) => new DicomDataset().NotValidated()
        .Add(DicomTag.FrameOfReferenceUID, from.Value)
        .Add(new DicomSequence(DicomTag.MatrixRegistrationSequence, new DicomDataset().NotValidated()
            .Add(new DicomSequence(DicomTag.MatrixSequence, [.. matrices.Select(matrix => new DicomDataset().NotValidated()
                .Add(DicomTag.FrameOfReferenceTransformationMatrixType, type)
                .Add(new DicomDecimalString(DicomTag.FrameOfReferenceTransformationMatrix, matrix.Split('\\'))))]))));
}
