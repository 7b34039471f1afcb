#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// What a column of a file of triplets, or of names, holds.
enum class PackColumn : std::uint8_t {
    other, ///< not looked at
    user,
    artist,
    title,
    album, ///< known, and not needed
    recording, ///< a MusicBrainz recording id
    item, ///< an id that a file of names explains
    count,
};

/// By what headers usually call it ("user_id", "artist-name", "playcount"); other for the rest.
PackColumn columnNamed(std::string_view header);

/// Of "user,artist,title,count"; "-" stands for a column to pass over. Errors name the word.
Result<std::vector<PackColumn>> columnsFrom(std::string_view list);

/// Whether the columns make triplets: a listener, and an artist, a recording or an id. The error
/// says what is missing.
Result<void> canBeTriplets(std::span<const PackColumn> columns);

/// The fields of one line: separated by "<SEP>", tabs or commas, as the file's first line has them.
class PackFields {
public:
    enum class Separator : std::uint8_t { tab, comma, sep };
    static constexpr std::size_t most = 64; ///< fields that are kept; count() goes on

    static Separator separatorOf(std::string_view line);
    void split(std::string_view line, Separator separator);
    std::size_t count() const { return count_; }
    std::span<const std::string_view> all() const { return fields_; }
    /// Trimmed; empty where there is none. In quotes, a quote is still written twice.
    std::string_view at(std::size_t place) const
    {
        return place < fields_.size() ? fields_[place] : std::string_view();
    }

private:
    std::vector<std::string_view> fields_;
    std::size_t count_ = 0;
};

/// Where the first column of a kind is; none where there is none.
std::optional<std::size_t> placeOf(std::span<const PackColumn> columns, PackColumn kind);

} // namespace segue
