#pragma once

#include "core/base/result.h"
#include "core/library/tags/tag_changes.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// A pattern of file names: "%albumartist%/%year% %album%/[%disc%-]%track% %title%". Names between
/// per cent signs are fields (see editFields(), and year, skip); what is in brackets is left out
/// where all its fields are empty; "/" parts folders; "%%" is a per cent sign. Without the file's
/// extension.
class NamePattern {
public:
    /// The value of a field by its property ("ALBUMARTIST"); empty: not there.
    using ValueOf = std::function<std::string(std::string_view property)>;

    /// The error says what is wrong and where.
    static Result<NamePattern> parse(std::string_view text);

    /// The name of a track: parts between slashes cleaned as by cleanName(), none of them empty.
    /// Track numbers have two digits at least. A last part without any field that is there gets
    /// `fallback`.
    std::string nameOf(const ValueOf& valueOf, std::string_view fallback) const;
    /// What a path (bytes, without its extension) says by this pattern: as many of its last parts
    /// as the pattern has. None: it does not fit.
    std::optional<std::vector<tags::Field>> fieldsOf(std::string_view path) const;

private:
    struct Token {
        std::string property; ///< empty: `text`
        std::string text;
        bool optional = false; ///< within brackets number `group`
        int group = 0;
    };
    std::vector<Token> variant(unsigned groups) const;

    std::vector<Token> tokens_;
    int groups_ = 0;
};

/// A text as part of a path that every file system takes: without slashes, control characters and
/// what Windows forbids, no dots or blanks at its ends, no more than `mostBytes` (cut between
/// characters), never empty.
std::string cleanName(std::string_view text, std::size_t mostBytes);

} // namespace segue
