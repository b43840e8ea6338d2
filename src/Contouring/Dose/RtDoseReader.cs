using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>Reads RT Dose objects, of every convention of position, scale and bits (DICOM PS3.3 C.8.8.3).</summary>
public static class RtDoseReader
{
    /// <summary>Reads one object.</summary>
    /// <param name="dose">The object with its pixels, which may lie on the disk still.</param>
    /// <exception cref="CaseDataException">It cannot be read; the sentence names the object, the attribute and what to do.</exception>
    public static RtDose Read(DicomDataset dose)
    {
        ArgumentNullException.ThrowIfNull(dose);
        var uid = dose.Text(DicomTag.SOPInstanceUID);
        if (!DoseFactsReading.IsDose(dose.Text(DicomTag.SOPClassUID), dose.Text(DicomTag.Modality)))
            throw new CaseDataException(ReasonCodes.BadAttribute, $"Object {uid} is no RT Dose: its SOP Class UID (0008,0016) is of another kind.");
        var findings = new List<Finding>();
        var units = Units(dose, uid);
        var type = Type(dose, uid, findings);
        var geometry = DoseGeometry.Of(dose, uid, findings);
        var scaling = dose.Number(DicomTag.DoseGridScaling);
        if (scaling is null or <= 0)
            throw Bad(uid, "Dose Grid Scaling (3004,000E)", "is no positive number, so that the values mean nothing");
        var values = DosePixels.Read(dose, uid, geometry, scaling.Value);
        RequireDose(values, units, uid);
        if (dose.Text(DicomTag.SpatialTransformOfDose) is "RIGID" or "NON_RIGID")
            findings.Add(new(Severity.Warning, DoseRemarks.DoseTransformed, $"RT Dose {uid} was moved or deformed from where it was calculated (Spatial Transform of Dose, 3004,0005)."));
        return new(
            uid,
            units,
            type,
            dose.Text(DicomTag.DoseSummationType),
            DosedPlan.AllOf(dose),
            geometry.With(values),
            [.. findings]);
    }

    /// <summary>The most that any treatment gives, Gy: what is above it is a wrong scaling.</summary>
    internal const float MostGray = 1000;

    private static void RequireDose(float[] values, string units, string uid)
    {
        var most = values.Max();
        if (!(most > 0)) throw new CaseDataException(ReasonCodes.DoseNotADose, $"RT Dose {uid} is 0 everywhere. Export the dose of the plan.");
        if (units == "GY" && !(most <= MostGray))
            throw Bad(uid, "Dose Grid Scaling (3004,000E)", $"makes the highest value more than {MostGray} Gy, which no treatment gives");
    }

    private static string Units(DicomDataset dose, string uid) => dose.Text(DicomTag.DoseUnits) switch
    {
        "GY" => "GY",
        "RELATIVE" => "RELATIVE",
        "" => throw new CaseDataException(ReasonCodes.MissingAttribute, $"RT Dose {uid} has no Dose Units (3004,0002): whether its values are Gy is not known. Export it again."),
        _ => throw Bad(uid, "Dose Units (3004,0002)", "is neither GY nor RELATIVE"),
    };

    private static string Type(DicomDataset dose, string uid, List<Finding> findings)
    {
        switch (dose.Text(DicomTag.DoseType))
        {
            case "PHYSICAL":
                return "PHYSICAL";
            case "EFFECTIVE":
                findings.Add(new(Severity.Warning, DoseRemarks.DoseEffective, $"RT Dose {uid} is an effective dose (a biological model is in it), not a physical one."));
                return "EFFECTIVE";
            case "":
                findings.Add(new(Severity.Warning, ReasonCodes.MissingAttribute, $"RT Dose {uid} has no Dose Type (3004,0004); it is taken for a physical dose."));
                return "PHYSICAL";
            case "ERROR":
                throw new CaseDataException(ReasonCodes.DoseNotADose, $"RT Dose {uid} is a difference of doses (Dose Type ERROR), not a dose. Export the dose of the plan.");
            default:
                throw Bad(uid, "Dose Type (3004,0004)", "is neither PHYSICAL nor EFFECTIVE");
        }
    }

    /// <summary>A fault of an attribute.</summary>
    internal static CaseDataException Bad(string uid, string attribute, string what) =>
        new(ReasonCodes.BadAttribute, $"RT Dose {uid}: {attribute} {what}. Export it again.");
}
