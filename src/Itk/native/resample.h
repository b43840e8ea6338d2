// The moving image at the voxels of another grid.
#pragma once

#include "work.h"

namespace cfi {

void resample(const cfi_image& moving, const cfi_image& reference, const cfi_pose& reference_to_moving, float outside, float* voxels, const work& work);

} // namespace cfi
