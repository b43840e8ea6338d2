namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>A place in a protocol file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Keys from the top, with dots between.</param>
internal sealed record Place(int Line, int Column, string Path);

/// <summary>A value with the place where it was written.</summary>
internal sealed record Placed<T>(T Value, Place Place);
