#include "tests/bench/gradient_ials.h"

#include "core/base/random.h"
#include "core/recommend/model/chunks.h"
#include "core/recommend/model/ials_kernel.h"

#include <cmath>
#include <cstring>

namespace segue::bench {

namespace {

namespace kernel = reco::kernel;

constexpr float unobserved = .1F, lambda = .01F;
using Block [[gnu::vector_size(32)]] = float;

[[gnu::always_inline]] inline float dot(const float* a, const float* b, std::size_t n)
{
    Block sum{};
    for (std::size_t i = 0; i < n; i += 8) {
        Block x, y;
        std::memcpy(&x, a + i, 32);
        std::memcpy(&y, b + i, 32);
        sum += x * y;
    }
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

[[gnu::always_inline]] inline void add(float* to, float by, const float* x, std::size_t n)
{
    for (std::size_t i = 0; i < n; i += 8) {
        Block a, b;
        std::memcpy(&a, to + i, 32);
        std::memcpy(&b, x + i, 32);
        a += by * b;
        std::memcpy(to + i, &a, 32);
    }
}

struct Row {
    const float* other;
    const float* gram;
    std::size_t f;
    const std::int32_t* seen;
    std::size_t count;
    float reg;
    int steps;
};

/// out = (a0 G + reg I + sum over seen v v') p
[[gnu::always_inline]] inline void multiply(const Row& row, const float* p, float* out)
{
    std::memset(out, 0, row.f * sizeof(float));
    for (std::size_t j = 0; j < row.f; ++j)
        add(out, unobserved * p[j], row.gram + j * row.f, row.f);
    add(out, row.reg, p, row.f);
    for (std::size_t k = 0; k < row.count; ++k) {
        const float* v = row.other + static_cast<std::size_t>(row.seen[k]) * row.f;
        add(out, dot(v, p, row.f), v, row.f);
    }
}

/// `buffer`: 3 f floats.
[[gnu::always_inline]] inline void solveInline(const Row& row, float* x, float* buffer)
{
    const std::size_t f = row.f;
    float *r = buffer, *p = buffer + f, *ap = buffer + 2 * f;
    multiply(row, x, ap);
    std::memset(r, 0, f * sizeof(float));
    for (std::size_t k = 0; k < row.count; ++k)
        add(r, 1, row.other + static_cast<std::size_t>(row.seen[k]) * f, f);
    add(r, -1, ap, f);
    std::memcpy(p, r, f * sizeof(float));
    float rr = dot(r, r, f);
    for (int step = 0; step < row.steps && rr > 1e-20F; ++step) {
        multiply(row, p, ap);
        const float alpha = rr / dot(p, ap, f);
        add(x, alpha, p, f);
        add(r, -alpha, ap, f);
        const float next = dot(r, r, f), beta = next / rr;
        for (std::size_t i = 0; i < f; ++i)
            p[i] = r[i] + beta * p[i];
        rr = next;
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void solveAvx2(const Row& row, float* x, float* buffer)
{
    solveInline(row, x, buffer);
}
#endif

void solve(const Row& row, float* x, float* buffer)
{
#if defined(__x86_64__)
    if (kernel::bestSimd() == kernel::Simd::avx2)
        return solveAvx2(row, x, buffer);
#endif
    solveInline(row, x, buffer);
}

std::vector<float> gramOf(const std::vector<float>& rows, std::size_t f)
{
    std::vector<float> gram(f * f, 0);
    kernel::addGram(kernel::bestSimd(), rows.data(), nullptr, rows.size() / f, f, gram.data());
    return gram;
}

void sweep(const reco::Interactions& seen, const std::vector<float>& other, std::size_t f,
    std::vector<float>& to, int steps, const reco::FitControl& control)
{
    constexpr std::int32_t chunkRows = 256;
    const auto gram = gramOf(other, f);
    const float others = static_cast<float>(other.size()) / static_cast<float>(f);
    const auto chunks = static_cast<std::size_t>((seen.rows() + chunkRows - 1) / chunkRows);
    reco::eachChunk(chunks, control, 0, 1, [&](std::size_t chunk, int) {
        std::vector<float> buffer(3 * f);
        const auto first = static_cast<std::int32_t>(chunk) * chunkRows;
        for (auto row = first; row < std::min(first + chunkRows, seen.rows()); ++row) {
            const auto items = seen.of(row);
            const float reg = lambda * (static_cast<float>(items.size()) + unobserved * others);
            solve({other.data(), gram.data(), f, items.data(), items.size(), reg, steps},
                to.data() + static_cast<std::size_t>(row) * f, buffer.data());
        }
    });
}

} // namespace

GradientIals GradientIals::fit(const reco::Interactions& train, std::size_t factors, int sweeps,
    int steps, const reco::FitControl& control)
{
    GradientIals model;
    model.factors = factors;
    const auto byItem = train.transposed();
    model.listeners.assign(static_cast<std::size_t>(train.rows()) * factors, 0);
    model.items.resize(static_cast<std::size_t>(train.columns) * factors);
    Random random(1);
    for (auto& value : model.items) {
        double sum = -6;
        for (int u = 0; u < 12; ++u)
            sum += random.uniform();
        value = static_cast<float>(sum * .1 / std::sqrt(static_cast<double>(factors)));
    }
    for (int s = 0; s < sweeps; ++s) {
        sweep(train, model.items, factors, model.listeners, steps, control);
        sweep(byItem, model.listeners, factors, model.items, steps, control);
    }
    return model;
}

void GradientIals::finish(const reco::Interactions& train, const reco::FitControl& control)
{
    sweep(train, items, factors, listeners, 30, control);
}

void GradientIals::score(std::int32_t row, std::span<float> out) const
{
    const float* x = listeners.data() + static_cast<std::size_t>(row) * factors;
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = dot(items.data() + i * factors, x, factors);
}

} // namespace segue::bench
