using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>Protocols for scoring.</summary>
internal static class DoseProtocol
{
    /// <summary>The trial's protocol, as it comes with the program.</summary>
    public static Protocol Trial { get; } = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");

    /// <summary>The trial's protocol with another table.</summary>
    public static Protocol With(params ReadOnlySpan<DoseObjective> objectives) =>
        Trial with { Dose = Trial.Dose! with { Objectives = [.. objectives] } };

    /// <summary>A line of the table.</summary>
    public static DoseObjective Line(string structure, DoseMetricKind kind, double value, DoseBounds? optimal = null, DoseBounds? mandatory = null) =>
        new(structure, new(kind, value, kind.ToString()), optimal, mandatory);

    /// <summary>A bound upwards.</summary>
    public static DoseBounds AtMost(double value) => new(null, value, $"at most {value}");

    /// <summary>A bound downwards.</summary>
    public static DoseBounds AtLeast(double value) => new(value, null, $"at least {value}");
}
