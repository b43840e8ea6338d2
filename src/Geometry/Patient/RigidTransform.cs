using System.Collections.Immutable;

namespace ContourFlow.Geometry.Patient;

/// <summary>
/// A rotation and a translation that map points of one frame of reference to another:
/// p' = R·p + t, millimetres (the direction of DICOM's Frame of Reference Transformation Matrix, PS3.3 C.20.2.1.1,
/// with the registered image's frame as <see cref="From"/>).
/// </summary>
public sealed class RigidTransform
{
    /// <summary>Largest error of a rotation: max|RᵀR − I| and |det R − 1| (geometry specification 5).</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Makes a transform from the rows of its rotation and its translation.</summary>
    /// <param name="from">The frame of reference of the points to map.</param>
    /// <param name="to">The frame of reference of the mapped points.</param>
    /// <param name="rowX">First row of the rotation: what the mapped X is made of.</param>
    /// <param name="rowY">Second row.</param>
    /// <param name="rowZ">Third row.</param>
    /// <param name="translation">Translation, mm in the frame <paramref name="to"/>.</param>
    /// <exception cref="ArgumentException">The rows are no rotation within <see cref="Tolerance"/>.</exception>
    public RigidTransform(
        FrameOfReferenceUid from,
        FrameOfReferenceUid to,
        PatientVector rowX,
        PatientVector rowY,
        PatientVector rowZ,
        PatientVector translation)
    {
        if (!double.IsFinite(translation.Length))
            throw new ArgumentException("The translation is not finite.", nameof(translation));
        var skew = SkewOf(rowX, rowY, rowZ);
        // Written so that a number that is not one fails too.
        if (!(skew <= Tolerance))
            throw new ArgumentException($"The matrix is not rigid: it differs from a rotation by {skew:G3}.", nameof(rowX));
        From = from;
        To = to;
        RowX = rowX;
        RowY = rowY;
        RowZ = rowZ;
        Translation = translation;
    }

    /// <summary>The frame of reference of the points to map.</summary>
    public FrameOfReferenceUid From { get; }

    /// <summary>The frame of reference of the mapped points.</summary>
    public FrameOfReferenceUid To { get; }

    /// <summary>First row of the rotation.</summary>
    public PatientVector RowX { get; }

    /// <summary>Second row of the rotation.</summary>
    public PatientVector RowY { get; }

    /// <summary>Third row of the rotation.</summary>
    public PatientVector RowZ { get; }

    /// <summary>Translation in mm.</summary>
    public PatientVector Translation { get; }

    /// <summary>Reads a 4 × 4 matrix, row by row, as DICOM writes it.</summary>
    /// <exception cref="ArgumentException">Not 16 numbers, a last row other than 0 0 0 1, or not rigid.</exception>
    public static RigidTransform FromMatrix(FrameOfReferenceUid from, FrameOfReferenceUid to, ReadOnlySpan<double> matrix)
    {
        if (matrix.Length != 16)
            throw new ArgumentException($"A transformation matrix has 16 numbers, not {matrix.Length}.", nameof(matrix));
        if (matrix[12] != 0 || matrix[13] != 0 || matrix[14] != 0 || matrix[15] != 1)
            throw new ArgumentException("The last row of a rigid matrix is 0 0 0 1.", nameof(matrix));
        return new(
            from,
            to,
            new(matrix[0], matrix[1], matrix[2]),
            new(matrix[4], matrix[5], matrix[6]),
            new(matrix[8], matrix[9], matrix[10]),
            new(matrix[3], matrix[7], matrix[11]));
    }

    /// <summary>The 4 × 4 matrix, row by row, as DICOM writes it.</summary>
    public ImmutableArray<double> ToMatrix() =>
    [
        RowX.X, RowX.Y, RowX.Z, Translation.X,
        RowY.X, RowY.Y, RowY.Z, Translation.Y,
        RowZ.X, RowZ.Y, RowZ.Z, Translation.Z,
        0, 0, 0, 1,
    ];

    /// <summary>How far three rows are from a rotation: the larger of max|RᵀR − I| and |det R − 1|.</summary>
    public static double SkewOf(PatientVector rowX, PatientVector rowY, PatientVector rowZ)
    {
        // Columns, whose products RᵀR holds.
        PatientVector a = new(rowX.X, rowY.X, rowZ.X), b = new(rowX.Y, rowY.Y, rowZ.Y), c = new(rowX.Z, rowY.Z, rowZ.Z);
        ReadOnlySpan<double> errors =
        [
            a.Dot(a) - 1, b.Dot(b) - 1, c.Dot(c) - 1, a.Dot(b), a.Dot(c), b.Dot(c),
            rowX.Dot(rowY.Cross(rowZ)) - 1,
        ];
        var worst = 0.0;
        // Math.Max hands on NaN, so that a matrix of no numbers is not taken for a rotation.
        foreach (var error in errors) worst = Math.Max(worst, Math.Abs(error));
        return worst;
    }

    /// <summary>Maps a point of <see cref="From"/> to <see cref="To"/>.</summary>
    public PatientPoint Apply(PatientPoint point)
    {
        var p = new PatientVector(point.X, point.Y, point.Z);
        return new(RowX.Dot(p) + Translation.X, RowY.Dot(p) + Translation.Y, RowZ.Dot(p) + Translation.Z);
    }

    /// <summary>Maps a direction; its length stays.</summary>
    public PatientVector Apply(PatientVector vector) => new(RowX.Dot(vector), RowY.Dot(vector), RowZ.Dot(vector));

    /// <summary>The rotation's angle about its axis, radians, 0 to π.</summary>
    public double RotationAngle
    {
        get
        {
            // The skew part keeps small angles exact, where the trace is flat.
            var skew = new PatientVector(RowZ.Y - RowY.Z, RowX.Z - RowZ.X, RowY.X - RowX.Y);
            return Math.Atan2(skew.Length, RowX.X + RowY.Y + RowZ.Z - 1);
        }
    }

    /// <summary>The way back, by the transposed rotation.</summary>
    public RigidTransform Inverse()
    {
        PatientVector a = new(RowX.X, RowY.X, RowZ.X), b = new(RowX.Y, RowY.Y, RowZ.Y), c = new(RowX.Z, RowY.Z, RowZ.Z);
        return new(To, From, a, b, c, new PatientVector(a.Dot(Translation), b.Dot(Translation), c.Dot(Translation)) * -1);
    }

    /// <summary>This transform, then another: maps points of <see cref="From"/> to the other's <see cref="To"/>.</summary>
    /// <param name="next">A transform from this one's <see cref="To"/>.</param>
    /// <exception cref="ArgumentException">
    /// The other starts from another frame of reference, or the errors of two barely rigid rotations add up to more
    /// than <see cref="Tolerance"/>.
    /// </exception>
    public RigidTransform Then(RigidTransform next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.From != To)
            throw new ArgumentException($"A transform from {next.From} cannot follow one to {To}.", nameof(next));
        return new(From, next.To, Row(next.RowX), Row(next.RowY), Row(next.RowZ), next.Apply(Translation) + next.Translation);

        PatientVector Row(PatientVector row) => (RowX * row.X) + (RowY * row.Y) + (RowZ * row.Z);
    }
}
