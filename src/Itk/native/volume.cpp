#include "volume.h"

#include "border.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cfi {

namespace {

constexpr int fewest_voxels = 4; // along an axis, so that every level has a gradient

int64_t bytes_of(int32_t pixel)
{
    switch (pixel) {
    case CFI_INT16:
    case CFI_UINT16:
        return 2;
    case CFI_FLOAT32:
        return 4;
    default:
        throw refusal{CFI_BAD_ARGUMENT, "a kind of pixel that is not known"};
    }
}

// Calls body with the voxels as what they are.
template <typename F>
auto typed(const cfi_image& image, F&& body)
{
    switch (image.pixel) {
    case CFI_INT16:
        return body(static_cast<const int16_t*>(image.voxels));
    case CFI_UINT16:
        return body(static_cast<const uint16_t*>(image.voxels));
    default:
        return body(static_cast<const float*>(image.voxels));
    }
}

// Adds a row of boxes to the sums. T is a narrow type: its window is applied in float without loss.
template <typename T>
void add_row(const T* row, int boxes, int width, float low, float high, float* sums)
{
    for (int x = 0; x < boxes; x++) {
        float sum = 0;
        for (int i = 0; i < width; i++)
            sum += std::min(std::max(static_cast<float>(row[x * width + i]), low), high);
        sums[x] += sum;
    }
}

} // namespace

void check_image(const cfi_image* image, const char* name, bool has_voxels)
{
    check_structure(image, name);
    const auto refuse = [name](cfi_status status, const char* what) { throw refusal{status, std::string{name} + ": " + what}; };
    int64_t voxels = 1;
    for (int a = 0; a < 3; a++) {
        if (image->size[a] < 1 || image->size[a] > 16384)
            refuse(CFI_BAD_IMAGE, "the size is not between 1 and 16384");
        voxels *= image->size[a];
        if (!std::isfinite(image->origin[a]) || !std::isfinite(image->spacing[a]))
            refuse(CFI_NOT_FINITE, "origin or spacing is not a number");
        if (image->spacing[a] <= 0)
            refuse(CFI_BAD_IMAGE, "the spacing is not positive");
    }
    for (int a = 0; a < 3; a++)
        for (int b = a; b < 3; b++) {
            double product = 0;
            for (int r = 0; r < 3; r++)
                product += image->axes[3 * a + r] * image->axes[3 * b + r];
            if (!(std::fabs(product - (a == b ? 1 : 0)) < 1e-3))
                refuse(CFI_BAD_IMAGE, "the axes are not perpendicular and of length 1");
        }
    if (!has_voxels)
        return;
    check_pointer(image->voxels, name);
    if (image->byte_count != voxels * bytes_of(image->pixel))
        refuse(CFI_BAD_IMAGE, "the number of bytes is not that of the size");
}

block whole(const cfi_image& image)
{
    return {{0, 0, 0}, {image.size[0], image.size[1], image.size[2]}};
}

block around(const cfi_image& image, const double centre[3], const double half_size[3])
{
    constexpr double margin = 3;
    block part{};
    for (int a = 0; a < 3; a++) {
        double middle = 0, reach = margin;
        for (int r = 0; r < 3; r++) {
            middle += image.axes[3 * a + r] * (centre[r] - image.origin[r]);
            reach += std::fabs(image.axes[3 * a + r]) * half_size[r];
        }
        const double last = image.size[a] - 1;
        const double from = std::max(0.0, std::floor((middle - reach) / image.spacing[a]));
        const double to = std::min(last, std::ceil((middle + reach) / image.spacing[a]));
        if (!(to - from + 1 >= fewest_voxels)) {
            if (image.size[a] < fewest_voxels)
                throw refusal{CFI_TOO_FEW_SLICES, "the fixed image has fewer than four voxels along an axis"};
            throw refusal{CFI_NO_OVERLAP, "the box lies outside the fixed image"};
        }
        part.first[a] = static_cast<int>(from);
        part.size[a] = static_cast<int>(to - from) + 1;
    }
    return part;
}

image_type::Pointer average(const cfi_image& image, const block& part, const window& values, double voxel_size, int threads)
{
    std::array<int, 3> box, size;
    image_type::SizeType region;
    image_type::SpacingType spacing;
    image_type::DirectionType direction;
    point_type origin;
    for (int r = 0; r < 3; r++)
        origin[r] = image.origin[r];
    for (int a = 0; a < 3; a++) {
        const int wanted = static_cast<int>(std::lround(voxel_size / image.spacing[a]));
        box[a] = std::max(1, std::min(wanted, part.size[a] / fewest_voxels));
        size[a] = part.size[a] / box[a];
        region[a] = static_cast<itk::SizeValueType>(size[a]);
        spacing[a] = image.spacing[a] * box[a];
        for (int r = 0; r < 3; r++) {
            direction[r][a] = image.axes[3 * a + r];
            origin[r] += image.axes[3 * a + r] * image.spacing[a] * (part.first[a] + (box[a] - 1) * 0.5);
        }
    }
    auto result = image_type::New();
    result->SetRegions(region);
    result->SetSpacing(spacing);
    result->SetOrigin(origin);
    result->SetDirection(direction);
    result->Allocate();

    float* const target = result->GetBufferPointer();
    const float scale = 1.0f / static_cast<float>(box[0] * box[1] * box[2]);
    const auto low = static_cast<float>(values.low), high = static_cast<float>(values.high);
    share(static_cast<std::size_t>(size[2]), threads, [&](int, std::size_t z) {
        for (int y = 0; y < size[1]; y++) {
            float* const sums = target + (z * size[1] + y) * size[0];
            std::fill(sums, sums + size[0], 0.0f);
            for (int k = 0; k < box[2]; k++)
                for (int j = 0; j < box[1]; j++) {
                    const std::size_t plane = part.first[2] + z * box[2] + k, row = part.first[1] + y * box[1] + j;
                    const std::size_t at = (plane * image.size[1] + row) * image.size[0] + part.first[0];
                    typed(image, [&](auto* voxels) { add_row(voxels + at, size[0], box[0], low, high, sums); });
                }
            for (int x = 0; x < size[0]; x++)
                sums[x] *= scale;
        }
    });
    return result;
}

window percentiles(const cfi_image& image, double low, double high)
{
    const std::size_t count = static_cast<std::size_t>(image.size[0]) * image.size[1] * image.size[2];
    // Every so manieth voxel, by a prime that divides no width: 100,000 tell a percentile well enough.
    const std::size_t step = count > 3'700'000 ? 37 : count > 100'000 ? 7 : 1;
    std::vector<float> values;
    values.reserve(count / step + 1);
    typed(image, [&](auto* voxels) {
        for (std::size_t i = 0; i < count; i += step)
            values.push_back(static_cast<float>(voxels[i]));
    });
    const auto at = [&values](double part) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), middle, values.end());
        return static_cast<double>(*middle);
    };
    return {at(low), at(high)};
}

} // namespace cfi
