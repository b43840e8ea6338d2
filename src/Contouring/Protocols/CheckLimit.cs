namespace ContourFlow.Contouring.Protocols;

/// <summary>A limit of a check that a protocol may state.</summary>
/// <param name="Name">Its name in the protocol file.</param>
/// <param name="Default">What holds when the file does not state it (geometry specification 5).</param>
/// <param name="Unit">Unit of the value: "cc", "mm", "%", "planes", or "1" for a ratio.</param>
/// <param name="Minimum">Smallest value that makes sense.</param>
/// <param name="Maximum">Largest value that makes sense.</param>
/// <param name="Meaning">What the check does with it, for a human.</param>
public sealed record CheckLimit(string Name, double Default, string Unit, double Minimum, double Maximum, string Meaning);
