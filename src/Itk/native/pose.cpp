#include "pose.h"

#include "border.h"

#include <cmath>

namespace cfi {

void transform_type::SetParameters(const ParametersType& parameters)
{
    ParametersType angles = parameters;
    for (unsigned angle = 0; angle < 3; angle++)
        angles[angle] /= lever;
    // ITK adds an optimiser's step to m_Parameters, which are therefore the ones in millimetres.
    const ParametersType kept = parameters;
    Superclass::SetParameters(angles);
    m_Parameters = kept;
    const double cx = std::cos(GetAngleX()), sx = std::sin(GetAngleX());
    const double cy = std::cos(GetAngleY()), sy = std::sin(GetAngleY());
    const double cz = std::cos(GetAngleZ()), sz = std::sin(GetAngleZ());
    // R = Rz Rx Ry, row by row, derived by each angle.
    const double derivatives[3][9] = {
        {-sz * cx * sy, sz * sx, sz * cx * cy, cz * cx * sy, -cz * sx, -cz * cx * cy, sx * sy, cx, -sx * cy},
        {-cz * sy - sz * sx * cy, 0, cz * cy - sz * sx * sy, -sz * sy + cz * sx * cy, 0, sz * cy + cz * sx * sy, -cx * cy, 0, -cx * sy},
        {-sz * cy - cz * sx * sy, -cz * cx, -sz * sy + cz * sx * cy, cz * cy - sz * sx * sy, -sz * cx, cz * sy + sz * sx * cy, 0, 0, 0},
    };
    for (unsigned angle = 0; angle < 3; angle++)
        for (unsigned r = 0; r < 3; r++)
            for (unsigned c = 0; c < 3; c++)
                by_angle[angle][r][c] = derivatives[angle][3 * r + c];
}

const transform_type::ParametersType& transform_type::GetParameters() const
{
    Superclass::GetParameters(); // writes m_Parameters
    for (unsigned angle = 0; angle < 3; angle++)
        m_Parameters[angle] *= lever;
    return m_Parameters;
}

void transform_type::ComputeJacobianWithRespectToParameters(const InputPointType& point, JacobianType& jacobian) const
{
    jacobian.SetSize(3, 6);
    const auto from_centre = point - GetCenter();
    for (unsigned r = 0; r < 3; r++)
        for (unsigned p = 0; p < 3; p++) {
            jacobian(r, p) = (by_angle[p][r][0] * from_centre[0] + by_angle[p][r][1] * from_centre[1] + by_angle[p][r][2] * from_centre[2]) / lever;
            jacobian(r, 3 + p) = r == p ? 1 : 0;
        }
}

void check_pose(const cfi_pose& pose)
{
    for (const double value : pose.row)
        if (!std::isfinite(value))
            throw refusal{CFI_NOT_FINITE, "a pose is not finite"};
}

transform_type::Pointer new_transform(const double centre[3], double lever)
{
    auto transform = transform_type::New();
    transform->set_lever(lever);
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
    transform.SetParameters(transform_type::ParametersType{transform.GetParameters()});
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
