#include "jpeg2000_header.h"

#include <algorithm>
#include <cstring>

namespace cfc {

namespace {

constexpr uint16_t SOC = 0xff4f, SIZ = 0xff51, COD = 0xff52, COC = 0xff53, POC = 0xff5f, SOT = 0xff90, SOD = 0xff93, EOC = 0xffd9;
constexpr uint64_t MOST_TILES = 4096;

// OpenJPEG keeps 2 bytes for every layer, resolution, component and precinct of a tile.
constexpr uint64_t MOST_PACKETS = 32u << 20;

class reader {
public:
    reader(const uint8_t* data, size_t size) : data_{data}, size_{size} {}

    size_t position() const { return at_; }
    size_t left() const { return size_ - at_; }
    uint8_t u8() { return need(1)[0]; }
    uint16_t u16()
    {
        const uint8_t* p = need(2);
        return static_cast<uint16_t>(p[0] << 8 | p[1]);
    }
    uint32_t u32()
    {
        const uint32_t high = u16();
        return high << 16 | u16();
    }
    void skip(size_t count) { need(count); }
    void go(size_t position)
    {
        at_ = 0;
        need(position);
    }

private:
    const uint8_t* need(size_t count)
    {
        if (count > size_ - at_)
            throw refusal(CFC_DAMAGED, "the stream is cut off");
        at_ += count;
        return data_ + at_ - count;
    }

