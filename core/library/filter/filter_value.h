#pragma once

#include "core/base/clock.h"
#include "core/library/filter/filter_field.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>

namespace segue {

enum class FilterOp : std::uint8_t {
    contains, ///< ":"
    equals,
    notEquals,
    less,
    lessEqual,
    greater,
    greaterEqual
};
std::string_view toString(FilterOp op);

/// A point of time as written, one end of a span. Resolved when the filter runs.
struct FilterMoment {
    enum class Kind : std::uint8_t {
        always, ///< open end
        age, ///< `value` ms before now
        local, ///< `value` ms since 1970 by the local clock
        day, ///< the start of the local day `value` days after today
    };
    Kind kind = Kind::always;
    std::int64_t value = 0;
    friend bool operator==(const FilterMoment&, const FilterMoment&) = default;
};

/// One condition. Comparisons of every kind have become spans [low, high) or texts.
struct FilterTerm {
    enum class Test : std::uint8_t {
        containsText, ///< text: folded
        equalsText,
        inSpan, ///< low <= value < high
        inTime, ///< from <= value < until
        isTrue,
        isKnown,
    };
    FilterField field = FilterField::title;
    Test test = Test::containsText;
    bool negated = false;
    std::string text;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    FilterMoment from, until;
};

/// What is wrong with a value: the message, without the place.
using FilterValueError = std::string;

/// The condition `field op value`. `quoted` values are texts as they are: no range, no "none".
std::variant<FilterTerm, FilterValueError> makeFilterTerm(
    FilterField field, FilterOp op, std::string_view value, bool quoted);

/// UTC of `moment`; `fallback` for an open end.
UtcMs resolve(const FilterMoment& moment, const Clock& clock, UtcMs fallback);

} // namespace segue
