#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace segue::reco {

/// Which of `columns` items each of `rows` listeners has: compressed rows, ascending, each once.
/// Memory: 4 bytes an entry and 4 (8 with weights) a row; at most 2^32 - 1 entries.
struct Interactions {
    std::int32_t columns = 0;
    std::vector<std::uint32_t> start{0}; ///< rows + 1
    std::vector<std::int32_t> item;
    std::vector<float> rowWeight; ///< how much a row counts, > 0; empty: 1 each

    std::int32_t rows() const { return static_cast<std::int32_t>(start.size()) - 1; }
    std::span<const std::int32_t> of(std::int32_t row) const
    {
        const auto r = static_cast<std::size_t>(row);
        return std::span(item).subspan(start[r], start[r + 1] - start[r]);
    }
    float weightOf(std::int32_t row) const
    {
        return rowWeight.empty() ? 1.F : rowWeight[static_cast<std::size_t>(row)];
    }
    /// Appends a row in any order, with repetitions; items outside 0..columns - 1 are left out. A
    /// weight that is not a positive number counts as 1. Does not append a row without items.
    void add(std::span<const std::int32_t> items, float weight = 1);
    /// The same by item: row i holds the listeners of item i. Carries no weights.
    Interactions transposed() const;
    /// Sum of the weights of each item's listeners.
    std::vector<double> support() const;
};

/// How a model in the background is fitted. The number of threads never changes a result.
struct FitControl {
    int threads = 1;
    std::stop_token stop; ///< asks to end soon; what is returned then is safe but not finished
    std::function<void(double)> progress; ///< 0..1, never falling, on the calling thread
};

} // namespace segue::reco
