#pragma once

#include "core/recommend/model/catalogue.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace segue::reco {

/// A channel's raw scores >= 0 for every track of a library: 0 but for those it speaks of, which it
/// also lists. Clearing, the maximum and the best tracks then cost what was said, not a walk over
/// the library. Memory: 4 bytes a track, 4 more for each that was spoken of.
class ScoreColumn {
public:
    explicit ScoreColumn(std::size_t tracks = 0)
        : values_(tracks, 0)
    {
    }

    /// All 0 again. O(what was set) while the size stays.
    void clear(std::size_t tracks)
    {
        if (tracks == values_.size() && !isDense()) {
            for (const auto item : items_)
                values_[static_cast<std::size_t>(item)] = 0;
        } else {
            values_.assign(tracks, 0);
        }
        items_.clear();
        isWhole_ = false;
    }
    /// After clear(), for a channel that speaks of much of the library: it lists nothing.
    void takeWhole() { isWhole_ = true; }
    /// A score of 0 or less is none: what stands there stays.
    void set(Item item, float score)
    {
        if (!(score > 0))
            return;
        auto& value = values_[static_cast<std::size_t>(item)];
        if (value == 0 && !isWhole_)
            list(item);
        value = score;
    }
    void add(Item item, float score) { set(item, (*this)[item] + score); }

    float operator[](Item item) const { return values_[static_cast<std::size_t>(item)]; }
    std::size_t size() const { return values_.size(); }
    std::span<const float> values() const { return values_; }
    /// The tracks with a score, each once, in no order; not after takeWhole().
    std::span<const Item> items() const { return items_; }
    /// Nothing is listed, or so much that walking all of the library costs less.
    bool isDense() const { return isWhole_ || items_.size() > values_.size() / 8; }

    /// The highest score of all tracks but `without`; 0 when there is none.
    float highest(Item without) const
    {
        if (isDense())
            return highestOfAll(without);
        float most = 0;
        for (const auto item : items_)
            most = item == without ? most : std::max(most, (*this)[item]);
        return most;
    }

private:
    // Apart, so that set() is small enough to be inlined.
    [[gnu::noinline]] void list(Item item) { items_.push_back(item); }
    // Eight at a time, as no comparison waits for the one before.
    static float highestOf(std::span<const float> values)
    {
        std::array<float, 8> most{};
        std::size_t i = 0;
        for (; i + most.size() <= values.size(); i += most.size()) {
            for (std::size_t lane = 0; lane < most.size(); ++lane)
                most[lane] = std::max(most[lane], values[i + lane]);
        }
        for (; i < values.size(); ++i)
            most[0] = std::max(most[0], values[i]);
        return *std::max_element(most.begin(), most.end());
    }
    float highestOfAll(Item without) const
    {
        const std::span<const float> all(values_);
        if (without < 0 || static_cast<std::size_t>(without) >= all.size())
            return highestOf(all);
        const auto at = static_cast<std::size_t>(without);
        return std::max(highestOf(all.first(at)), highestOf(all.subspan(at + 1)));
    }

    std::vector<float> values_;
    std::vector<Item> items_;
    bool isWhole_ = false;
};

} // namespace segue::reco
