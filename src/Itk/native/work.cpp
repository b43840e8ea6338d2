#include "work.h"

#include "border.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace cfi {

work::work(const cfi_call* call) : call{call} {}

bool work::is_cancelled() const
{
    return call != nullptr && call->cancelled != nullptr && __atomic_load_n(call->cancelled, __ATOMIC_RELAXED) != 0;
}

void work::throw_if_cancelled() const
{
    if (is_cancelled())
        throw refusal{CFI_CANCELLED, "cancelled"};
}

void work::begin_level(int level_, int levels_, std::size_t total_)
{
    const std::lock_guard<std::mutex> lock{reporting};
    level = level_;
    levels = levels_;
    done = 0;
    total = static_cast<int>(total_);
}

void work::one_done()
{
    const std::lock_guard<std::mutex> lock{reporting};
    done++;
    if (call != nullptr && call->progress != nullptr)
        call->progress(call->user, level, levels, done, total);
}

namespace {

struct joined_threads {
    std::vector<std::thread> threads;
    ~joined_threads()
    {
        for (auto& thread : threads)
            thread.join();
    }
};

} // namespace

void share(std::size_t items, int threads, const std::function<void(int, std::size_t)>& body)
{
    std::atomic<std::size_t> next{0};
    std::mutex guard;
    std::exception_ptr fault;
    const auto run = [&](int worker) {
        try {
            for (std::size_t item; (item = next++) < items;)
                body(worker, item);
        } catch (...) {
            next = items;
            const std::lock_guard<std::mutex> lock{guard};
            if (!fault)
                fault = std::current_exception();
        }
    };
    {
        joined_threads others;
        const auto count = std::min<std::size_t>(std::max(1, threads), items);
        for (std::size_t worker = 1; worker < count; worker++)
            others.threads.emplace_back(run, static_cast<int>(worker));
        run(0);
    }
    if (fault)
        std::rethrow_exception(fault);
}

} // namespace cfi
