// The border between src/Itk and ITK: rigid registration of two images and resampling.
// Plain C: no exception and no type of ITK crosses it. Lengths are millimetres in patient coordinates (LPS).
// A structure begins with its own size, so that the two sides notice when they were built of different headers.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(CFI_BUILD)
#define CFI_API __attribute__((visibility("default")))
#else
#define CFI_API
#endif

#define CFI_ABI_VERSION 1

typedef enum cfi_status {
    CFI_OK = 0,
    CFI_BAD_ARGUMENT = 1,   // a null pointer, a structure of another size, a setting out of its range
    CFI_BAD_IMAGE = 2,      // size, spacing, axes or number of bytes
    CFI_NOT_FINITE = 3,     // a number that is none
    CFI_NO_CONTRAST = 4,    // all voxels are the same
    CFI_NO_OVERLAP = 5,     // the box lies outside the fixed image, or no start has the overlap that is asked for
    CFI_TOO_FEW_SLICES = 6, // fewer than four voxels along an axis
    CFI_CANCELLED = 7,
    CFI_OUT_OF_MEMORY = 8,
    CFI_FAILED = 9          // what ITK says, in the message
} cfi_status;

typedef enum cfi_pixel { CFI_INT16 = 1, CFI_UINT16 = 2, CFI_FLOAT32 = 3 } cfi_pixel;

typedef struct cfi_message {
    char text[512]; // ends with a zero
} cfi_message;

typedef struct cfi_image {
    uint32_t struct_size;
    int32_t pixel;        // cfi_pixel
    const void* voxels;   // i fastest, then j, then k; read and never written
    int64_t byte_count;
    int32_t size[3];
    int32_t reserved;
    double spacing[3];
    double origin[3];     // centre of the first voxel
    double axes[9];       // axes[3 * a + r]: component r of the direction of index a
} cfi_image;

// One resolution of the registration.
typedef struct cfi_level {
    double voxel_size;    // what the voxels of both images are averaged to, about
    double first_step;
    double last_step;     // the optimiser ends when its steps are shorter
    int32_t samples;      // points of the fixed image at which the two are compared; 0 for every voxel
    int32_t keep;         // how many of the poses go on to the next level
    int32_t iterations;   // at most
    int32_t reserved;
} cfi_level;

typedef struct cfi_settings {
    uint32_t struct_size;
    int32_t threads;
    double centre[3];     // of the box and of the rotation, frame of the fixed image
    double half_size[3];  // of the box
    double fixed_window[2];
    double moving_window[2]; // both NaN: from the image's percentiles
    double minimum_overlap;  // fraction of the samples that have to lie in the moving image, or 0.8 of what can if that is less
    double optimised_starts; // fraction of the starts that is optimised at the first level; the others are scored only
    const cfi_level* levels;
    const cfi_level* restart_levels;
    int32_t level_count;
    int32_t restart_level_count;
} cfi_settings;

// A pose maps points of the fixed image to points of the moving image: three rows of a rotation and its translation.
typedef struct cfi_pose {
    double row[12];
} cfi_pose;

typedef struct cfi_result {
    cfi_pose pose;
    double metric;              // Mattes mutual information, negative, at the last level of a restart; 0 without overlap
    double overlap;
    double runner_up_metric;    // NaN when there is none
    double runner_up_distance;  // between the two poses' images of the centre
    int32_t iterations;
    int32_t reserved;
} cfi_result;

// Called from any thread, never from two at once. level from 0; done of total poses of this level are through.
typedef void (*cfi_progress)(void* user, int32_t level, int32_t levels, int32_t done, int32_t total);

typedef struct cfi_call {
    uint32_t struct_size;
    int32_t reserved;
    const int32_t* cancelled; // the work ends soon after this is no longer zero; null when it cannot be cancelled
    cfi_progress progress;    // null for none
    void* user;
} cfi_call;

typedef struct cfi_pair cfi_pair;

CFI_API int32_t cfi_abi_version(void);

// Makes both images' resolutions; the voxels are not needed afterwards.
CFI_API int32_t cfi_pair_create(const cfi_image* fixed, const cfi_image* moving, const cfi_settings* settings, cfi_pair** pair, cfi_message* message);
CFI_API void cfi_pair_free(cfi_pair* pair);

// The best of many starts. The result is the same, bit by bit, at any number of threads.
CFI_API int32_t cfi_pair_execute(const cfi_pair* pair, const cfi_pose* starts, int32_t count, const cfi_call* call, cfi_result* result, cfi_message* message);

// Every start on its own, by the restart's levels.
CFI_API int32_t cfi_pair_restart(const cfi_pair* pair, const cfi_pose* starts, int32_t count, const cfi_call* call, cfi_result* results, cfi_message* message);

// The metric at each pose, at the restart's last level.
CFI_API int32_t cfi_pair_evaluate(const cfi_pair* pair, const cfi_pose* poses, int32_t count, const cfi_call* call, cfi_result* results, cfi_message* message);

// The moving image at the voxels of the reference (whose own voxels are not looked at), linearly interpolated.
CFI_API int32_t cfi_resample(const cfi_image* moving, const cfi_image* reference, const cfi_pose* reference_to_moving, float outside, float* voxels, int64_t voxel_count, const cfi_call* call, cfi_message* message);

#ifdef __cplusplus
}
#endif
