// A pose of the border as ITK's Euler3DTransform, and back.
#pragma once

#include "contourflow_itk.h"
#include "volume.h"

#include <itkEuler3DTransform.h>

namespace cfi {

// ITK's rotation about a point, with parameters that are all millimetres: an angle counts as the way that a point at
// `lever` goes by it. An optimiser's step then means one thing for turning and for moving; in radians and millimetres a
// descent judges its direction by the translation alone, and stops while the rotation is still a degree off.
// ITK's transform also takes six sines and cosines for the derivative at every sample; here once for every pose.
class transform_type final : public itk::Euler3DTransform<double> {
public:
    using Self = transform_type;
    using Superclass = itk::Euler3DTransform<double>;
    using Pointer = itk::SmartPointer<Self>;
    itkNewMacro(Self);

    void set_lever(double millimetres) { lever = millimetres; }

    void SetParameters(const ParametersType& parameters) override;
    const ParametersType& GetParameters() const override;
    void ComputeJacobianWithRespectToParameters(const InputPointType& point, JacobianType& jacobian) const override;

private:
    double lever = 1;
    MatrixType by_angle[3]; // derivatives of the rotation
};

void check_pose(const cfi_pose& pose);

transform_type::Pointer new_transform(const double centre[3], double lever);

// The rotation becomes exact: it is told to ITK by its angles.
void set_pose(transform_type& transform, const cfi_pose& pose);

cfi_pose pose_of(const transform_type& transform);

// How far apart two poses put a point of the fixed image, mm.
double distance_at(const double point[3], const cfi_pose& a, const cfi_pose& b);

} // namespace cfi
