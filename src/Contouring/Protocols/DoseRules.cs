using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols;

/// <summary>What a protocol asks of the dose.</summary>
/// <param name="Prescription">The prescribed dose of the whole treatment, Gy.</param>
/// <param name="Fractions">In how many fractions.</param>
/// <param name="SurfaceUncertainty">How far a structure's surface may lie elsewhere, mm: what decides within it is indeterminate.</param>
/// <param name="Objectives">What is asked, in the file's order.</param>
public sealed record DoseRules(double Prescription, int Fractions, double SurfaceUncertainty, ImmutableArray<DoseObjective> Objectives);

/// <summary>One line of the protocol's table of doses.</summary>
/// <param name="Structure">The input or derived structure, by its name in the protocol.</param>
/// <param name="Metric">The figure.</param>
/// <param name="Optimal">What is aimed at; null where the protocol does not say.</param>
/// <param name="Mandatory">What must not be missed; null where the protocol does not say.</param>
public sealed record DoseObjective(string Structure, DoseMetric Metric, DoseBounds? Optimal, DoseBounds? Mandatory);

/// <summary>Which figure of a distribution.</summary>
public enum DoseMetricKind
{
    /// <summary>D_x%: the lowest dose of the hottest x percent, Gy.</summary>
    DoseToPercent,

    /// <summary>D_ycc: the lowest dose of the hottest y cm³, Gy.</summary>
    DoseToCc,

    /// <summary>The mean dose, Gy.</summary>
    Mean,

    /// <summary>V_dGy: the part of the volume that gets at least d Gy, percent.</summary>
    PercentAtDose,

    /// <summary>V_dGy: the volume that gets at least d Gy, cm³.</summary>
    CcAtDose,
}

/// <summary>A figure of a distribution, as the field writes it: D98%, D0.03cc, Dmean, V27Gy[%], V27Gy[cc].</summary>
/// <param name="Kind">Which.</param>
/// <param name="Value">x of D_x%, y of D_ycc, d of V_dGy; 0 for the mean.</param>
/// <param name="Text">As it is written.</param>
public sealed record DoseMetric(DoseMetricKind Kind, double Value, string Text)
{
    /// <summary>Gy, % or cc: the unit of the figure and of its bounds.</summary>
    public string Unit => Kind switch
    {
        DoseMetricKind.PercentAtDose => "%",
        DoseMetricKind.CcAtDose => "cc",
        _ => "Gy",
    };
}

/// <summary>Bounds of a figure, both inclusive, in the figure's unit.</summary>
/// <param name="Low">The lower one; null: none.</param>
/// <param name="High">The upper one; null: none.</param>
/// <param name="Text">As the protocol writes it.</param>
public sealed record DoseBounds(double? Low, double? High, string Text);
