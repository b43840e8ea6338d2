namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>A grey window: which Hounsfield values are spread from black to white.</summary>
/// <param name="Name">For a human: "Bone".</param>
/// <param name="Width">Hounsfield units from black to white.</param>
/// <param name="Level">Hounsfield value of middle grey.</param>
public sealed record GreyWindow(string Name, double Width, double Level)
{
    /// <summary>The window in which pictures are stored: wide enough for every other one.</summary>
    public static GreyWindow Bone { get; } = new("Bone", 1500, 300);

    /// <summary>Soft tissue: lies within <see cref="Bone"/>, so that a page can show it from the same picture.</summary>
    public static GreyWindow SoftTissue { get; } = new("Soft tissue", 400, 40);

    /// <summary>The grey, 0 to 255, of a Hounsfield value.</summary>
    public byte Grey(double hounsfield) =>
        (byte)Math.Clamp(Math.Round((hounsfield - Level + (Width / 2)) * 255 / Width), 0, 255);
}
