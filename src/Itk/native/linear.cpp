#include "linear.h"

#include <algorithm>

namespace cfi {

cells::cells(const image_type& image) : voxels{image.GetBufferPointer()}
{
    const auto size = image.GetLargestPossibleRegion().GetSize();
    for (unsigned a = 0; a < 3; a++) {
        last[a] = static_cast<std::ptrdiff_t>(size[a]) - 1;
        stride[a] = a == 0 ? 1 : stride[a - 1] * (last[a - 1] + 1);
    }
}

cells::place cells::of(const itk::ContinuousIndex<double, 3>& index) const
{
    place p;
    for (unsigned a = 0; a < 3; a++) {
        const double inside = std::min(std::max(index[a], 0.0), static_cast<double>(last[a]));
        p.lower[a] = std::min(static_cast<std::ptrdiff_t>(inside), last[a] - 1);
        p.part[a] = inside - static_cast<double>(p.lower[a]);
    }
    return p;
}

double cells::value(const itk::ContinuousIndex<double, 3>& index) const
{
    const place p = of(index);
    const float* const corner = voxels + p.lower[0] + p.lower[1] * stride[1] + p.lower[2] * stride[2];
    const auto row = [&](std::ptrdiff_t offset) { return corner[offset] + p.part[0] * (corner[offset + 1] - corner[offset]); };
    const auto plane = [&](std::ptrdiff_t offset) {
        const double near = row(offset);
        return near + p.part[1] * (row(offset + stride[1]) - near);
    };
    const double near = plane(0);
    return near + p.part[2] * (plane(stride[2]) - near);
}

gradient_type cells::slopes(const itk::ContinuousIndex<double, 3>& index) const
{
    const place p = of(index);
    gradient_type slopes;
    for (unsigned a = 0; a < 3; a++) {
        const unsigned b = (a + 1) % 3, c = (a + 2) % 3;
        // The four neighbours along this axis, each between four rows.
        const float* const rows = voxels + p.lower[b] * stride[b] + p.lower[c] * stride[c];
        const auto at = [&](std::ptrdiff_t along) {
            const float* const v = rows + std::min(std::max<std::ptrdiff_t>(along, 0), last[a]) * stride[a];
            const double near = v[0] + p.part[b] * (v[stride[b]] - v[0]);
            const double far = v[stride[c]] + p.part[b] * (v[stride[b] + stride[c]] - v[stride[c]]);
            return near + p.part[c] * (far - near);
        };
        const double before = at(p.lower[a] - 1), here = at(p.lower[a]), next = at(p.lower[a] + 1), beyond = at(p.lower[a] + 2);
        const double up = next + p.part[a] * (beyond - next), down = before + p.part[a] * (here - before);
        slopes[a] = (up - down) / 2;
    }
    return slopes;
}

void linear_value::SetInputImage(const image_type* image)
{
    Superclass::SetInputImage(image);
    lattice = image == nullptr ? nullptr : std::make_unique<cells>(*image);
}

void linear_gradient::SetInputImage(const image_type* image)
{
    Superclass::SetInputImage(image);
    lattice = image == nullptr ? nullptr : std::make_unique<cells>(*image);
    if (image == nullptr)
        return;
    to_patient = image->GetDirection();
    for (unsigned r = 0; r < 3; r++)
        for (unsigned a = 0; a < 3; a++)
            to_patient[r][a] /= image->GetSpacing()[a];
}

gradient_type linear_gradient::Evaluate(const PointType& point) const
{
    ContinuousIndexType index;
    this->ConvertPointToContinuousIndex(point, index);
    return EvaluateAtContinuousIndex(index);
}

gradient_type linear_gradient::EvaluateAtContinuousIndex(const ContinuousIndexType& index) const
{
    const auto slopes = lattice->slopes(index);
    gradient_type gradient;
    for (unsigned r = 0; r < 3; r++)
        gradient[r] = to_patient[r][0] * slopes[0] + to_patient[r][1] * slopes[1] + to_patient[r][2] * slopes[2];
    return gradient;
}

} // namespace cfi
