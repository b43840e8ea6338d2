namespace ContourFlow.Geometry.Patient;

/// <summary>A rotation as one turn: a vector along its axis whose length is the angle.</summary>
public static class RotationVector
{
    /// <summary>
    /// The rotation of a transform in degrees about the patient's axes: a positive X turns Posterior to Superior, a
    /// positive Y Superior to Left, a positive Z Left to Posterior (right-handed). The components belong to one turn,
    /// in no order; its angle is their <see cref="PatientVector.Length"/>, 0 to 180.
    /// </summary>
    public static PatientVector DegreesOf(RigidTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        var (x, y, z) = (transform.RowX, transform.RowY, transform.RowZ);

        // The quaternion (w, v) from the largest of its four squares, so that nothing is divided by a small number.
        double[] squares = [x.X + y.Y + z.Z, x.X - y.Y - z.Z, y.Y - x.X - z.Z, z.Z - x.X - y.Y];
        PatientVector twist = new(z.Y - y.Z, x.Z - z.X, y.X - x.Y);
        var (w, v) = Array.IndexOf(squares, squares.Max()) switch
        {
            0 => (1 + squares[0], twist),
            1 => (twist.X, new PatientVector(1 + squares[1], x.Y + y.X, x.Z + z.X)),
            2 => (twist.Y, new PatientVector(x.Y + y.X, 1 + squares[2], y.Z + z.Y)),
            _ => (twist.Z, new PatientVector(x.Z + z.X, y.Z + z.Y, 1 + squares[3])),
        };
        if (v.Length == 0) return default;
        if (w < 0) (w, v) = (-w, v * -1); // the shorter way round
        return v * (2 * Math.Atan2(v.Length, w) * 180 / Math.PI / v.Length);
    }
}
