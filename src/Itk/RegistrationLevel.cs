namespace ContourFlow.Itk;

/// <summary>One resolution of a registration: what the images are averaged to, and how the poses are improved on it.</summary>
/// <param name="VoxelSize">Both images are averaged over whole voxels to about this size, mm.</param>
/// <param name="Samples">Points of the fixed image at which the images are compared; 0 for every voxel of the box.</param>
/// <param name="FirstStep">First step of the optimiser, mm.</param>
/// <param name="LastStep">It ends when its steps are shorter, mm.</param>
/// <param name="Keep">How many poses go on to the next level.</param>
/// <param name="Iterations">Steps at most.</param>
public sealed record RegistrationLevel(double VoxelSize, int Samples, double FirstStep, double LastStep, int Keep = 1, int Iterations = 200);
