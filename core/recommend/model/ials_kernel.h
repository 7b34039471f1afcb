#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// The inner loops of iALS++. For one row with factors x, the entries S it has seen, and the
/// factors v of the other side, the loss is
///
///   sum over S w_k (v_k . x - 1)^2 + a0 sum over all w (v . x)^2 + reg |x|^2 .
///
/// Exact ALS solves f equations in f unknowns: |S| f^2 + f^3 / 3 operations. Here x is brought
/// forward eight factors at a time: with the others held, the loss is a quadratic of eight
/// unknowns, whose matrix costs |S| 64 and whose solution is a Cholesky of 8 x 8. Eight rows of
/// eight floats are eight registers, so the matrix never leaves them while S is walked once; what
/// the last eight changed is taken out of the residuals v_k . x - 1 in the same walk. All f factors
/// take f / 8 walks: |S| 8 f + f^2 in all.
namespace segue::reco::kernel {

constexpr std::size_t block = 8; ///< factors solved at a time; rows are padded to a multiple

constexpr std::size_t padded(std::size_t factors)
{
    return (factors + block - 1) / block * block;
}

struct Side {
    const float* factors = nullptr; ///< of the other side: rows of `stride` floats
    const float* weight = nullptr; ///< of the other side's rows; null: 1 each
    const float* gram = nullptr; ///< stride x stride: sum of w v v' over the other side
    std::size_t stride = 0; ///< a multiple of `block`
    float unobserved = 0; ///< a0
};

/// Which instructions are used: AVX2 with FMA where the processor has them. The last digits differ
/// between the two.
enum class Simd : std::uint8_t { portable, avx2 };
Simd bestSimd();

/// Moves x (stride floats) once through all blocks. `buffer` is grown as needed.
void solveRow(Simd simd, const Side& side, std::span<const std::int32_t> seen, float reg, float* x,
    std::vector<float>& buffer);

/// Adds sum of w v v' over `count` rows to gram (stride x stride, both triangles).
void addGram(Simd simd, const float* factors, const float* weight, std::size_t count,
    std::size_t stride, float* gram);

} // namespace segue::reco::kernel
