namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>
/// Prediction of the lossless JPEG process (ITU-T T.81 H.1.2). JpegLibrary predicts rightly with selection value 1 and
/// wrongly with others (in the first row, and with samples of 16 bits), without a word. So every stream is decoded as
/// if it said 1; that is a sum of differences, which gives the differences back, and they are predicted from here.
/// </summary>
internal static class JpegPrediction
{
    /// <summary>Makes samples of what selection value 1 gave, in place.</summary>
    /// <param name="samples">Interleaved components, row by row.</param>
    /// <param name="stream">What the stream says of itself.</param>
    /// <exception cref="DicomDataException">A sample has more bits than the stream says.</exception>
    public static void Apply(ushort[] samples, JpegStream stream)
    {
        if (stream.Predictor != 1)
        {
            var above = new ushort[stream.Columns * stream.Components];
            var sums = new ushort[above.Length];
            for (int row = 0; row < stream.Rows; row++)
            {
                Span<ushort> line = samples.AsSpan(row * above.Length, above.Length);
                bool starts = row == 0 || (stream.RowsBetweenRestarts > 0 && row % stream.RowsBetweenRestarts == 0);
                ReadOnlySpan<ushort> before = row == 0 ? [] : samples.AsSpan((row - 1) * above.Length, above.Length);
                line.CopyTo(sums);
                Row(line, sums, before, above, starts, stream);
                sums.CopyTo(above, 0);
            }
        }

        if (samples.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)((1 << stream.Precision) - 1)))
            throw new DicomDataException($"the stream has samples of more than its {stream.Precision} bits: it is damaged");
    }

    // "sums" and "above" are this row and the one above it as selection value 1 gave them; "before" is the true row above.
    private static void Row(Span<ushort> line, ushort[] sums, ReadOnlySpan<ushort> before, ushort[] above, bool starts, JpegStream stream)
    {
        int step = stream.Components;
        int first = 1 << (stream.Precision - 1);
        for (int i = 0; i < line.Length; i++)
        {
            bool begins = i < step;
            int summed = begins ? (starts ? first : above[i]) : sums[i - step];
            int difference = sums[i] - summed;
            int predicted = (begins, starts) switch
            {
                (true, true) => first,
                (true, false) => before[i],
                (false, true) => line[i - step],
                _ => Predicted(stream.Predictor, line[i - step], before[i], before[i - step]),
            };
            line[i] = (ushort)(predicted + difference);
        }
    }

    // Table H.1: a to the left, b above, c above to the left.
    private static int Predicted(int predictor, int a, int b, int c) => predictor switch
    {
        2 => b,
        3 => c,
        4 => a + b - c,
        5 => a + ((b - c) >> 1),
        6 => b + ((a - c) >> 1),
        7 => (a + b) >> 1,
        _ => a,
    };
}
