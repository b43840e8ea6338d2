namespace ContourFlow.Contouring;

/// <summary>A display colour (ROI Display Color (3006,002A)), 0 to 255 each.</summary>
public readonly record struct RgbColour(byte Red, byte Green, byte Blue)
{
    /// <summary>As #RRGGBB.</summary>
    public override string ToString() => $"#{Red:X2}{Green:X2}{Blue:X2}";
}
