// Poses on their own: optimised from where they are, or judged as they are.
#include "pair.h"

#include <limits>

namespace cfi {

namespace {

cfi_result result_of(const optimum& o)
{
    return {o.pose, o.at.metric, o.at.overlap, std::numeric_limits<double>::quiet_NaN(), 0, o.iterations, 0};
}

} // namespace

void restart(const cfi_pair& pair, const cfi_pose* starts, std::size_t count, work& work, cfi_result* results)
{
    std::vector<optimum> poses(count);
    for (std::size_t i = 0; i < count; i++)
        poses[i].pose = starts[i];
    const auto& levels = pair.restart_levels;
    for (std::size_t l = 0; l < levels.size(); l++) {
        work.begin_level(static_cast<int>(l), static_cast<int>(levels.size()), count);
        metrics_of_threads metrics{pair, levels[l]};
        share(count, pair.threads, [&](int worker, std::size_t i) {
            const int before = poses[i].iterations;
            poses[i] = metrics.of(worker).optimise(poses[i].pose, work);
            poses[i].iterations += before;
            work.one_done();
        });
    }
    for (std::size_t i = 0; i < count; i++)
        results[i] = result_of(poses[i]);
}

void evaluate(const cfi_pair& pair, const cfi_pose* poses, std::size_t count, work& work, cfi_result* results)
{
    metrics_of_threads metrics{pair, pair.restart_levels.back()};
    work.begin_level(0, 1, count);
    share(count, pair.threads, [&](int worker, std::size_t i) {
        work.throw_if_cancelled();
        results[i] = result_of({poses[i], metrics.of(worker).evaluate(poses[i]), 0});
        work.one_done();
    });
}

} // namespace cfi
