namespace ContourFlow.Phantom.Solids;

/// <summary>The rectangle of a plane that a section lies in, mm.</summary>
public readonly record struct SectionBounds(double MinX, double MinY, double MaxX, double MaxY)
{
    /// <summary>The rectangle grown on all sides.</summary>
    public SectionBounds Grown(double margin) => new(MinX - margin, MinY - margin, MaxX + margin, MaxY + margin);
}