    const uint8_t* data_;
    size_t size_;
    size_t at_ = 0;
};

// SPcod or SPcoc (tables A.15, A.20): number of packets that a tile of the size of the image would have.
uint64_t packets(reader& r, bool precincts, uint64_t layers, const cfc_found& image)
{
    const uint32_t levels = r.u8();
    if (levels > 32)
        throw refusal(CFC_DAMAGED, "the coding style has more than 32 decompositions");
    const uint32_t width = r.u8() + 2u, height = r.u8() + 2u;
    if (width > 10 || height > 10 || width + height > 12)
        throw refusal(CFC_DAMAGED, "the coding style has a code-block of a size that cannot be");
    r.skip(2);
    uint64_t most = 1;
    for (uint32_t level = 0; precincts && level <= levels; level++) {
        const uint8_t size = r.u8();
        const uint32_t shift = levels - level;
        const auto count = [&](uint64_t samples, uint32_t exponent) {
            const uint64_t reduced = shift > 31 ? 1 : (samples + (uint64_t{1} << shift) - 1) >> shift;
            return (reduced >> exponent) + 2;
        };
        most = std::max(most, count(image.columns, size & 15) * count(image.rows, size >> 4));
    }
    return most * (levels + 1) * image.components * (layers + 1);
}

void check_coding(uint64_t count)
{
    if (count > MOST_PACKETS)
        throw refusal(CFC_UNSUPPORTED, "the coding style has more layers and precincts than this decoder takes");
}

// One marker segment of a header, after its marker. Keeps the number of layers for the coding styles of components.
void segment(reader& r, uint16_t marker, const cfc_found& image, uint64_t& layers)
{
    const size_t start = r.position();
    const uint16_t length = r.u16();
    if (length < 2)
        throw refusal(CFC_DAMAGED, "a marker segment has no length");
    if (marker == COD) {
        const uint8_t style = r.u8();
        r.skip(1);
        layers = std::max<uint64_t>(layers, r.u16());
        r.skip(1);
        check_coding(packets(r, (style & 1) != 0, layers, image));
    } else if (marker == COC) {
        r.skip(1); // fewer than 257 components: one byte
        const uint8_t style = r.u8();
        check_coding(packets(r, (style & 1) != 0, std::max<uint64_t>(layers, 1), image));
    } else if (marker == POC) {
        check_coding(uint64_t{length} * 1024);
    }
    r.go(start);
    r.skip(length);
}

} // namespace

codestream find_codestream(const cfc_input& input)
{
    static const uint8_t signature[12] = {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, 0x87, 10};
    if (input.size < sizeof signature || std::memcmp(input.data, signature, sizeof signature) != 0)
        return {input.data, static_cast<size_t>(input.size)};
    reader r(input.data, static_cast<size_t>(input.size));
    while (true) {
        const size_t start = r.position();
        uint64_t length = r.u32();
        const uint32_t type = r.u32();
        if (length == 1)
            length = uint64_t{r.u32()} << 32 | r.u32();
        const size_t header = r.position() - start;
        if (length == 0)
            length = input.size - start;
        if (length < header || length > input.size - start)
            throw refusal(CFC_DAMAGED, "a box of the JP2 file is longer than the stream");
        if (type == 0x6a703263) // jp2c
            return {input.data + start + header, static_cast<size_t>(length - header)};
        r.go(start);
        r.skip(static_cast<size_t>(length));
    }
}

cfc_found read_size(const codestream& stream)
{
    reader r(stream.data, stream.size);
    if (r.u16() != SOC || r.u16() != SIZ)
        throw refusal(CFC_DAMAGED, "this is no JPEG 2000 codestream");
    r.skip(4); // Lsiz, Rsiz
    const uint64_t x1 = r.u32(), y1 = r.u32(), x0 = r.u32(), y0 = r.u32();
    const uint64_t tile_width = r.u32(), tile_height = r.u32(), tile_x = r.u32(), tile_y = r.u32();
    const uint32_t components = r.u16();
    if (x1 <= x0 || y1 <= y0 || tile_width == 0 || tile_height == 0 || tile_x > x0 || tile_y > y0
        || tile_x + tile_width <= x0 || tile_y + tile_height <= y0 || components == 0)
        throw refusal(CFC_DAMAGED, "the size in the codestream cannot be");
    cfc_found found{};
    found.columns = static_cast<uint32_t>(x1 - x0);
    found.rows = static_cast<uint32_t>(y1 - y0);
    found.components = components;
    if (components > 4)
        return found;
    for (uint32_t c = 0; c < components; c++) {
        const uint8_t depth = r.u8();
        const uint8_t across = r.u8(), down = r.u8();
        if (across != 1 || down != 1)
            throw refusal(CFC_UNSUPPORTED, "a component has fewer samples than the image");
        const uint32_t precision = (depth & 127) + 1u, is_signed = depth >> 7;
        if (c > 0 && (precision != found.precision || is_signed != found.is_signed))
            throw refusal(CFC_UNSUPPORTED, "the components differ in precision or sign");
        found.precision = precision;
        found.is_signed = is_signed;
    }
    if (found.precision > 31)
        throw refusal(CFC_UNSUPPORTED, "samples of more than 31 bits are not decoded");
    const uint64_t tiles = ((x1 - tile_x + tile_width - 1) / tile_width) * ((y1 - tile_y + tile_height - 1) / tile_height);
    if (tiles > MOST_TILES)
        throw refusal(CFC_UNSUPPORTED, "the image has more than 4096 tiles");
    return found;
}

void check_structure(const codestream& stream, const cfc_found& found)
{
    reader r(stream.data, stream.size);
    r.skip(2);
    uint64_t layers = 0;
    uint32_t tile_parts = 0;
    while (true) {
        const size_t start = r.position();
        const uint16_t marker = r.u16();
        if (marker == EOC)
            break;
        if (marker != SOT) {
            segment(r, marker, found, layers);
            continue;
        }
        if (++tile_parts > 65535)
            throw refusal(CFC_UNSUPPORTED, "the stream has more than 65535 tile-parts");
        r.skip(4); // Lsot, Isot
        const uint64_t length = r.u32();
        r.skip(2);
        for (uint16_t next = r.u16(); next != SOD; next = r.u16())
            segment(r, next, found, layers);
        if (length == 0) {
            // The last tile-part reaches to the end of the stream (A.4.2).
            size_t end = stream.size;
            while (end > r.position() && stream.data[end - 1] == 0)
                end--;
            if (end < r.position() + 2 || stream.data[end - 2] != 0xff || stream.data[end - 1] != 0xd9)
                throw refusal(CFC_DAMAGED, "the stream is cut off: it has no end of codestream");
            return;
        }
        if (length < r.position() - start || length > stream.size - start)
            throw refusal(CFC_DAMAGED, "the stream is cut off: a tile-part is longer than what is left");
        r.go(start);
        r.skip(static_cast<size_t>(length));
    }
    if (tile_parts == 0)
        throw refusal(CFC_DAMAGED, "the stream has no tile");
}

} // namespace cfc
