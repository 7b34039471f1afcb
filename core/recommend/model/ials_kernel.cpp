#include "core/recommend/model/ials_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define SEGUE_AVX2 1
#endif

namespace segue::reco::kernel {

namespace {

// GCC and clang lower these to what the function they are inlined into may use.
using Block [[gnu::vector_size(block * sizeof(float))]] = float;

[[gnu::always_inline]] inline void load(Block& to, const float* from)
{
    std::memcpy(&to, from, sizeof(Block));
}

[[gnu::always_inline]] inline float sumOf(const Block& b)
{
    return ((b[0] + b[4]) + (b[2] + b[6])) + ((b[1] + b[5]) + (b[3] + b[7]));
}

/// h d = g for a symmetric positive h: elimination by rows, d in place of g. What is left of h
/// below a pivot stays symmetric, so the factors of a step are its own row.
[[gnu::always_inline]] inline void solveBlock(Block (&h)[block], float (&g)[block])
{
    float upper[block][block], inverse[block];
#pragma GCC unroll 8
    for (std::size_t j = 0; j < block; ++j) {
        float* row = upper[j];
        std::memcpy(row, &h[j], sizeof(Block));
        inverse[j] = 1 / std::max(row[j], 1e-12F);
        const float down = g[j] * inverse[j];
#pragma GCC unroll 8
        for (std::size_t i = j + 1; i < block; ++i) {
            h[i] -= (row[i] * inverse[j]) * h[j];
            g[i] -= row[i] * down;
        }
    }
#pragma GCC unroll 8
    for (std::size_t j = block; j-- > 0;) {
        g[j] *= inverse[j];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < j; ++i)
            g[i] -= upper[i][j] * g[j];
    }
}

[[gnu::always_inline]] inline void solveRowInline(const Side& side, const std::int32_t* seen,
    std::size_t n, float reg, float* x, float* residual, float* gx)
{
    const std::size_t stride = side.stride;
    for (std::size_t k = 0; k < n; ++k) {
        const float* v = side.factors + static_cast<std::size_t>(seen[k]) * stride;
        Block sum{};
        for (std::size_t at = 0; at < stride; at += block) {
            Block a, b;
            load(a, v + at);
            load(b, x + at);
            sum += a * b;
        }
        residual[k] = sumOf(sum) - 1;
    }
    for (std::size_t at = 0; at < stride; at += block) { // G x
        Block even{}, odd{};
        const float* column = side.gram + at;
        for (std::size_t j = 0; j < stride; j += 2) {
            Block a, b;
            load(a, column + j * stride);
            load(b, column + (j + 1) * stride);
            even += x[j] * a;
            odd += x[j + 1] * b;
        }
        even += odd;
        std::memcpy(gx + at, &even, sizeof even);
    }
    Block last{}; // what the block before moved by, negative
    for (std::size_t at = 0; at < stride; at += block) {
        Block h0{}, h1{}, h2{}, h3{}, h4{}, h5{}, h6{}, h7{}, g{};
        for (std::size_t k = 0; k < n; ++k) {
            const auto row = static_cast<std::size_t>(seen[k]);
            const float* p = side.factors + row * stride + at;
            float r = residual[k];
            if (at > 0) {
                Block before;
                load(before, p - block);
                before *= last;
                residual[k] = r += sumOf(before);
            }
            Block v;
            load(v, p);
            Block w = v;
            if (side.weight)
                w *= side.weight[row];
            g += w * r;
            h0 += w * p[0];
            h1 += w * p[1];
            h2 += w * p[2];
            h3 += w * p[3];
            h4 += w * p[4];
            h5 += w * p[5];
            h6 += w * p[6];
            h7 += w * p[7];
        }
        float d[block];
        Block h[block] = {h0, h1, h2, h3, h4, h5, h6, h7};
        const float* gram = side.gram + at * stride;
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) {
            Block a;
            load(a, gram + j * stride + at);
            h[j] += side.unobserved * a;
            h[j][j] += reg;
        }
        Block a, b;
        load(a, gx + at);
        load(b, x + at);
        g += side.unobserved * a + reg * b;
        std::memcpy(d, &g, sizeof g);
        solveBlock(h, d);
        load(last, d);
        b -= last;
        std::memcpy(x + at, &b, sizeof b);
        last = -last;
        for (std::size_t to = at + block; to < stride; to += block) {
            Block sum;
            load(sum, gx + to);
#pragma GCC unroll 8
            for (std::size_t j = 0; j < block; ++j) {
                Block c;
                load(c, gram + j * stride + to);
                sum -= d[j] * c;
            }
            std::memcpy(gx + to, &sum, sizeof sum);
        }
    }
}

[[gnu::always_inline]] inline void addGramInline(
    const float* factors, const float* weight, std::size_t count, std::size_t stride, float* gram)
{
    for (std::size_t i = 0; i < stride; i += block) {
        for (std::size_t j = 0; j <= i; j += block) {
            Block h0{}, h1{}, h2{}, h3{}, h4{}, h5{}, h6{}, h7{};
            for (std::size_t k = 0; k < count; ++k) {
                const float* p = factors + k * stride + i;
                Block w;
                load(w, factors + k * stride + j);
                if (weight)
                    w *= weight[k];
                h0 += w * p[0];
                h1 += w * p[1];
                h2 += w * p[2];
                h3 += w * p[3];
                h4 += w * p[4];
                h5 += w * p[5];
                h6 += w * p[6];
                h7 += w * p[7];
            }
            const Block* rows[block] = {&h0, &h1, &h2, &h3, &h4, &h5, &h6, &h7};
            for (std::size_t a = 0; a < block; ++a) {
                for (std::size_t b = 0; b < block; ++b) {
                    const float sum = (*rows[a])[b];
                    gram[(i + a) * stride + j + b] += sum;
                    if (i != j)
                        gram[(j + b) * stride + i + a] += sum;
                }
            }
        }
    }
}

#ifdef SEGUE_AVX2
[[gnu::target("avx2,fma")]] void solveRowAvx2(const Side& side, const std::int32_t* seen,
    std::size_t n, float reg, float* x, float* residual, float* gx)
{
    solveRowInline(side, seen, n, reg, x, residual, gx);
}
[[gnu::target("avx2,fma")]] void addGramAvx2(
    const float* factors, const float* weight, std::size_t count, std::size_t stride, float* gram)
{
    addGramInline(factors, weight, count, stride, gram);
}
#endif

} // namespace

Simd bestSimd()
{
#ifdef SEGUE_AVX2
    static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return has ? Simd::avx2 : Simd::portable;
#else
    return Simd::portable;
#endif
}

void solveRow(Simd simd, const Side& side, std::span<const std::int32_t> seen, float reg, float* x,
    std::vector<float>& buffer)
{
    buffer.resize(std::max(buffer.size(), seen.size() + side.stride));
    float* gx = buffer.data();
    float* residual = gx + side.stride;
#ifdef SEGUE_AVX2
    if (simd == Simd::avx2)
        return solveRowAvx2(side, seen.data(), seen.size(), reg, x, residual, gx);
#endif
    static_cast<void>(simd);
    solveRowInline(side, seen.data(), seen.size(), reg, x, residual, gx);
}

void addGram(Simd simd, const float* factors, const float* weight, std::size_t count,
    std::size_t stride, float* gram)
{
#ifdef SEGUE_AVX2
    if (simd == Simd::avx2)
        return addGramAvx2(factors, weight, count, stride, gram);
#endif
    static_cast<void>(simd);
    addGramInline(factors, weight, count, stride, gram);
}

} // namespace segue::reco::kernel
