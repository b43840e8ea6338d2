#include "pair.h"

#include "border.h"
#include "samples.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace {

using cfi::refusal;

constexpr int most_levels = 8, most_threads = 256;

void check_level(const cfi_level& level)
{
    const bool good = level.voxel_size > 0 && level.voxel_size <= 50 && level.last_step > 0 && level.first_step >= level.last_step
        && level.first_step <= 100 && level.samples >= 0 && level.keep >= 1 && level.iterations >= 1;
    if (!good)
        throw refusal{CFI_BAD_ARGUMENT, "a level's settings are out of range"};
}

void check_settings(const cfi_settings& s)
{
    if (s.level_count < 1 || s.level_count > most_levels || s.restart_level_count < 1 || s.restart_level_count > most_levels)
        throw refusal{CFI_BAD_ARGUMENT, "there are one to eight levels"};
    cfi::check_pointer(s.levels, "levels");
    cfi::check_pointer(s.restart_levels, "restart levels");
    std::for_each(s.levels, s.levels + s.level_count, check_level);
    std::for_each(s.restart_levels, s.restart_levels + s.restart_level_count, check_level);
    if (s.threads < 1 || s.threads > most_threads)
        throw refusal{CFI_BAD_ARGUMENT, "there are 1 to 256 threads"};
    for (int r = 0; r < 3; r++)
        if (!std::isfinite(s.centre[r]) || !(s.half_size[r] > 0) || !(s.half_size[r] < 1e4))
            throw refusal{CFI_BAD_ARGUMENT, "the box is not one"};
    if (!(s.minimum_overlap >= 0 && s.minimum_overlap <= 1) || !(s.optimised_starts > 0 && s.optimised_starts <= 1))
        throw refusal{CFI_BAD_ARGUMENT, "overlap and part of starts are fractions"};
}

cfi::window window_of(const double values[2], const char* name)
{
    if (!(std::isfinite(values[0]) && values[0] < values[1] && std::isfinite(values[1])))
        throw refusal{CFI_BAD_ARGUMENT, std::string{name} + ": an intensity window goes from a lower to a higher value"};
    return {values[0], values[1]};
}

void check_contrast(const cfi::image_type& image, const char* name)
{
    const float* const voxels = image.GetBufferPointer();
    const auto count = image.GetLargestPossibleRegion().GetNumberOfPixels();
    float low = voxels[0], high = voxels[0];
    for (std::size_t i = 0; i < count; i++) {
        if (!std::isfinite(voxels[i]))
            throw refusal{CFI_NOT_FINITE, std::string{name} + " has a voxel that is not a number"};
        low = std::min(low, voxels[i]);
        high = std::max(high, voxels[i]);
    }
    if (!(low < high))
        throw refusal{CFI_NO_CONTRAST, std::string{name} + " has one value everywhere"};
}

// The part of the box that the moving image holds when it lies best, turned as it is.
double attainable_overlap(const cfi_image& moving, const double half_size[3])
{
    double part = 1;
    for (int r = 0; r < 3; r++) {
        double extent = 0;
        for (int a = 0; a < 3; a++)
            extent += std::fabs(moving.axes[3 * a + r]) * moving.spacing[a] * moving.size[a];
        part *= std::min(1.0, extent / (2 * half_size[r]));
    }
    return part;
}

} // namespace

cfi_pair::cfi_pair(const cfi_image& fixed, const cfi_image& moving, const cfi_settings& settings)
{
    cfi::check_image(&fixed, "the fixed image", true);
    cfi::check_image(&moving, "the moving image", true);
    check_settings(settings);
    for (const auto* image : {&fixed, &moving})
        if (std::min({image->size[0], image->size[1], image->size[2]}) < 4)
            throw refusal{CFI_TOO_FEW_SLICES, std::string{image == &fixed ? "the fixed" : "the moving"} + " image has fewer than four voxels along an axis"};
    std::copy(settings.centre, settings.centre + 3, centre);
    // The mean square distance to an axis through the middle of a box, the mean of the three axes.
    const double* const half = settings.half_size;
    lever = std::sqrt(2.0 / 9 * (half[0] * half[0] + half[1] * half[1] + half[2] * half[2]));
    threads = settings.threads;
    minimum_overlap = std::min(settings.minimum_overlap, 0.8 * attainable_overlap(moving, settings.half_size));
    optimised_starts = settings.optimised_starts;

    const auto fixed_window = window_of(settings.fixed_window, "fixed");
    cfi::window moving_window;
    if (std::isnan(settings.moving_window[0]) && std::isnan(settings.moving_window[1])) {
        moving_window = cfi::percentiles(moving, 0.005, 0.995);
        if (!std::isfinite(moving_window.low) || !std::isfinite(moving_window.high))
            throw refusal{CFI_NOT_FINITE, "the moving image has voxels that are not numbers"};
        if (!(moving_window.low < moving_window.high))
            throw refusal{CFI_NO_CONTRAST, "the moving image has one value nearly everywhere"};
    } else {
        moving_window = window_of(settings.moving_window, "moving");
    }

    const auto part = cfi::around(fixed, settings.centre, settings.half_size);
    std::map<double, std::pair<cfi::image_type::Pointer, cfi::image_type::Pointer>> images;
    unsigned seed = 1;
    const auto make = [&](const cfi_level& plan) {
        auto& [fixed_image, moving_image] = images[plan.voxel_size];
        if (!fixed_image) {
            fixed_image = cfi::average(fixed, part, fixed_window, plan.voxel_size, threads);
            moving_image = cfi::average(moving, cfi::whole(moving), moving_window, plan.voxel_size, threads);
            check_contrast(*fixed_image, "the fixed image");
            check_contrast(*moving_image, "the moving image");
        }
        return cfi::level{fixed_image, moving_image, cfi::draw_samples(*fixed_image, settings.centre, settings.half_size, plan.samples, seed++), plan};
    };
    std::transform(settings.levels, settings.levels + settings.level_count, std::back_inserter(levels), make);
    std::transform(settings.restart_levels, settings.restart_levels + settings.restart_level_count, std::back_inserter(restart_levels), make);
}
