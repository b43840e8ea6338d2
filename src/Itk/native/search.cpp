// The best of many starts: score all, optimise the promising ones, and keep fewer at each finer level.
#include "border.h"
#include "pair.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cfi {

namespace {

constexpr double same_pose = 2;      // mm between the images of the centre; nearer ones are one pose
constexpr double another_place = 8;  // mm; farther ones are another answer to the question where the image lies

bool better(const optimum& a, const optimum& b) { return a.at.order() < b.at.order(); }

// Those with enough overlap, best first; of equal ones the earlier start is first.
std::vector<optimum> ranked(const cfi_pair& pair, std::vector<optimum> all)
{
    const auto bad = [&](const optimum& o) { return !o.at.has_overlap() || o.at.overlap < pair.minimum_overlap; };
    all.erase(std::remove_if(all.begin(), all.end(), bad), all.end());
    if (all.empty())
        throw refusal{CFI_NO_OVERLAP, "no start has enough of the box in the moving image"};
    std::stable_sort(all.begin(), all.end(), better);
    return all;
}

std::vector<optimum> score_all(const cfi_pair& pair, const cfi_pose* starts, std::size_t count, work& work)
{
    std::vector<optimum> all(count);
    metrics_of_threads metrics{pair, pair.levels.front()};
    share(count, pair.threads, [&](int worker, std::size_t i) {
        work.throw_if_cancelled();
        all[i] = {starts[i], metrics.of(worker).evaluate(starts[i]), 0};
    });
    return ranked(pair, std::move(all));
}

std::vector<optimum> optimise_all(const cfi_pair& pair, const level& on, const std::vector<optimum>& from, work& work)
{
    std::vector<optimum> all(from.size());
    metrics_of_threads metrics{pair, on};
    share(from.size(), pair.threads, [&](int worker, std::size_t i) {
        all[i] = metrics.of(worker).optimise(from[i].pose, work);
        all[i].iterations += from[i].iterations;
        work.one_done();
    });
    return ranked(pair, std::move(all));
}

// The best few that are not one pose, with one among them that lies in another place if there is any: without it the
// answer could not say how sure it is.
std::vector<optimum> kept(const cfi_pair& pair, const std::vector<optimum>& sorted, std::size_t keep)
{
    std::vector<optimum> few;
    const auto is_far = [&](const optimum& o) { return distance_at(pair.centre, o.pose, sorted.front().pose) > another_place; };
    for (const auto& o : sorted) {
        const bool is_last_place = keep > 1 && few.size() + 1 == keep && std::none_of(few.begin(), few.end(), is_far);
        const bool is_new = std::all_of(few.begin(), few.end(), [&](const optimum& f) { return distance_at(pair.centre, f.pose, o.pose) >= same_pose; });
        if (few.size() < keep && is_new && (!is_last_place || is_far(o)))
            few.push_back(o);
    }
    return few;
}

} // namespace

cfi_result search(const cfi_pair& pair, const cfi_pose* starts, std::size_t count, work& work)
{
    auto poses = score_all(pair, starts, count, work);
    const auto promising = static_cast<std::size_t>(std::ceil(pair.optimised_starts * static_cast<double>(count)));
    poses.resize(std::min(poses.size(), std::max<std::size_t>(promising, static_cast<std::size_t>(pair.levels.front().plan.keep))));

    std::vector<optimum> others;
    for (std::size_t l = 0; l < pair.levels.size(); l++) {
        work.begin_level(static_cast<int>(l), static_cast<int>(pair.levels.size()), poses.size());
        const auto sorted = optimise_all(pair, pair.levels[l], poses, work);
        if (poses.size() > 1)
            others = sorted;
        poses = kept(pair, sorted, static_cast<std::size_t>(pair.levels[l].plan.keep));
    }

    const auto& best = poses.front();
    const auto far = std::find_if(others.begin(), others.end(), [&](const optimum& o) { return distance_at(pair.centre, o.pose, best.pose) > another_place; });
    level_metric judge{pair.restart_levels.back(), pair.centre, pair.lever};
    const score at = judge.evaluate(best.pose);
    cfi_result result{best.pose, at.metric, at.overlap, std::numeric_limits<double>::quiet_NaN(), 0, best.iterations, 0};
    if (far != others.end()) {
        result.runner_up_metric = judge.evaluate(far->pose).metric;
        result.runner_up_distance = distance_at(pair.centre, far->pose, best.pose);
    }
    return result;
}

} // namespace cfi
