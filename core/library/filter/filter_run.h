#pragma once

#include "core/base/clock.h"
#include "core/history/track_stats.h"
#include "core/library/filter/filter_query.h"
#include "core/library/filter/folded_paths.h"
#include "core/library/health/clean_view.h"
#include "core/library/search.h"

#include <memory>
#include <vector>

namespace segue {

/// What filters are asked of: one snapshot of the library with its statistics. Asking fills what
/// is worth keeping for the next time, so that one object serves one thread. 100,000 tracks take
/// about 1 ms a condition; see tests/bench/bench_filter.
class FilterRun {
public:
    /// `index` and `stats` may not be null; `clock` has to live as long. With `names` an artist is
    /// found by each of the spellings that count as one.
    FilterRun(std::shared_ptr<const SearchIndex> index, TrackStatsPtr stats, const Clock& clock,
        CleanViewPtr names = nullptr);
    ~FilterRun();
    FilterRun(const FilterRun&) = delete;
    FilterRun& operator=(const FilterRun&) = delete;

    /// Rows that fit, in table order.
    std::vector<Row> rows(const FilterQuery& query);
    const SearchIndex& index() const { return *index_; }
    const std::shared_ptr<const SearchIndex>& sharedIndex() const { return index_; }
    const TrackTable& table() const { return *index_->table(); }
    const TrackStatsPtr& stats() const { return stats_; }
    const CleanViewPtr& names() const { return names_; }

private:
    using Mask = std::vector<std::uint8_t>; // 1 a row that is still in

    void narrow(const FilterNode& node, Mask& mask);
    void narrowWord(const std::string& word, Mask& mask);
    void narrowTerm(const FilterTerm& term, Mask& mask);
    void narrowText(const FilterTerm& term, Mask& mask);
    void narrowPath(const FilterTerm& term, Mask& mask);
    void narrowCodec(const FilterTerm& term, Mask& mask);
    const TrackStats& statsOf(Row row);

    std::shared_ptr<const SearchIndex> index_;
    TrackStatsPtr stats_;
    const Clock& clock_;
    CleanViewPtr names_; // null: every spelling is an artist of its own
    std::vector<const TrackStats*> statsOfRow_; // empty until asked for
    std::unique_ptr<const FoldedPaths> paths_; // null until asked for
};

} // namespace segue
