namespace ContourFlow.Contouring;

/// <summary>A code of a coding scheme (DICOM PS3.3 section 8.8), for RT ROI Identification Code Sequence.</summary>
/// <param name="Value">Code Value.</param>
/// <param name="Scheme">Coding Scheme Designator, such as SCT.</param>
/// <param name="Meaning">Code Meaning.</param>
/// <param name="SchemeVersion">Coding Scheme Version, where a profile wants it.</param>
public sealed record CodedConcept(string Value, string Scheme, string Meaning, string? SchemeVersion = null);
