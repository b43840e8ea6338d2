namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>One section through CT and MR, in the CT's frame of reference.</summary>
/// <param name="Ct">The CT in its bone window, with field, directions and outlines.</param>
/// <param name="Checkerboard">CT and MR in turn, square by square; black where the MR does not reach.</param>
/// <param name="Overlay">The MR in grey with the bone of the CT in orange over it.</param>
public sealed record FusionPicture(PatientPicture Ct, GreyRaster Checkerboard, ColourRaster Overlay)
{
    /// <summary>Edge of the checkerboard's squares, mm; a corner lies in the middle of the picture.</summary>
    public const double Square = 12;

    /// <summary>Greys of the bone window from which the overlay shows bone, and at which it is strongest.</summary>
    private static readonly (byte From, byte To) Bone = (GreyWindow.Bone.Grey(150), GreyWindow.Bone.Grey(700));

    private static readonly RgbColour Orange = new(255, 140, 0);

    /// <summary>Puts a CT picture and the MR of the same field together.</summary>
    /// <param name="ct">The CT.</param>
    /// <param name="mr">The MR's values at the picture's pixels, row by row; NaN where there is none.</param>
    /// <param name="window">The MR's window.</param>
    internal static FusionPicture Of(PatientPicture ct, double[] mr, GreyWindow window)
    {
        int columns = ct.Image.Width, rows = ct.Image.Height;
        var board = new byte[rows * columns];
        var overlay = new RgbColour[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var down = (int)Math.Floor((ct.Field.Centre(row) - (ct.Field.Height / 2)) / Square);
            for (var column = 0; column < columns; column++)
            {
                var across = (int)Math.Floor((ct.Field.Centre(column) - (ct.Field.Width / 2)) / Square);
                var at = (row * columns) + column;
                var grey = double.IsNaN(mr[at]) ? (byte)0 : window.Grey(mr[at]);
                var bone = ct.Image[row, column];
                board[at] = ((across + down) & 1) == 0 ? bone : grey;
                overlay[at] = Blend(grey, bone);
            }
        }

        return new(ct, new(columns, rows, board), new(columns, rows, overlay));
    }

    private static RgbColour Blend(byte mr, byte ct)
    {
        const double strongest = 0.6;
        var share = strongest * Math.Clamp((ct - Bone.From) / (double)(Bone.To - Bone.From), 0, 1);
        return new(Mix(Orange.Red), Mix(Orange.Green), Mix(Orange.Blue));

        byte Mix(byte colour) => (byte)Math.Round(((1 - share) * mr) + (share * colour));
    }
}
