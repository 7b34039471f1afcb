#include "core/recommend/model/unit_vectors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace segue::reco {

namespace {

// Sixteen numbers side by side: the compiler makes of them what the processor has. Products of two
// bytes fit 16 bits, and sums of whole numbers do not depend on their order.
constexpr std::size_t lanes = 16;
using Bytes = std::int8_t __attribute__((vector_size(lanes)));
using Words = std::int16_t __attribute__((vector_size(2 * lanes)));
using Sums = std::int32_t __attribute__((vector_size(4 * lanes)));

std::int32_t dotOf(const std::int8_t* a, const std::int8_t* b, std::size_t stride)
{
    Sums sums{};
    for (std::size_t i = 0; i < stride; i += lanes) {
        Bytes x, y;
        std::memcpy(&x, a + i, lanes);
        std::memcpy(&y, b + i, lanes);
        sums += __builtin_convertvector(
            __builtin_convertvector(x, Words) * __builtin_convertvector(y, Words), Sums);
    }
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < lanes; ++i)
        sum += sums[i];
    return sum;
}

} // namespace

UnitVectors::UnitVectors(std::size_t rows, std::size_t dimension)
    : dimension_(dimension)
    , stride_((dimension + lanes - 1) / lanes * lanes)
    , bytes_(rows * stride_, 0)
    , scale_(rows, 0)
{
}

void UnitVectors::set(std::size_t row, std::span<const float> values)
{
    float most = 0;
    for (const float value : values) {
        if (std::isfinite(value))
            most = std::max(most, std::abs(value));
    }
    scale_[row] = 0;
    if (!(most > 1e-12F))
        return;
    double squares = 0;
    for (std::size_t i = 0; i < std::min(values.size(), dimension_); ++i) {
        const float share = std::isfinite(values[i]) ? values[i] / most : 0;
        const auto byte = static_cast<std::int8_t>(std::lround(share * 127));
        bytes_[row * stride_ + i] = byte;
        squares += static_cast<double>(byte) * static_cast<double>(byte);
    }
    scale_[row] = static_cast<float>(1 / std::sqrt(squares));
}

float UnitVectors::cosine(std::size_t a, std::size_t b) const
{
    return has(a) && has(b)
        ? static_cast<float>(dotOf(bytes(a), bytes(b), stride_)) * scale_[a] * scale_[b]
        : 0;
}

void UnitVectors::cosines(std::size_t a, std::span<float> out) const
{
    const std::size_t n = std::min(out.size(), rows());
    if (!has(a)) {
        std::fill(out.begin(), out.end(), 0.F);
        return;
    }
    for (std::size_t i = 0; i < n; ++i)
        out[i] = static_cast<float>(dotOf(bytes(a), bytes(i), stride_)) * scale_[a] * scale_[i];
}

void UnitVectors::copy(std::size_t row, std::span<float> out) const
{
    for (std::size_t i = 0; i < std::min(out.size(), dimension_); ++i)
        out[i] = static_cast<float>(bytes_[row * stride_ + i]) * scale_[row];
}

} // namespace segue::reco
