// Cancellation, progress, and work shared among threads.
#pragma once

#include "contourflow_itk.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>

namespace cfi {

class work {
public:
    explicit work(const cfi_call* call);

    bool is_cancelled() const;
    void throw_if_cancelled() const;

    void begin_level(int level, int levels, std::size_t total);
    void one_done();

private:
    const cfi_call* call;
    std::mutex reporting;
    int level = 0, levels = 1, done = 0, total = 0;
};

// Calls body(worker, item) for every item, on up to `threads` threads of which the calling one is the first; an item
// goes to whoever is free. The first exception ends the work and is thrown when every thread has stopped.
void share(std::size_t items, int threads, const std::function<void(int worker, std::size_t item)>& body);

} // namespace cfi
