// A pose of the border as ITK's Euler3DTransform, and back.
#pragma once

#include "contourflow_itk.h"
#include "volume.h"

#include <itkEuler3DTransform.h>

namespace cfi {

using transform_type = itk::Euler3DTransform<double>;

void check_pose(const cfi_pose& pose);

transform_type::Pointer new_transform(const double centre[3]);

// The rotation becomes exact: it is told to ITK by its angles.
void set_pose(transform_type& transform, const cfi_pose& pose);

cfi_pose pose_of(const transform_type& transform);

// How far apart two poses put a point of the fixed image, mm.
double distance_at(const double point[3], const cfi_pose& a, const cfi_pose& b);

} // namespace cfi
