#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace segue::analysis {

/// Power spectra of real signals by FFTW in single precision, planned without measuring
/// (FFTW_ESTIMATE), so that the same input gives the same bits. One object a thread.
class RealFft {
public:
    /// `size`: a power of two from 16.
    explicit RealFft(std::size_t size);
    ~RealFft();
    RealFft(const RealFft&) = delete;
    RealFft& operator=(const RealFft&) = delete;

    std::size_t size() const { return size_; }
    /// size() samples; to be filled before run().
    std::span<float> input();
    /// Transforms input(), which it spoils. Real and imaginary parts in turn, size() / 2 + 1 pairs.
    std::span<const float> run();
    /// run(), then |X|^2 x `scale` of bins 0 … size() / 2 - 1 into `power`.
    void powerInto(std::span<float> power, float scale);

private:
    struct Plan;
    std::size_t size_;
    std::unique_ptr<Plan> plan_;
};

/// Hann window, periodic.
void fillHann(std::span<float> window);

} // namespace segue::analysis
