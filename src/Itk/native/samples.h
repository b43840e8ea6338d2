// Where the two images are compared.
#pragma once

#include "metric.h"

namespace cfi {

// `wanted` voxels of the fixed image whose centre lies in the box (0: all of them), evenly by chance from a seed; each
// sample lies somewhere in its voxel, because samples on the lattice of both images favour poses that align the two.
sample_set::Pointer draw_samples(const image_type& fixed, const double centre[3], const double half_size[3], int wanted, unsigned seed);

} // namespace cfi
