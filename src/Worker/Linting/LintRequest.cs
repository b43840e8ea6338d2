using ContourFlow.Contouring.Linting;

namespace ContourFlow.Worker.Linting;

/// <summary>What `contourflow lint` is asked for.</summary>
/// <param name="File">The structure set's file.</param>
/// <param name="CtFolder">Folder with its CT, or null.</param>
/// <param name="Profile">For whom it is judged.</param>
/// <param name="FixFile">Where the mended instance goes, or null.</param>
internal sealed record LintRequest(string File, string? CtFolder, LintProfile Profile, string? FixFile);
