#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

// A loop compiled twice, for processors with AVX2 and for all others; the choice is made when the
// program starts. No fused operations in either: both give the same bits. Not under sanitizers,
// whose own start comes too late for it.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)                                \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SEGUE_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define SEGUE_WIDE
#endif

namespace segue::analysis {

/// Eight floats side by side: the compiler makes of them what the processor has. The order of
/// every sum is written out, so that results do not depend on it.
using Float8 = float __attribute__((vector_size(32)));
using Int8 = int __attribute__((vector_size(32)));
/// Two doubles side by side: a pair of channels.
using Double2 = double __attribute__((vector_size(16)));

[[gnu::always_inline]] inline Float8 load8(const float* from)
{
    Float8 out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

[[gnu::always_inline]] inline Float8 max8(const Float8& a, const Float8& b)
{
    return a > b ? a : b;
}

[[gnu::always_inline]] inline Float8 abs8(const Float8& a)
{
    return max8(a, -a);
}

[[gnu::always_inline]] inline float highestOf(const Float8& a)
{
    float out = a[0];
    for (int i = 1; i < 8; ++i)
        out = std::max(out, a[i]);
    return out;
}

[[gnu::always_inline]] inline float sumOf(const Float8& a)
{
    return ((a[0] + a[4]) + (a[1] + a[5])) + ((a[2] + a[6]) + (a[3] + a[7]));
}

/// The highest absolute value of `n` floats.
[[gnu::always_inline]] inline float highestAbsolute(const float* x, std::size_t n)
{
    Float8 highest{};
    const std::size_t whole = n - n % 8;
    for (std::size_t i = 0; i < whole; i += 8)
        highest = max8(highest, abs8(load8(x + i)));
    float out = highestOf(highest);
    for (std::size_t i = whole; i < n; ++i)
        out = std::max(out, std::abs(x[i]));
    return out;
}

/// Sum of the squares of `n` floats, n below some thousands.
[[gnu::always_inline]] inline float sumOfSquares(const float* x, std::size_t n)
{
    Float8 sum{};
    const std::size_t whole = n - n % 8;
    for (std::size_t i = 0; i < whole; i += 8) {
        const Float8 v = load8(x + i);
        sum += v * v;
    }
    float out = sumOf(sum);
    for (std::size_t i = whole; i < n; ++i)
        out += x[i] * x[i];
    return out;
}

struct MidSide {
    float mid = 0; ///< sum of ((left + right) / 2) squared
    float side = 0; ///< sum of ((left - right) / 2) squared
};

[[gnu::always_inline]] inline MidSide midSidePower(
    const float* left, const float* right, std::size_t n)
{
    Float8 mid{};
    Float8 side{};
    const std::size_t whole = n - n % 8;
    for (std::size_t i = 0; i < whole; i += 8) {
        const Float8 l = load8(left + i);
        const Float8 r = load8(right + i);
        mid += (l + r) * (l + r);
        side += (l - r) * (l - r);
    }
    MidSide out{sumOf(mid), sumOf(side)};
    for (std::size_t i = whole; i < n; ++i) {
        out.mid += (left[i] + right[i]) * (left[i] + right[i]);
        out.side += (left[i] - right[i]) * (left[i] - right[i]);
    }
    return {out.mid / 4, out.side / 4};
}

/// Modified Bessel function of the first kind, order 0, by its series.
inline double besselI0(double x)
{
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 60; ++k) {
        term *= (x / 2 / k) * (x / 2 / k);
        sum += term;
    }
    return sum;
}

/// Kaiser window at `t` of -1 … 1; 0 outside.
inline double kaiser(double t, double beta)
{
    return std::abs(t) >= 1 ? 0 : besselI0(beta * std::sqrt(1 - t * t)) / besselI0(beta);
}

} // namespace segue::analysis
