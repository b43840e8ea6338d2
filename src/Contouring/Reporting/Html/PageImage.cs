namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>An image that a figure shows in the place of the CT.</summary>
/// <param name="Name">What it is: "checkerboard".</param>
/// <param name="Png">The image.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Number of rows.</param>
internal sealed record PageImage(string Name, byte[] Png, int Width, int Height);
