// The functions of the border: arguments checked, exceptions turned into statuses.
#include "contourflow_itk.h"

#include "border.h"
#include "pair.h"
#include "resample.h"

#include <memory>

namespace {

void check_call(const void* pair, const cfi_pose* poses, int32_t count, const cfi_call* call, const void* results)
{
    cfi::check_pointer(pair, "pair");
    cfi::check_pointer(poses, "poses");
    cfi::check_pointer(results, "results");
    if (call != nullptr)
        cfi::check_structure(call, "cfi_call");
    if (count < 1)
        throw cfi::refusal{CFI_BAD_ARGUMENT, "there is no pose"};
    for (int32_t i = 0; i < count; i++)
        cfi::check_pose(poses[i]);
}

} // namespace

int32_t cfi_abi_version(void) { return CFI_ABI_VERSION; }

int32_t cfi_pair_create(const cfi_image* fixed, const cfi_image* moving, const cfi_settings* settings, cfi_pair** pair, cfi_message* message)
{
    return cfi::guarded(message, [&] {
        cfi::check_pointer(pair, "pair");
        *pair = nullptr;
        cfi::check_structure(fixed, "cfi_image");
        cfi::check_structure(moving, "cfi_image");
        cfi::check_structure(settings, "cfi_settings");
        *pair = std::make_unique<cfi_pair>(*fixed, *moving, *settings).release();
    });
}

void cfi_pair_free(cfi_pair* pair) { delete pair; }

int32_t cfi_pair_execute(const cfi_pair* pair, const cfi_pose* starts, int32_t count, const cfi_call* call, cfi_result* result, cfi_message* message)
{
    return cfi::guarded(message, [&] {
        check_call(pair, starts, count, call, result);
        cfi::work work{call};
        *result = cfi::search(*pair, starts, static_cast<std::size_t>(count), work);
    });
}

int32_t cfi_pair_restart(const cfi_pair* pair, const cfi_pose* starts, int32_t count, const cfi_call* call, cfi_result* results, cfi_message* message)
{
    return cfi::guarded(message, [&] {
        check_call(pair, starts, count, call, results);
        cfi::work work{call};
        cfi::restart(*pair, starts, static_cast<std::size_t>(count), work, results);
    });
}

int32_t cfi_pair_evaluate(const cfi_pair* pair, const cfi_pose* poses, int32_t count, const cfi_call* call, cfi_result* results, cfi_message* message)
{
    return cfi::guarded(message, [&] {
        check_call(pair, poses, count, call, results);
        cfi::work work{call};
        cfi::evaluate(*pair, poses, static_cast<std::size_t>(count), work, results);
    });
}

int32_t cfi_resample(const cfi_image* moving, const cfi_image* reference, const cfi_pose* reference_to_moving, float outside, float* voxels, int64_t voxel_count, const cfi_call* call, cfi_message* message)
{
    return cfi::guarded(message, [&] {
        check_call(moving, reference_to_moving, 1, call, voxels);
        cfi::check_image(moving, "the moving image", true);
        cfi::check_image(reference, "the reference", false);
        if (voxel_count != static_cast<int64_t>(reference->size[0]) * reference->size[1] * reference->size[2])
            throw cfi::refusal{CFI_BAD_ARGUMENT, "there is not a voxel for each of the reference"};
        const cfi::work work{call};
        cfi::resample(*moving, *reference, *reference_to_moving, outside, voxels, work);
    });
}
