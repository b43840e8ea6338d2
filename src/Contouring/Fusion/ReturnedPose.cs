using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Fusion;

/// <summary>Where a registration ended that started from a displaced pose.</summary>
/// <param name="From">The displaced pose.</param>
/// <param name="MrToCt">Where it ended.</param>
/// <param name="Difference">How far that is from the optimum at the pose that is judged.</param>
/// <param name="Agreement">Its mutual information as a part of that optimum's; no number where it left the MR.</param>
internal sealed record ReturnedPose(DisplacedPose From, RigidTransform MrToCt, PoseDifference Difference, double Agreement);
