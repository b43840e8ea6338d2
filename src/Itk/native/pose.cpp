#include "pose.h"

#include "border.h"

#include <cmath>

namespace cfi {

void check_pose(const cfi_pose& pose)
{
    for (const double value : pose.row)
        if (!std::isfinite(value))
            throw refusal{CFI_NOT_FINITE, "a pose is not finite"};
}

transform_type::Pointer new_transform(const double centre[3])
{
    auto transform = transform_type::New();
    transform->SetIdentity();
    transform_type::CenterType c;
    for (int r = 0; r < 3; r++)
        c[r] = centre[r];
    transform->SetCenter(c);
    return transform;
}

void set_pose(transform_type& transform, const cfi_pose& pose)
{
    transform_type::MatrixType matrix;
    transform_type::OutputVectorType offset;
    for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++)
            matrix[r][c] = pose.row[4 * r + c];
        offset[r] = pose.row[4 * r + 3];
    }
    constexpr double tolerance = 1e-3;
    transform.SetMatrix(matrix, tolerance);
    transform.SetOffset(offset);
    const transform_type::ParametersType parameters = transform.GetParameters();
    transform.SetParameters(parameters);
}

cfi_pose pose_of(const transform_type& transform)
{
    cfi_pose pose;
    for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++)
            pose.row[4 * r + c] = transform.GetMatrix()[r][c];
        pose.row[4 * r + 3] = transform.GetOffset()[r];
    }
    return pose;
}

double distance_at(const double point[3], const cfi_pose& a, const cfi_pose& b)
{
    double sum = 0;
    for (int r = 0; r < 3; r++) {
        double d = a.row[4 * r + 3] - b.row[4 * r + 3];
        for (int c = 0; c < 3; c++)
            d += (a.row[4 * r + c] - b.row[4 * r + c]) * point[c];
        sum += d * d;
    }
    return std::sqrt(sum);
}

} // namespace cfi
