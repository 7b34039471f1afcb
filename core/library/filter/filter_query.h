#pragma once

#include "core/library/filter/filter_value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// Where and why a filter is not understood. Places are bytes of its text.
struct FilterError {
    std::string message; ///< what is wrong, and what to write instead
    std::size_t begin = 0, end = 0; ///< the part it is about; never empty unless the text ended
    bool unfinished = false; ///< typing on can make it right: "year:", an open bracket
};

/// A filter as a tree. Words are folded.
struct FilterNode {
    enum class Kind {
        all, ///< every one of `parts`; an empty one matches everything
        any, ///< one of `parts`
        no, ///< not parts[0]
        word, ///< `word` somewhere in the searched texts
        term, ///< a field and a value
    };
    Kind kind = Kind::all;
    std::vector<FilterNode> parts;
    std::string word;
    FilterTerm term;
};

/// A search as people type it: words and phrases that have to occur, and conditions on fields.
///
///     bowie -live artist:eno rating>=4 played<30d genre:"post punk" bpm:120..130
///     (year:1977 OR year>2010) -has:rating added>2024-01 length:3:00..4:30
///
/// Side by side means and; OR (in capitals, or |) binds less; a minus in front negates; brackets
/// group. Text fields: ":" contains, "=" is the same, without regard to case and accents. Values
/// that stand for a span (a year of days, a minute of seconds) are compared as spans: added>2024-01
/// is from February on. Ages count back from now: played<30d is within the last 30 days. An unknown
/// value (no year, no rating) fits no comparison; field:none finds it.
/// What has no field in it is plain words, whatever brackets and quotes there are.
class FilterQuery {
public:
    /// Never fails: see error(). Linear in the text, which is cut after 4,000 bytes.
    static FilterQuery parse(std::string_view text);

    const std::optional<FilterError>& error() const { return error_; }
    /// The whole filter, or with an error what was understood of it.
    const FilterNode& root() const { return root_; }
    /// Whether it is words that all have to occur, and nothing else.
    bool isPlain() const { return plain_; }
    bool isEmpty() const { return root_.kind == FilterNode::Kind::all && root_.parts.empty(); }
    /// The words that have to occur, folded, with blanks between.
    std::string words() const;
    /// Whether the field is asked for anywhere.
    bool uses(FilterField field) const;

private:
    FilterNode root_;
    std::optional<FilterError> error_;
    bool plain_ = true;
};

/// "Column 12: …", counting characters from 1, for a terminal.
std::string describe(const FilterError& error, std::string_view text);

} // namespace segue
