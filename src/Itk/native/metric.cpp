#include "metric.h"

#include "linear.h"

#include <itkCommand.h>
#include <itkMultiThreaderBase.h>
#include <itkRegularStepGradientDescentOptimizerv4.h>

namespace cfi {

namespace {

using optimiser_type = itk::RegularStepGradientDescentOptimizerv4<double>;

constexpr unsigned bins = 32;
constexpr double least_overlap = 1.0 / 16; // below it a histogram says nothing

// With several threads ITK adds up a derivative in the order in which its threads come to it: the last bits differ from
// call to call. One thread for a metric, and the threads are spent on different poses. ITK reads these numbers when a
// metric is made, and a metric's own setting of them has no effect in ITK 5.2.
[[maybe_unused]] const bool one_thread = [] {
    itk::Object::GlobalWarningDisplayOff();
    itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
    return true;
}();

class cancellation : public itk::Command {
public:
    using Self = cancellation;
    using Superclass = itk::Command;
    using Pointer = itk::SmartPointer<Self>;
    itkNewMacro(Self);

    const work* watched = nullptr;

    void Execute(itk::Object*, const itk::EventObject&) override { watched->throw_if_cancelled(); }
    void Execute(const itk::Object*, const itk::EventObject&) override { watched->throw_if_cancelled(); }
};

} // namespace

level_metric::level_metric(const level& on, const double centre[3], double lever)
    : plan{on.plan}, sample_count{on.samples->GetNumberOfPoints()}, transform{new_transform(centre, lever)}, metric{mattes_type::New()}
{
    metric->SetNumberOfHistogramBins(bins);
    metric->SetFixedImage(on.fixed);
    metric->SetMovingImage(on.moving);
    // Gradients from the image as it is: smoothed ones cost 0.2 mm and lose some cases.
    metric->SetUseMovingImageGradientFilter(false);
    metric->SetUseFixedImageGradientFilter(false);
    metric->SetFixedInterpolator(linear_value::New());
    metric->SetMovingInterpolator(linear_value::New());
    metric->SetMovingImageGradientCalculator(linear_gradient::New());
    metric->SetVirtualDomainFromImage(on.fixed);
    metric->SetVirtualSampledPointSet(on.samples);
    metric->SetUseSampledPointSet(true);
    metric->SetUseVirtualSampledPointSet(true);
    metric->SetMovingTransform(transform);
    metric->Initialize();
}

score level_metric::value()
{
    try {
        const double value = metric->GetValue();
        const double overlap = static_cast<double>(metric->GetNumberOfValidPoints()) / static_cast<double>(sample_count);
        return overlap < least_overlap ? score{} : score{value, overlap};
    } catch (const itk::ExceptionObject&) {
        return {}; // no sample lies in the moving image, or all in one bin
    }
}

score level_metric::evaluate(const cfi_pose& pose)
{
    set_pose(*transform, pose);
    return value();
}

optimum level_metric::optimise(const cfi_pose& from, const work& work)
{
    work.throw_if_cancelled();
    if (!evaluate(from).has_overlap())
        return {from, {}, 0};
    auto watch = cancellation::New();
    watch->watched = &work;
    auto optimiser = optimiser_type::New();
    optimiser->SetMetric(metric);
    optimiser_type::ScalesType scales(6);
    scales.Fill(1); // all parameters are millimetres
    optimiser->SetScales(scales);
    optimiser->SetDoEstimateLearningRateOnce(false);
    optimiser->SetDoEstimateLearningRateAtEachIteration(false);
    optimiser->SetLearningRate(plan.first_step);
    optimiser->SetMinimumStepLength(plan.last_step);
    optimiser->SetRelaxationFactor(0.5);
    optimiser->SetGradientMagnitudeTolerance(1e-5);
    optimiser->SetNumberOfIterations(static_cast<itk::SizeValueType>(plan.iterations));
    optimiser->SetReturnBestParametersAndValue(false);
    optimiser->SetNumberOfWorkUnits(1);
    optimiser->AddObserver(itk::IterationEvent(), watch);
    try {
        optimiser->StartOptimization();
    } catch (const itk::ExceptionObject&) {
        return {from, {}, static_cast<int>(optimiser->GetCurrentIteration())};
    }
    const score end = value();
    return {end.has_overlap() ? pose_of(*transform) : from, end, static_cast<int>(optimiser->GetCurrentIteration())};
}

} // namespace cfi
