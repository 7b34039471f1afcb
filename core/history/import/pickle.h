#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segue::pickle {

using Ref = std::uint32_t; ///< index into Document::values

enum class Kind : std::uint8_t {
    none,
    boolean,
    integer,
    real,
    text,
    bytes,
    list,
    dict,
    object,
    other
};

/// One Python value. Lists hold their elements, dicts and objects keys and values in turn.
struct Value {
    Kind kind = Kind::none;
    std::int64_t integer = 0; ///< boolean and integer (those beyond 64 bits: the nearest)
    double real = 0;
    std::string text; ///< text (UTF-8; lone surrogates as they are), bytes
    std::vector<Ref> items; ///< list, dict, object
};

/// The values of a pickle; they may refer to each other in rings.
struct Document {
    std::vector<Value> values;
    Ref root = 0;
    const Value& operator[](Ref ref) const { return values[ref]; }
};

/// Reads a Python pickle (protocols 0 to 5) as data and nothing but data. The format is a program
/// for a stack machine that may call any function; here nothing is called, looked up or loaded. An
/// instance of a class is its dictionary entries, whatever its class; of calls only bytes(text) are
/// understood, as Python 3 writes bytes in old protocols; what else is called for is `other`.
/// Errors: "is no whole pickle: …, at byte N". At most 8 million values (some
/// 250,000 songs). Any thread.
Result<Document> read(std::string_view bytes);

} // namespace segue::pickle
