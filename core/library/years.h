#pragma once

namespace segue {

/// Whether a recording can be of that year: the oldest one there is was made in 1860, and what is
/// announced may be of the next. What is tagged with another year is a slip, and 0 is none.
constexpr bool isPossibleYear(int year, int thisYear)
{
    return year >= 1860 && year <= thisYear + 1;
}

} // namespace segue
