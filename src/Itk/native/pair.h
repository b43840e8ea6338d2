// Two images at all resolutions of a registration.
#pragma once

#include "metric.h"

#include <memory>
#include <vector>

struct cfi_pair {
    cfi_pair(const cfi_image& fixed, const cfi_image& moving, const cfi_settings& settings);

    double centre[3];
    double lever; // how far from the centre samples lie, root of the mean square, mm
    int threads;
    double minimum_overlap, optimised_starts;
    std::vector<cfi::level> levels, restart_levels;
};

namespace cfi {

// One metric for each thread, made when the thread comes to its first pose.
class metrics_of_threads {
public:
    metrics_of_threads(const cfi_pair& pair, const level& on) : pair{pair}, on{on}, metrics(static_cast<std::size_t>(pair.threads)) {}

    level_metric& of(int worker)
    {
        auto& metric = metrics[static_cast<std::size_t>(worker)];
        if (!metric)
            metric = std::make_unique<level_metric>(on, pair.centre, pair.lever);
        return *metric;
    }

private:
    const cfi_pair& pair;
    const level& on;
    std::vector<std::unique_ptr<level_metric>> metrics;
};

cfi_result search(const cfi_pair& pair, const cfi_pose* starts, std::size_t count, work& work);

void restart(const cfi_pair& pair, const cfi_pose* starts, std::size_t count, work& work, cfi_result* results);

void evaluate(const cfi_pair& pair, const cfi_pose* poses, std::size_t count, work& work, cfi_result* results);

} // namespace cfi
