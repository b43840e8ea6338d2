// JPEG-LS (ISO 14495-1) by CharLS.

#include "border.h"

#include <charls/charls.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace {

using charls::interleave_mode;

cfc_found header(charls::jpegls_decoder& decoder, const cfc_input& input)
{
    decoder.source(input.data, input.size);
    decoder.read_header();
    const auto& frame = decoder.frame_info();
    cfc_found found{};
    found.rows = frame.height;
    found.columns = frame.width;
    found.components = static_cast<uint32_t>(frame.component_count);
    found.precision = static_cast<uint32_t>(frame.bits_per_sample);
    found.near_lossless = static_cast<uint32_t>(decoder.near_lossless());
    return found;
}

// Components that were coded one after the other come as planes: the pixels are put together.
void interleave(const std::vector<uint8_t>& planes, uint8_t* out, const cfc_found& found, size_t bytes)
{
    const size_t pixels = size_t{found.rows} * found.columns;
    for (size_t c = 0; c < found.components; c++)
        for (size_t i = 0; i < pixels; i++)
            std::memcpy(out + ((i * found.components) + c) * bytes, planes.data() + ((c * pixels) + i) * bytes, bytes);
}

void decode(const cfc_input& input, const cfc_output* output, cfc_found& found)
{
    charls::jpegls_decoder decoder;
    found = header(decoder, input);
    cfc::check_image(input, found);
    cfc::check_room(output, found);
    const size_t bytes = cfc::bytes_of(found.precision);
    const size_t size = size_t{found.rows} * found.columns * found.components * bytes;
    if (found.components > 1 && decoder.interleave_mode() == interleave_mode::none) {
        std::vector<uint8_t> planes(size);
        decoder.decode(planes.data(), size);
        interleave(planes, output->samples, found, bytes);
    } else {
        decoder.decode(output->samples, size);
    }
}

// The stream up to its end of image. FFD9 cannot lie within coded data (ISO 14495-1 A.1). Without it CharLS 2.4 goes on
// for many seconds behind the end of the buffer before it says that a stream is cut off.
cfc_input up_to_end(const cfc_input& input)
{
    static const uint8_t end_of_image[2] = {0xff, 0xd9};
    const uint8_t* end = input.data + input.size;
    const uint8_t* found = std::find_end(input.data, end, end_of_image, end_of_image + 2);
    if (found == end)
        throw cfc::refusal(CFC_DAMAGED, "the stream is cut off: it has no end of image");
    cfc_input whole = input;
    whole.size = static_cast<uint64_t>(found + 2 - input.data);
    return whole;
}

// Some encoders put a zero between the coded data and the end of the image to make their length even. CharLS wants the
// marker where the data end, so that such a byte is told from data: all samples are there without it.
std::vector<uint8_t> without_filling(const cfc_input& whole)
{
    if (whole.size < 4 || whole.data[whole.size - 3] != 0)
        return {};
    std::vector<uint8_t> stream(whole.data, whole.data + whole.size - 3);
    stream.push_back(0xff);
    stream.push_back(0xd9);
    return stream;
}

template <typename F>
int32_t run(const cfc_input* input, cfc_found* found, cfc_message* message, F&& body) noexcept
{
    return cfc::guarded(message, [&] {
        cfc::check_arguments(input, found);
        try {
            body();
        } catch (const charls::jpegls_error& e) {
            throw cfc::refusal(CFC_DAMAGED, e.what());
        }
    });
}

} // namespace

extern "C" int32_t cfc_jpegls_header(const cfc_input* input, cfc_found* found, cfc_message* message)
{
    return run(input, found, message, [&] {
        charls::jpegls_decoder decoder;
        *found = header(decoder, *input);
        cfc::check_image(*input, *found);
    });
}

extern "C" int32_t cfc_jpegls_decode(const cfc_input* input, const cfc_output* output, cfc_found* found, cfc_message* message)
{
    return run(input, found, message, [&] {
        const cfc_input whole = up_to_end(*input);
        try {
            decode(whole, output, *found);
        } catch (const charls::jpegls_error& e) {
            if (e.code() != charls::jpegls_errc::jpeg_marker_start_byte_not_found)
                throw;
            const auto stream = without_filling(whole);
            if (stream.empty())
                throw;
            cfc_input again = *input;
            again.data = stream.data();
            again.size = stream.size();
            decode(again, output, *found);
        }
    });
}
