namespace ContourFlow.Contouring.Cases;

/// <summary>A frame of a multi-frame image.</summary>
/// <param name="Number">Its number, from 1, as Referenced Frame Number (0008,1160) counts.</param>
/// <param name="Count">Number of frames of the image.</param>
public readonly record struct ImageFrame(int Number, int Count);
