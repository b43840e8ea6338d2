using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>Reads the matrices of an item of Registration Sequence as one rigid transform.</summary>
/// <remarks>
/// Of several items in Matrix Sequence the first is applied first: ᴬp = M₃ · M₂ · M₁ · ᴮp (DICOM PS3.3 C.20.2.1.1,
/// equation C.20.2-2). Some systems multiply them the other way round, so that a reviewer is told where it matters.
/// What Frame of Reference Transformation Matrix Type says (RIGID, RIGID_SCALE, AFFINE) is not trusted: the numbers
/// decide whether the transform is rigid.
/// </remarks>
internal static class RegistrationMatrix
{
    /// <summary>Largest difference between the two orders that nobody has to see, mm within 500 mm of the origin.</summary>
    private const double OrderMatters = 0.01;

    /// <summary>The transform, or null with a finding that says why there is none.</summary>
    /// <param name="item">The item of Registration Sequence.</param>
    /// <param name="from">The frame that it registers.</param>
    /// <param name="to">The frame it is registered to.</param>
    /// <param name="place">How a sentence names the item.</param>
    /// <param name="findings">Where findings go.</param>
    public static RigidTransform? Read(
        DicomDataset item, FrameOfReferenceUid from, FrameOfReferenceUid to, string place, ImmutableArray<Finding>.Builder findings)
    {
        var registrations = item.Items(DicomTag.MatrixRegistrationSequence);
        if (registrations.Count == 0) return Refuse(ReasonCodes.MissingAttribute, "has no Matrix Registration Sequence (0070,0309)");
        if (registrations.Count > 1) return Refuse(ReasonCodes.RegistrationAmbiguous, "has more than the one item that DICOM allows in Matrix Registration Sequence (0070,0309)");
        var matrices = registrations[0].Items(DicomTag.MatrixSequence);
        if (matrices.Count == 0) return Refuse(ReasonCodes.MissingAttribute, "has no Matrix Sequence (0070,030A)");

        double[] forward = [], backward = [];
        foreach (var one in matrices)
        {
            if (one.Texts(DicomTag.FrameOfReferenceTransformationMatrix).IsEmpty)
                return Refuse(ReasonCodes.MissingAttribute, "has no Frame of Reference Transformation Matrix (3006,00C6)");
            if (one.Numbers(DicomTag.FrameOfReferenceTransformationMatrix) is not { Length: 16 } matrix)
                return Refuse(ReasonCodes.BadAttribute, "has a Frame of Reference Transformation Matrix (3006,00C6) that is not 16 numbers");
            if (matrix is not [.., 0, 0, 0, 1])
                return Refuse(ReasonCodes.BadAttribute, "has a Frame of Reference Transformation Matrix (3006,00C6) whose last row is not 0 0 0 1");
            forward = forward.Length == 0 ? matrix : Product(matrix, forward);
            backward = backward.Length == 0 ? matrix : Product(backward, matrix);
        }

        if (Rigid(forward, from, to) is not { } transform)
            return Refuse(ReasonCodes.RegistrationNotRigid, "has a Frame of Reference Transformation Matrix (3006,00C6) that differs from a rotation and a translation by more than 1e-4");
        if (Rigid(backward, from, to) is not { } other || SpatialRegistrationReader.Apart(transform, other) > OrderMatters)
            findings.Add(new(Severity.Warning, ReasonCodes.RegistrationAmbiguous, $"{place} has several matrices in Matrix Sequence (0070,030A), which some systems multiply in another order than DICOM says; they are applied first to last, as DICOM says."));
        return transform;

        RigidTransform? Refuse(string code, string what)
        {
            findings.Add(new(Severity.Warning, code, $"{place} {what}; it is not used. Export a rigid registration again, or take the object out of the folder."));
            return null;
        }
    }

    private static RigidTransform? Rigid(double[] matrix, FrameOfReferenceUid from, FrameOfReferenceUid to)
    {
        PatientVector x = new(matrix[0], matrix[1], matrix[2]), y = new(matrix[4], matrix[5], matrix[6]), z = new(matrix[8], matrix[9], matrix[10]);
        PatientVector translation = new(matrix[3], matrix[7], matrix[11]);
        if (!(RigidTransform.SkewOf(x, y, z) <= RigidTransform.Tolerance) || !double.IsFinite(translation.Length)) return null;

        // Few digits in the file make rows that are not quite orthogonal. The nearest rotation is the polar factor, to
        // which R ← (R + R⁻ᵀ)/2 converges quadratically: an error of 1e-4 is below rounding after two steps.
        for (var step = 0; step < 3; step++)
        {
            var factor = 1 / x.Dot(y.Cross(z));
            (x, y, z) = (Mean(x, y.Cross(z) * factor), Mean(y, z.Cross(x) * factor), Mean(z, x.Cross(y) * factor));
        }

        return new(from, to, x, y, z, translation);
    }

    private static PatientVector Mean(PatientVector one, PatientVector other) => (one + other) * 0.5;

    /// <summary>The product of two 4 × 4 matrices, row by row: what is right is applied first.</summary>
    private static double[] Product(double[] left, double[] right)
    {
        var product = new double[16];
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                for (var k = 0; k < 4; k++) product[(4 * row) + column] += left[(4 * row) + k] * right[(4 * k) + column];
            }
        }

        return product;
    }
}
