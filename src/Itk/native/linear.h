// A level's image between its voxels: value and gradient, in the form of ITK's interpolators.
//
// The numbers are those of ITK's own LinearInterpolateImageFunction and CentralDifferenceImageFunction, but that at the
// edge a missing neighbour is replaced by the last voxel. ITK's take six interpolations through virtual calls for a
// gradient and are two thirds of a registration's time; these take 8 and 48 voxels directly.
#pragma once

#include "volume.h"

#include <itkImageFunction.h>
#include <itkInterpolateImageFunction.h>

namespace cfi {

using gradient_type = itk::CovariantVector<double, 3>;

// Where a point lies among the voxels: the lower corner of its cell and the parts of the way to the upper one.
class cells {
public:
    explicit cells(const image_type& image);

    double value(const itk::ContinuousIndex<double, 3>& index) const;
    // Per step of an index.
    gradient_type slopes(const itk::ContinuousIndex<double, 3>& index) const;

private:
    struct place {
        std::ptrdiff_t lower[3];
        double part[3];
    };
    place of(const itk::ContinuousIndex<double, 3>& index) const;

    const float* voxels;
    std::ptrdiff_t last[3], stride[3];
};

class linear_value final : public itk::InterpolateImageFunction<image_type, double> {
public:
    using Self = linear_value;
    using Superclass = itk::InterpolateImageFunction<image_type, double>;
    using Pointer = itk::SmartPointer<Self>;
    itkNewMacro(Self);

    void SetInputImage(const image_type* image) override;
    OutputType EvaluateAtContinuousIndex(const ContinuousIndexType& index) const override { return lattice->value(index); }
    SizeType GetRadius() const override { return SizeType::Filled(1); }

private:
    std::unique_ptr<cells> lattice;
};

class linear_gradient final : public itk::ImageFunction<image_type, gradient_type, double> {
public:
    using Self = linear_gradient;
    using Superclass = itk::ImageFunction<image_type, gradient_type, double>;
    using Pointer = itk::SmartPointer<Self>;
    itkNewMacro(Self);

    void SetInputImage(const image_type* image) override;
    gradient_type Evaluate(const PointType& point) const override;
    gradient_type EvaluateAtContinuousIndex(const ContinuousIndexType& index) const override;
    gradient_type EvaluateAtIndex(const IndexType& index) const override { return EvaluateAtContinuousIndex(ContinuousIndexType{index}); }

private:
    std::unique_ptr<cells> lattice;
    image_type::DirectionType to_patient; // directions divided by spacings
};

} // namespace cfi
