#include "samples.h"

#include "border.h"

#include <itkContinuousIndex.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace cfi {

namespace {

constexpr std::size_t fewest_samples = 200;

template <typename F>
void each_voxel_in_box(const image_type& image, const double centre[3], const double half_size[3], F&& body)
{
    const auto size = image.GetLargestPossibleRegion().GetSize();
    image_type::IndexType index;
    point_type point;
    for (index[2] = 0; index[2] < static_cast<itk::IndexValueType>(size[2]); index[2]++)
        for (index[1] = 0; index[1] < static_cast<itk::IndexValueType>(size[1]); index[1]++)
            for (index[0] = 0; index[0] < static_cast<itk::IndexValueType>(size[0]); index[0]++) {
                image.TransformIndexToPhysicalPoint(index, point);
                bool inside = true;
                for (int r = 0; r < 3; r++)
                    inside = inside && std::fabs(point[r] - centre[r]) <= half_size[r];
                if (inside)
                    body(index);
            }
}

} // namespace

sample_set::Pointer draw_samples(const image_type& fixed, const double centre[3], const double half_size[3], int wanted, unsigned seed)
{
    std::size_t left = 0;
    each_voxel_in_box(fixed, centre, half_size, [&](const image_type::IndexType&) { left++; });
    if (left < fewest_samples)
        throw refusal{CFI_NO_OVERLAP, "the box and the fixed image have too little in common"};
    std::size_t needed = wanted == 0 ? left : std::min(left, static_cast<std::size_t>(wanted));

    // The generator's numbers are the same everywhere; the distributions of the standard library need not be.
    std::mt19937 numbers{seed};
    const auto chance = [&numbers] { return static_cast<double>(numbers()) / 4294967296.0; };
    const auto size = fixed.GetLargestPossibleRegion().GetSize();
    auto samples = sample_set::New();
    sample_set::PointIdentifier next = 0;
    each_voxel_in_box(fixed, centre, half_size, [&](const image_type::IndexType& index) {
        // Selection sampling (Knuth, The Art of Computer Programming 3.4.2, algorithm S): no list of all voxels.
        const bool taken = chance() * static_cast<double>(left) < static_cast<double>(needed);
        left--;
        if (!taken)
            return;
        needed--;
        itk::ContinuousIndex<double, 3> position;
        for (unsigned a = 0; a < 3; a++)
            position[a] = std::min(std::max(static_cast<double>(index[a]) + chance() - 0.5, 0.0), static_cast<double>(size[a] - 1));
        point_type point;
        fixed.TransformContinuousIndexToPhysicalPoint(position, point);
        samples->SetPoint(next++, point);
    });
    return samples;
}

} // namespace cfi
