// Voxels of the caller as images of ITK: as they are, or averaged to a level's voxel size.
#pragma once

#include "contourflow_itk.h"
#include "border.h"
#include "work.h"

#include <itkImage.h>

#include <array>
#include <string>

namespace cfi {

using image_type = itk::Image<float, 3>;
using point_type = image_type::PointType;

struct window {
    double low, high;
};

// A block of voxels: its first index and how many.
struct block {
    std::array<int, 3> first, size;
};

// Size, spacing, origin and axes; the voxels as well unless it is a reference that has none.
void check_image(const cfi_image* image, const char* name, bool has_voxels);

block whole(const cfi_image& image);

// The block around a box of patient coordinates, a few millimetres wider.
block around(const cfi_image& image, const double centre[3], const double half_size[3]);

// Windowed, averaged over boxes of whole voxels to about `voxel_size`, in one pass over the caller's memory.
image_type::Pointer average(const cfi_image& image, const block& part, const window& values, double voxel_size, int threads);

// The values below which the given parts of the voxels lie.
window percentiles(const cfi_image& image, double low, double high);

// Puts geometry on an image of ITK.
template <typename Image>
void set_geometry(Image& target, const cfi_image& source)
{
    typename Image::SizeType size;
    typename Image::SpacingType spacing;
    typename Image::PointType origin;
    typename Image::DirectionType direction;
    for (int a = 0; a < 3; a++) {
        size[a] = static_cast<itk::SizeValueType>(source.size[a]);
        spacing[a] = source.spacing[a];
        origin[a] = source.origin[a];
        for (int r = 0; r < 3; r++)
            direction[r][a] = source.axes[3 * a + r];
    }
    target.SetRegions(size);
    target.SetSpacing(spacing);
    target.SetOrigin(origin);
    target.SetDirection(direction);
}

} // namespace cfi
