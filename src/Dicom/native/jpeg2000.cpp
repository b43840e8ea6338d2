// JPEG 2000 (ISO 15444-1) by OpenJPEG.

#include "jpeg2000_header.h"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace {

struct source {
    cfc::codestream stream;
    size_t position;
};

OPJ_SIZE_T read(void* buffer, OPJ_SIZE_T count, void* user)
{
    auto& s = *static_cast<source*>(user);
    const size_t take = std::min<size_t>(count, s.stream.size - s.position);
    if (take == 0)
        return static_cast<OPJ_SIZE_T>(-1);
    std::memcpy(buffer, s.stream.data + s.position, take);
    s.position += take;
    return take;
}

OPJ_OFF_T skip(OPJ_OFF_T count, void* user)
{
    auto& s = *static_cast<source*>(user);
    if (count < 0 || static_cast<uint64_t>(count) > s.stream.size - s.position)
        return -1;
    s.position += static_cast<size_t>(count);
    return count;
}

OPJ_BOOL seek(OPJ_OFF_T position, void* user)
{
    auto& s = *static_cast<source*>(user);
    if (position < 0 || static_cast<uint64_t>(position) > s.stream.size)
        return OPJ_FALSE;
    s.position = static_cast<size_t>(position);
    return OPJ_TRUE;
}

// The first complaint is the cause; those behind it follow from it. One is left out: tile-parts that are counted from
// 1 instead of 0, which a widely used encoder writes and which changes nothing.
void complain(const char* text, void* user)
{
    auto& first = *static_cast<std::string*>(user);
    if (std::strncmp(text, "Non conformant codestream TPsot==TNsot", 38) == 0)
        return;
    if (first.empty())
        first = text;
}

void destroy_info(opj_codestream_info_v2_t* info) { opj_destroy_cstr_info(&info); }

// OpenJPEG's codec and stream are one type to the compiler, so that each owner names its function.
template <typename T, void (*Destroy)(T*)>
struct destroying {
    void operator()(T* p) const { Destroy(p); }
};

template <typename T, void (*Destroy)(T*)>
using owned = std::unique_ptr<T, destroying<T, Destroy>>;

template <typename T>
void store(const opj_image_t& image, const cfc_found& found, uint8_t* out)
{
    const size_t pixels = size_t{found.rows} * found.columns;
    for (size_t c = 0; c < found.components; c++) {
        const OPJ_INT32* samples = image.comps[c].data;
        for (size_t i = 0; i < pixels; i++) {
            const T value = static_cast<T>(samples[i]);
            std::memcpy(out + ((i * found.components) + c) * sizeof(T), &value, sizeof(T));
        }
    }
}

void check_decoded(const opj_image_t& image, const cfc_found& found)
{
    if (image.numcomps != found.components)
        throw cfc::refusal(CFC_DAMAGED, "the decoder gave another number of components");
    for (uint32_t c = 0; c < found.components; c++)
        if (image.comps[c].data == nullptr || image.comps[c].w != found.columns || image.comps[c].h != found.rows)
            throw cfc::refusal(CFC_DAMAGED, "the decoder gave a component of another size");
}

void decode(const cfc::codestream& stream, const cfc_output& output, cfc_found& found)
{
    std::string complaint;
    const auto refuse = [&](const char* otherwise) { throw cfc::refusal(CFC_DAMAGED, complaint.empty() ? otherwise : complaint); };

    owned<opj_codec_t, opj_destroy_codec> codec{opj_create_decompress(OPJ_CODEC_J2K)};
    source from{stream, 0};
    owned<opj_stream_t, opj_stream_destroy> in{opj_stream_create(1 << 16, OPJ_TRUE)};
    if (!codec || !in)
        throw std::bad_alloc();
    opj_stream_set_user_data(in.get(), &from, nullptr);
    opj_stream_set_user_data_length(in.get(), stream.size);
    opj_stream_set_read_function(in.get(), read);
    opj_stream_set_skip_function(in.get(), skip);
    opj_stream_set_seek_function(in.get(), seek);

    // A warning is about a damaged stream that is decoded all the same: not here.
    opj_set_error_handler(codec.get(), complain, &complaint);
    opj_set_warning_handler(codec.get(), complain, &complaint);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    if (!opj_setup_decoder(codec.get(), &parameters) || !opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE))
        throw std::runtime_error("the decoder could not be set up");

    opj_image_t* header = nullptr;
    const bool has_header = opj_read_header(in.get(), codec.get(), &header);
    owned<opj_image_t, opj_image_destroy> image{header};
    if (!has_header || !image)
        refuse("the header cannot be read");
    const owned<opj_codestream_info_v2_t, destroy_info> info{opj_get_cstr_info(codec.get())};
    if (!info)
        throw std::bad_alloc();
    found.colour_transform = info->m_default_tile_info.mct != 0;
    complaint.clear(); // about unknown markers, which are harmless (A.1.3)
    if (!opj_decode(codec.get(), in.get(), image.get()) || !opj_end_decompress(codec.get(), in.get()) || !complaint.empty())
        refuse("the stream is damaged");
    check_decoded(*image, found);
    switch (cfc::bytes_of(found.precision)) {
    case 1: store<uint8_t>(*image, found, output.samples); break;
    case 2: store<uint16_t>(*image, found, output.samples); break;
    default: store<uint32_t>(*image, found, output.samples); break;
    }
}

} // namespace

extern "C" int32_t cfc_jpeg2000_header(const cfc_input* input, cfc_found* found, cfc_message* message)
{
    return cfc::guarded(message, [&] {
        cfc::check_arguments(input, found);
        *found = cfc::read_size(cfc::find_codestream(*input));
        cfc::check_image(*input, *found);
    });
}

extern "C" int32_t cfc_jpeg2000_decode(const cfc_input* input, const cfc_output* output, cfc_found* found, cfc_message* message)
{
    return cfc::guarded(message, [&] {
        cfc::check_arguments(input, found);
        const cfc::codestream stream = cfc::find_codestream(*input);
        *found = cfc::read_size(stream);
        cfc::check_image(*input, *found);
        cfc::check_room(output, *found);
        cfc::check_structure(stream, *found);
        decode(stream, *output, *found);
    });
}
