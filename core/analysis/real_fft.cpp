#include "core/analysis/real_fft.h"

#include <fftw3.h>

#include <cmath>
#include <mutex>
#include <new>
#include <numbers>

namespace segue::analysis {

namespace {

/// FFTW's planner is not thread-safe; running plans is.
std::mutex& plannerMutex()
{
    static std::mutex mutex;
    return mutex;
}

struct FftwFree {
    void operator()(float* memory) const { fftwf_free(memory); }
};
using Buffer = std::unique_ptr<float, FftwFree>;

Buffer allocate(std::size_t floats)
{
    Buffer buffer(static_cast<float*>(fftwf_malloc(floats * sizeof(float))));
    if (!buffer)
        throw std::bad_alloc();
    return buffer;
}

} // namespace

struct RealFft::Plan {
    Buffer in;
    Buffer out; // pairs
    fftwf_plan plan = nullptr;

    explicit Plan(std::size_t size)
        : in(allocate(size))
        , out(allocate(size + 2))
    {
        const std::scoped_lock lock(plannerMutex());
        auto* pairs = static_cast<fftwf_complex*>(static_cast<void*>(out.get()));
        plan = fftwf_plan_dft_r2c_1d(
            static_cast<int>(size), in.get(), pairs, FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
        if (!plan)
            throw std::bad_alloc();
    }
    ~Plan()
    {
        const std::scoped_lock lock(plannerMutex());
        fftwf_destroy_plan(plan);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
};

RealFft::RealFft(std::size_t size)
    : size_(size)
    , plan_(std::make_unique<Plan>(size))
{
}

RealFft::~RealFft() = default;

std::span<float> RealFft::input()
{
    return {plan_->in.get(), size_};
}

std::span<const float> RealFft::run()
{
    fftwf_execute(plan_->plan);
    return {plan_->out.get(), size_ + 2};
}

void RealFft::powerInto(std::span<float> power, float scale)
{
    const float* pairs = run().data();
    for (std::size_t i = 0; i < power.size(); ++i)
        power[i] = (pairs[2 * i] * pairs[2 * i] + pairs[2 * i + 1] * pairs[2 * i + 1]) * scale;
}

void fillHann(std::span<float> window)
{
    const double step = 2 * std::numbers::pi / static_cast<double>(window.size());
    for (std::size_t i = 0; i < window.size(); ++i)
        window[i] = static_cast<float>(.5 - .5 * std::cos(step * static_cast<double>(i)));
}

} // namespace segue::analysis
