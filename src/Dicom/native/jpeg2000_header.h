// The few fields of a JPEG 2000 codestream (ISO 15444-1 annex A) that bound what a decoder allocates for it.
#pragma once

#include "border.h"

#include <cstddef>

namespace cfc {

// A codestream without the boxes of a JP2 file, which some writers leave around it.
struct codestream {
    const uint8_t* data;
    size_t size;
};

codestream find_codestream(const cfc_input& input);

// Reads SIZ. Throws where the fields cannot be, or would make a decoder allocate out of proportion.
cfc_found read_size(const codestream& stream);

// Walks over the main header and the header of every tile-part: coding styles that would make a decoder allocate out
// of proportion to the image, and a stream that does not end where it says, are refused.
void check_structure(const codestream& stream, const cfc_found& found);

} // namespace cfc
