// ITK's Mattes mutual information of one level, for one thread.
#pragma once

#include "pose.h"
#include "work.h"

#include <itkMattesMutualInformationImageToImageMetricv4.h>

namespace cfi {

using mattes_type = itk::MattesMutualInformationImageToImageMetricv4<image_type, image_type>;
using sample_set = mattes_type::FixedSampledPointSetType;

// Both images at one resolution, and where they are compared.
struct level {
    image_type::Pointer fixed, moving;
    sample_set::Pointer samples;
    cfi_level plan;
};

struct score {
    double metric = 0, overlap = 0;
    bool has_overlap() const { return overlap > 0; }
    // What poses are ordered by, smaller is better: samples that leave the moving image count against a pose.
    double order() const { return metric * overlap; }
};

struct optimum {
    cfi_pose pose;
    score at;
    int iterations = 0;
};

// A metric prepares its samples and its bins once; only the pose changes afterwards.
class level_metric {
public:
    level_metric(const level& on, const double centre[3], double lever);

    score evaluate(const cfi_pose& pose);

    // Regular-step gradient descent from a pose. Where it leads out of the moving image the start comes back, without overlap.
    optimum optimise(const cfi_pose& from, const work& work);

private:
    score value();

    cfi_level plan;
    std::size_t sample_count;
    transform_type::Pointer transform;
    mattes_type::Pointer metric;
};

} // namespace cfi
