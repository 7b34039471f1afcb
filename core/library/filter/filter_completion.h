#pragma once

#include "core/library/filter/filter_query.h"
#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// The texts that a library's fields hold, most frequent first. Immutable; about 20 ms for 100,000
/// tracks.
class FilterVocabulary {
public:
    struct Value {
        std::string text;
        std::string folded;
        std::uint32_t tracks = 0;
    };
    /// With `names`, spellings that count as one artist are that one.
    explicit FilterVocabulary(const TrackTable& table, const CleanView* names = nullptr);

    /// Empty for fields without texts of their own, and for title and path, where no two are alike.
    const std::vector<Value>& of(FilterField field) const;

private:
    std::map<FilterField, std::vector<Value>> values_;
};

struct FilterSuggestion {
    std::string insert; ///< takes the place of begin..end
    std::string label; ///< what is offered: a field or a value
    std::string about; ///< what it means, or how many tracks it has
};

/// What can be written at a place of a filter.
struct FilterCompletion {
    std::size_t begin = 0, end = 0; ///< bytes that a suggestion replaces
    bool isValue = false; ///< values of a field, not fields
    std::vector<FilterSuggestion> items;
};

/// Suggestions at byte `cursor`, at most `most`. Names of fields are offered from two letters on,
/// or all of them when `asked` for at an empty place. `vocabulary` may be null.
FilterCompletion completeFilter(std::string_view text, std::size_t cursor,
    const FilterVocabulary* vocabulary, bool asked, std::size_t most = 8);

} // namespace segue
