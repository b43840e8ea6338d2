using System.Collections.Immutable;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>A CT series as the planning CT, before its pixels are read.</summary>
/// <param name="Candidate">The series.</param>
/// <param name="Images">Its images, Inferior to Superior.</param>
/// <param name="Grid">Their planes, with axial axes.</param>
internal sealed record PlanningCtSeries(CtCandidate Candidate, ImmutableArray<ScannedObject> Images, PlaneGrid Grid);
