#include "core/library/filter/filter_value.h"

#include "core/text/musical_key.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace segue {

namespace {

using Test = FilterTerm::Test;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::string quotedText(std::string_view value)
{
    return "“" + std::string(value) + "”";
}

std::string name(FilterField field)
{
    return std::string(infoOf(field).name);
}

bool isOneOf(std::string_view value, std::initializer_list<std::string_view> words)
{
    const std::string folded = foldText(value);
    return std::ranges::find(words, std::string_view(folded)) != words.end();
}

/// Digits with at most one point or comma between; nothing else.
std::optional<double> decimal(std::string_view text)
{
    if (text.empty() || text.size() > 15 || text.front() == '-' || text.front() == '+')
        return std::nullopt;
    std::string plain(text);
    std::ranges::replace(plain, ',', '.');
    if (plain.front() == '.')
        plain.insert(plain.begin(), '0');
    double value = 0;
    const char* end = plain.data() + plain.size();
    const auto parsed = std::from_chars(plain.data(), end, value, std::chars_format::fixed);
    if (parsed.ec != std::errc{} || parsed.ptr != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t atMost)
{
    if (text.empty() || text.size() > atMost)
        return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

struct Span {
    double low, high; ///< as written: a year, a minute, a second…
    double fine; ///< end of the point itself, for < and >
};

std::optional<Span> numberSpan(std::string_view text)
{
    const auto value = decimal(text);
    if (!value)
        return std::nullopt;
    const bool whole = std::floor(*value) == *value;
    const double high = *value + (whole ? 1 : .1);
    return Span{*value, high, high};
}

std::optional<Span> ratingSpan(std::string_view text)
{
    const auto stars = decimal(text);
    if (!stars || *stars > 5 || std::floor(*stars * 2) != *stars * 2)
        return std::nullopt;
    return Span{*stars * 2, *stars * 2 + 1, *stars * 2 + 1};
}

/// "3:30", "1:02:03", "4" (minutes), "90s", "3m30s", "1h" -> ms.
std::optional<Span> lengthSpan(std::string_view text)
{
    constexpr double second = 1000, minute = 60 * second, hour = 60 * minute;
    const auto made = [](double low, double grain) { return Span{low, low + grain, low + second}; };
    if (text.find(':') != std::string_view::npos) {
        double total = 0;
        int parts = 0;
        while (true) {
            const std::size_t colon = text.find(':');
            const auto part = digits(text.substr(0, colon), 4);
            if (!part || ++parts > 3 || (parts > 1 && *part > 59))
                return std::nullopt;
            total = total * 60 + static_cast<double>(*part);
            if (colon == std::string_view::npos)
                return parts < 2 ? std::nullopt : std::optional(made(total * second, second));
            text.remove_prefix(colon + 1);
        }
    }
    if (const auto minutes = decimal(text))
        return made(*minutes * minute, std::floor(*minutes) == *minutes ? minute : second);
    double total = 0, grain = 0;
    while (!text.empty()) {
        const std::size_t unit = text.find_first_of("hmsHMS");
        const auto value = decimal(text.substr(0, unit));
        if (unit == std::string_view::npos || !value)
            return std::nullopt;
        const char u = text[unit];
        const double next = u == 'h' || u == 'H' ? hour : u == 'm' || u == 'M' ? minute : second;
        if (grain != 0 && next >= grain)
            return std::nullopt; // "3s2m"
        grain = next;
        total += *value * grain;
        text.remove_prefix(unit + 1);
    }
    return grain == 0 ? std::nullopt : std::optional(made(total, grain));
}

/// Days since 1970-01-01 of a date of the Gregorian calendar (H. Hinnant, "chrono-compatible
/// low-level date algorithms").
std::int64_t daysFromCivil(std::int64_t year, std::int64_t month, std::int64_t day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t ofEra = year - era * 400;
    const std::int64_t ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468;
}

bool isLeap(std::int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

struct TimeSpan {
    FilterMoment from, until;
    bool isAge = false; ///< `from` is the age
};

FilterMoment local(std::int64_t days)
{
    return {FilterMoment::Kind::local, days * msPerDay};
}

/// "2024", "2024-01", "2024-01-31".
std::optional<TimeSpan> dateSpan(std::string_view text)
{
    std::array<std::int64_t, 3> part{0, 1, 1};
    std::size_t parts = 0;
    for (std::string_view rest = text;;) {
        const std::size_t dash = rest.find('-');
        const auto number = digits(rest.substr(0, dash), parts == 0 ? 4 : 2);
        if (!number || parts == 3)
            return std::nullopt;
        part[parts++] = *number;
        if (dash == std::string_view::npos)
            break;
        rest.remove_prefix(dash + 1);
    }
    const auto [year, month, day] = part;
    static constexpr std::array<std::int64_t, 12> lengths{
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1900 || month < 1 || month > 12 || day < 1
        || day > lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && isLeap(year)))
        return std::nullopt;
    const FilterMoment from = local(daysFromCivil(year, month, day));
    if (parts == 1)
        return TimeSpan{from, local(daysFromCivil(year + 1, 1, 1)), false};
    if (parts == 2)
        return TimeSpan{from,
            local(month == 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)),
            false};
    return TimeSpan{from, local(daysFromCivil(year, month, day) + 1), false};
}

std::optional<TimeSpan> timeSpan(std::string_view text)
{
    const std::string plain = foldText(text);
    const auto days = [](std::int64_t from) {
        return TimeSpan{
            {FilterMoment::Kind::day, from}, {FilterMoment::Kind::day, from + 1}, false};
    };
    if (plain == "today")
        return days(0);
    if (plain == "yesterday")
        return days(-1);
    static constexpr std::array<std::pair<char, std::int64_t>, 5> units{{{'h', msPerHour},
        {'d', msPerDay}, {'w', 7 * msPerDay}, {'m', 30 * msPerDay}, {'y', 365 * msPerDay}}};
    if (!plain.empty()) {
        const auto unit
            = std::ranges::find(units, plain.back(), &std::pair<char, std::int64_t>::first);
        const auto count = digits(std::string_view(plain).substr(0, plain.size() - 1), 5);
        if (unit != units.end() && count)
            return TimeSpan{{FilterMoment::Kind::age, *count * unit->second}, {}, true};
    }
    return dateSpan(plain);
}

FilterValueError wrongValue(FilterField field, std::string_view value)
{
    const std::string what = quotedText(value) + " is no ";
    const std::string example(infoOf(field).hint);
    switch (infoOf(field).type) {
    case FilterType::rating:
        return what
            + "rating. Write stars from 0 to 5, halves allowed: rating>=3.5, or rating:none.";
    case FilterType::length:
        return what + "length. Write minutes and seconds, as in length<3:30, or 90s, 4m, 1h.";
    case FilterType::date:
        return what
            + "date. Write 2024, 2024-01, 2024-01-31, today or an age like 30d, 6w, 3m, 2y: "
            + example + ".";
    default:
        return what + "number, and " + name(field) + " needs one: " + example + ".";
    }
}

template <class SpanOf>
std::variant<FilterTerm, FilterValueError> numberTerm(
    FilterTerm term, FilterOp op, std::string_view value, SpanOf spanOf)
{
    if (const std::size_t dots = value.find(".."); dots != std::string_view::npos) {
        if (op != FilterOp::contains && op != FilterOp::equals && op != FilterOp::notEquals)
            return "A range goes with a colon: " + name(term.field) + ":" + std::string(value)
                + ".";
        const std::string_view first = value.substr(0, dots), last = value.substr(dots + 2);
        if (first.empty() && last.empty())
            return wrongValue(term.field, value);
        for (const std::string_view end : {first, last}) {
            const auto span
                = end.empty() ? std::optional(Span{-infinity, infinity, infinity}) : spanOf(end);
            if (!span)
                return wrongValue(term.field, end);
            if (end.data() == first.data())
                term.low = span->low;
            else
                term.high = span->fine;
        }
        if (term.low >= term.high)
            return "The range " + quotedText(value)
                + " is the wrong way round: the smaller value comes first.";
        return term;
    }
    const auto span = spanOf(value);
    if (!span)
        return wrongValue(term.field, value);
    switch (op) {
    case FilterOp::contains:
    case FilterOp::equals:
    case FilterOp::notEquals:
        term.low = span->low;
        term.high = span->high;
        break;
    case FilterOp::less:
        term.high = span->low;
        break;
    case FilterOp::lessEqual:
        term.high = span->fine;
        break;
    case FilterOp::greater:
        term.low = span->fine;
        break;
    case FilterOp::greaterEqual:
        term.low = span->low;
        break;
    }
    return term;
}

std::variant<FilterTerm, FilterValueError> timeTerm(
    FilterTerm term, FilterOp op, std::string_view value)
{
    if (const std::size_t dots = value.find(".."); dots != std::string_view::npos) {
        const std::string_view first = value.substr(0, dots), last = value.substr(dots + 2);
        if (op != FilterOp::contains && op != FilterOp::equals && op != FilterOp::notEquals)
            return "A range goes with a colon: " + name(term.field) + ":" + std::string(value)
                + ".";
        const auto a = first.empty() ? std::optional(TimeSpan{}) : timeSpan(first);
        const auto b = last.empty() ? std::optional(TimeSpan{}) : timeSpan(last);
        if (!a || !b || (first.empty() && last.empty()))
            return wrongValue(term.field, !a ? first : !b ? last : value);
        if (a->isAge && b->isAge) { // ages: the larger is the earlier
            const bool ordered = a->from.value <= b->from.value;
            term.from = ordered ? b->from : a->from;
            term.until = ordered ? a->from : b->from;
        } else if (a->isAge && last.empty()) {
            term.until = a->from;
        } else if (b->isAge && first.empty()) {
            term.from = b->from;
        } else {
            term.from = a->from;
            term.until = b->isAge ? b->from : b->until;
        }
        return term;
    }
    const auto span = timeSpan(value);
    if (!span)
        return wrongValue(term.field, value);
    switch (op) {
    case FilterOp::contains:
    case FilterOp::equals:
    case FilterOp::notEquals:
        term.from = span->from;
        term.until = span->until;
        break;
    case FilterOp::less:
    case FilterOp::lessEqual:
        if (span->isAge)
            term.from = span->from;
        else
            term.until = op == FilterOp::less ? span->from : span->until;
        break;
    case FilterOp::greater:
    case FilterOp::greaterEqual:
        if (span->isAge)
            term.until = span->from;
        else
            term.from = op == FilterOp::greater ? span->until : span->from;
        break;
    }
    return term;
}

bool isComparison(FilterOp op)
{
    return op != FilterOp::contains && op != FilterOp::equals && op != FilterOp::notEquals;
}

std::string listed(std::span<const FilterField> fields)
{
    std::string text;
    for (const FilterField field : fields)
        text += (text.empty() ? "" : ", ") + name(field);
    return text;
}

std::variant<FilterTerm, FilterValueError> kindTerm(FilterTerm term, std::string_view value)
{
    const std::string plain = foldText(value);
    const auto kinds = filterKinds();
    const auto found = std::ranges::find(kinds, std::string_view(plain));
    if (found == kinds.end())
        return quotedText(value) + " is no kind. Write kind:music, kind:spoken or kind:other.";
    term.field = FilterField::kind;
    term.test = Test::inSpan;
    term.low = static_cast<double>(found - kinds.begin());
    term.high = term.low + 1;
    return term;
}

std::variant<FilterTerm, FilterValueError> keyTerm(FilterTerm term, std::string_view value)
{
    const MusicalKey key = parseMusicalKey(value);
    if (key == unknownKey)
        return quotedText(value)
            + " is no key. Write key:Am, key:F#, key:\"b flat major\" or key:8A.";
    term.test = Test::inSpan;
    term.low = key;
    term.high = key + 1;
    return term;
}

std::variant<FilterTerm, FilterValueError> wordTerm(FilterTerm term, std::string_view value)
{
    const auto named = filterFieldNamed(value);
    if (term.field == FilterField::is) {
        if (named && std::ranges::find(filterFlags(), *named) != filterFlags().end()) {
            term.field = *named;
            term.test = Test::isTrue;
            return term;
        }
        if (auto kind = kindTerm(term, value); std::holds_alternative<FilterTerm>(kind))
            return kind;
        return "Nothing “is” " + quotedText(value) + ". Write is: and one of "
            + listed(filterFlags()) + ", music, spoken, other.";
    }
    const FilterType type = named ? infoOf(*named).type : FilterType::has;
    if (type == FilterType::has || type == FilterType::is || type == FilterType::kind
        || type == FilterType::flag)
        return "has: needs the name of a field that may be unknown, as in has:genre, has:year or "
               "has:rating, not "
            + quotedText(value) + ".";
    term.field = *named;
    term.test = Test::isKnown;
    return term;
}

} // namespace

std::string_view toString(FilterOp op)
{
    static constexpr std::array<std::string_view, 7> names{":", "=", "!=", "<", "<=", ">", ">="};
    return names[static_cast<std::size_t>(op)];
}

std::variant<FilterTerm, FilterValueError> makeFilterTerm(
    FilterField field, FilterOp op, std::string_view value, bool quoted)
{
    const FilterType type = infoOf(field).type;
    FilterTerm term;
    term.field = field;
    term.negated = op == FilterOp::notEquals;
    if (type == FilterType::is || type == FilterType::has || type == FilterType::kind
        || type == FilterType::key || type == FilterType::flag || type == FilterType::text) {
        if (isComparison(op)) {
            const std::string n = name(field);
            if (type == FilterType::text)
                return n + " is text and has no order: write " + n + ":… for what it contains, or "
                    + n + "=… for what it is.";
            return n + " goes with a colon: " + std::string(infoOf(field).hint) + ".";
        }
    }
    if (!quoted && type != FilterType::is && type != FilterType::has && type != FilterType::kind
        && type != FilterType::flag
        && isOneOf(value, {"none", "unknown", type == FilterType::date ? "never" : "none"})) {
        if (isComparison(op))
            return quotedText(value) + " goes with a colon: " + name(field) + ":"
                + std::string(value) + ".";
        term.test = Test::isKnown;
        term.negated = !term.negated;
        return term;
    }
    switch (type) {
    case FilterType::text:
        term.test = op == FilterOp::contains ? Test::containsText : Test::equalsText;
        term.text = foldText(value);
        return term;
    case FilterType::number:
        term.test = Test::inSpan;
        return numberTerm(term, op, value, numberSpan);
    case FilterType::rating:
        term.test = Test::inSpan;
        return numberTerm(term, op, value, ratingSpan);
    case FilterType::length:
        term.test = Test::inSpan;
        return numberTerm(term, op, value, lengthSpan);
    case FilterType::date:
        term.test = Test::inTime;
        return timeTerm(term, op, value);
    case FilterType::key:
        return keyTerm(term, value);
    case FilterType::kind:
        return kindTerm(term, value);
    case FilterType::flag:
        term.test = Test::isTrue;
        if (isOneOf(value, {"no", "false", "0"}))
            term.negated = !term.negated;
        else if (!isOneOf(value, {"yes", "true", "1"}))
            return quotedText(value) + " is neither yes nor no: write "
                + std::string(infoOf(field).hint) + ".";
        return term;
    case FilterType::is:
    case FilterType::has:
        return wordTerm(term, value);
    }
    return term;
}

UtcMs resolve(const FilterMoment& moment, const Clock& clock, UtcMs fallback)
{
    const auto utcOf = [&clock](std::int64_t localMs) {
        // The offset that holds there; an hour off at most in the night the clocks change.
        const UtcMs guess = localMs - clock.utcOffsetMinutes(localMs) * msPerMinute;
        return localMs - clock.utcOffsetMinutes(guess) * msPerMinute;
    };
    switch (moment.kind) {
    case FilterMoment::Kind::always:
        return fallback;
    case FilterMoment::Kind::age:
        return clock.now() - moment.value;
    case FilterMoment::Kind::local:
        return utcOf(moment.value);
    case FilterMoment::Kind::day: {
        const UtcMs now = clock.now();
        const std::int64_t localNow = now + clock.utcOffsetMinutes(now) * msPerMinute;
        const std::int64_t today = localNow - ((localNow % msPerDay) + msPerDay) % msPerDay;
        return utcOf(today + moment.value * msPerDay);
    }
    }
    return fallback;
}

} // namespace segue
