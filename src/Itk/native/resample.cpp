#include "resample.h"

#include "pose.h"

#include <itkImportImageFilter.h>
#include <itkResampleImageFilter.h>

#include <algorithm>

namespace cfi {

namespace {

template <typename T>
void resample_as(const cfi_image& moving, const cfi_image& reference, const cfi_pose& pose, float outside, float* voxels, const work& work)
{
    using source_type = itk::Image<T, 3>;
    auto source = source_type::New();
    set_geometry(*source, moving);
    const auto count = source->GetLargestPossibleRegion().GetNumberOfPixels();
    // ITK reads through this pointer only, and does not own it.
    source->GetPixelContainer()->SetImportPointer(static_cast<T*>(const_cast<void*>(moving.voxels)), count, false);

    const double centre[3] = {0, 0, 0};
    auto transform = new_transform(centre, 1);
    set_pose(*transform, pose);

    auto grid = image_type::New();
    set_geometry(*grid, reference);
    auto filter = itk::ResampleImageFilter<source_type, image_type>::New();
    filter->SetInput(source);
    filter->SetTransform(transform);
    filter->SetOutputParametersFromImage(grid);
    filter->SetDefaultPixelValue(outside);
    filter->SetNumberOfWorkUnits(1);

    // Plane by plane, so that it can be cancelled and no second copy of the whole is made.
    const auto plane = static_cast<std::size_t>(reference.size[0]) * static_cast<std::size_t>(reference.size[1]);
    auto region = grid->GetLargestPossibleRegion();
    region.SetSize(2, 1);
    for (int k = 0; k < reference.size[2]; k++) {
        work.throw_if_cancelled();
        region.SetIndex(2, k);
        filter->GetOutput()->SetRequestedRegion(region);
        filter->Update();
        const float* const made = filter->GetOutput()->GetBufferPointer();
        std::copy(made, made + plane, voxels + plane * static_cast<std::size_t>(k));
    }
}

} // namespace

void resample(const cfi_image& moving, const cfi_image& reference, const cfi_pose& pose, float outside, float* voxels, const work& work)
{
    switch (moving.pixel) {
    case CFI_INT16:
        return resample_as<int16_t>(moving, reference, pose, outside, voxels, work);
    case CFI_UINT16:
        return resample_as<uint16_t>(moving, reference, pose, outside, voxels, work);
    default:
        return resample_as<float>(moving, reference, pose, outside, voxels, work);
    }
}

} // namespace cfi
