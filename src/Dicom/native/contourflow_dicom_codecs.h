// The border between src/Dicom and the codec libraries of the system: CharLS (JPEG-LS) and OpenJPEG (JPEG 2000).
// Plain C: no exception and no type of either library crosses it. Every function may be called from any thread.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CFC_BUILD
#define CFC_API __attribute__((visibility("default")))
#else
#define CFC_API
#endif

// Raised with every change of a function or structure below.
#define CFC_ABI_VERSION 1

enum cfc_status {
    CFC_OK = 0,
    CFC_BAD_ARGUMENT = 1,   // the caller's fault
    CFC_DAMAGED = 2,        // the stream is cut off, damaged, or not of this kind
    CFC_OTHER_IMAGE = 3,    // the stream holds an image of another size than was asked for
    CFC_UNSUPPORTED = 4,    // the stream is well-formed as far as was read, and of a form that is not decoded
    CFC_NO_MEMORY = 5,
    CFC_FAULT = 6           // anything else
};

// A compressed frame, and what has to be in it.
typedef struct {
    const uint8_t* data;
    uint64_t size;
    uint32_t rows;
    uint32_t columns;
    uint32_t components;
    uint32_t reserved;      // zero
} cfc_input;

// Where the samples go. They are interleaved (all components of a pixel together), row by row, in the byte order of
// the machine, each in the least of 1, 2 and 4 bytes that holds its precision; negative ones in two's complement.
typedef struct {
    uint8_t* samples;
    uint64_t size;          // room, in bytes: at least rows * columns * components * bytes of a sample
} cfc_output;

// What the stream said. Filled in as far as it was read, also where the status is not CFC_OK.
typedef struct {
    uint32_t rows;
    uint32_t columns;
    uint32_t components;
    uint32_t precision;         // bits of a sample
    uint32_t is_signed;         // JPEG 2000 only
    uint32_t near_lossless;     // JPEG-LS only: the largest error of a sample
    uint32_t colour_transform;  // JPEG 2000 only: whether the first three components were RGB transformed to YBR
    uint32_t reserved;
} cfc_found;

// A sentence about the fault, ended by a zero.
typedef struct {
    char text[256];
} cfc_message;

CFC_API int32_t cfc_abi_version(void);

// Reads no further than the header.
CFC_API int32_t cfc_jpegls_header(const cfc_input* input, cfc_found* found, cfc_message* message);
CFC_API int32_t cfc_jpegls_decode(const cfc_input* input, const cfc_output* output, cfc_found* found, cfc_message* message);
CFC_API int32_t cfc_jpeg2000_header(const cfc_input* input, cfc_found* found, cfc_message* message);
CFC_API int32_t cfc_jpeg2000_decode(const cfc_input* input, const cfc_output* output, cfc_found* found, cfc_message* message);

#ifdef __cplusplus
}
#endif
