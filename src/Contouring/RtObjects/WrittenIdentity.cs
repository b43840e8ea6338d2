using System.Security.Cryptography;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>What every object that is written says of itself: who made it, and which one it is.</summary>
internal static class WrittenIdentity
{
    /// <summary>General Equipment (DICOM PS3.3 C.7.5.1): this program and the version of its algorithm.</summary>
    public static void AddEquipment(DicomDataset dataset)
    {
        dataset.Add(DicomTag.Manufacturer, ProductIdentity.Manufacturer);
        dataset.Add(DicomTag.ManufacturerModelName, ProductIdentity.Manufacturer);
        dataset.Add(DicomTag.SoftwareVersions, $"algorithm {ProductIdentity.AlgorithmVersion}");
    }

    /// <summary>
    /// The SOP Instance UID of a finished object. One UID never names two contents: what is carried over counts as
    /// well as what is added, so it is the hash of all bytes, with the identity that the object has so far (from what
    /// it was made of) in the UID's place.
    /// </summary>
    /// <param name="kind">What the object is: "RTSTRUCT", "REG".</param>
    /// <param name="dataset">The object, complete, with that preliminary SOP Instance UID.</param>
    public static DicomUID OfContent(string kind, DicomDataset dataset)
    {
        using var bytes = new MemoryStream();
        new DicomFile(dataset).Save(bytes);
        return NameBasedUid.Create($"{kind} content", Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
    }
}
