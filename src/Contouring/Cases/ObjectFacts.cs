using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// What an object's header says that decides which case it belongs to and what that case still lacks. Made once when the object comes, and
/// kept as JSON: what a later version adds is empty in older rows, what an earlier one does not know it passes over. No patient data.
/// </summary>
public sealed record ObjectFacts
{
    /// <summary>SOP Class UID (0008,0016), or empty.</summary>
    public string SopClassUid { get => field ?? ""; init; }

    /// <summary>SOP Instance UID (0008,0018), or empty.</summary>
    public string SopInstanceUid { get => field ?? ""; init; }

    /// <summary>Study Instance UID (0020,000D), or empty.</summary>
    public string StudyInstanceUid { get => field ?? ""; init; }

    /// <summary>Series Instance UID (0020,000E), or empty.</summary>
    public string SeriesInstanceUid { get => field ?? ""; init; }

    /// <summary>Modality (0008,0060), or empty.</summary>
    public string Modality { get => field ?? ""; init; }

    /// <summary>Frame of Reference UID (0020,0052), or empty.</summary>
    public string FrameOfReferenceUid { get => field ?? ""; init; }

    /// <summary>Whose it is (<see cref="PatientKeys"/>).</summary>
    public string PatientKey { get => field ?? ""; init; }

    /// <summary>Who gave the Patient ID, as a key; empty where the object does not say.</summary>
    public string IssuerKey { get => field ?? ""; init; }

    /// <summary>Day of the acquisition, else of the series, else of the study; null when none is stated.</summary>
    public DateOnly? AcquisitionDate { get; init; }

    /// <summary>Whether this program wrote it: it comes back from an archive and is nobody's input.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Size and plane of an image; null for anything else.</summary>
    public ImageFacts? Image { get; init; }

    /// <summary>Frames of an enhanced multi-frame image; none for anything else.</summary>
    public ImmutableArray<FrameFacts> Frames { get => field.IsDefault ? [] : field; init; }

    /// <summary>How an MR image is weighted; of an enhanced one its first frame.</summary>
    public MrWeighting Weighting { get; init; }

    /// <summary>What a structure set says that it was drawn on, and what is in it; null for anything else.</summary>
    public StructureSetFacts? StructureSet { get; init; }

    /// <summary>What a Spatial Registration connects; null for anything else.</summary>
    public RegistrationFacts? Registration { get; init; }

    /// <summary>What an RT Dose says of itself; null for anything else, and in rows of a version that did not know of doses.</summary>
    public DoseFacts? Dose { get; init; }

    /// <summary>What an RT Plan names; null for anything else, and in rows of a version that did not know of doses.</summary>
    public PlanFacts? Plan { get; init; }

    /// <summary>The facts of a file. Odd values are no fault: what cannot be read is missing.</summary>
    public static ObjectFacts Of(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Of(file.Dataset);
    }

    /// <summary>The facts of a data set. Odd values are no fault: what cannot be read is missing.</summary>
    public static ObjectFacts Of(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return FactsReading.Read(dataset);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote, in this version or another.</summary>
    /// <exception cref="JsonException">The text is no JSON object of facts.</exception>
    public static ObjectFacts FromJson(string json) =>
        JsonSerializer.Deserialize(json, FactsJson.Default.ObjectFacts) ?? throw new JsonException("The facts of an object are a JSON object, not null.");

    /// <summary>The facts as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FactsJson.Default.ObjectFacts);
}

/// <summary>An image's size and plane.</summary>
public sealed record ImageFacts
{
    /// <summary>Rows (0028,0010), 0 when absent.</summary>
    public int Rows { get; init; }

    /// <summary>Columns (0028,0011), 0 when absent.</summary>
    public int Columns { get; init; }

    /// <summary>Number of Frames (0028,0008), 1 when absent.</summary>
    public int NumberOfFrames { get; init; }

    /// <summary>Image Type (0008,0008), or Frame Type of a frame.</summary>
    public ImmutableArray<string> ImageType { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// Image Position (3 values, mm), the directions of row and column (3 each) and Pixel Spacing (2, mm; between rows, between columns) one
    /// after the other, 11 numbers; empty where the header gives no plane.
    /// </summary>
    public ImmutableArray<double> Plane { get => field.IsDefault ? [] : field; init; }

    /// <summary>Why there is no plane, as a reason code; null where there is one.</summary>
    public string? FaultCode { get; init; }

    /// <summary>Why, as the end of a sentence.</summary>
    public string? Fault { get; init; }

    /// <summary>Anatomical Orientation Type (0010,2210), or empty.</summary>
    public string AnatomicalOrientation { get => field ?? ""; init; }
}

/// <summary>A frame of an enhanced image.</summary>
public sealed record FrameFacts
{
    /// <summary>Its number, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Stack ID (0020,9056), or empty.</summary>
    public string StackId { get => field ?? ""; init; }

    /// <summary>Its plane.</summary>
    public ImageFacts Image { get => field ?? new(); init; }
}

/// <summary>What a Spatial Registration connects.</summary>
public sealed record RegistrationFacts
{
    /// <summary>Every frame of reference that it names, its own first.</summary>
    public ImmutableArray<string> FramesOfReference { get => field.IsDefault ? [] : field; init; }

    /// <summary>Images that it names where it names no frame.</summary>
    public ImmutableArray<string> Images { get => field.IsDefault ? [] : field; init; }
}

/// <summary>Serialization of facts, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(ObjectFacts))]
internal sealed partial class FactsJson : JsonSerializerContext;
