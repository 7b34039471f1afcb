#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segue {

/// A piece of text in a StringPool: offset and length in bytes. {0, 0} is the empty text.
struct TextRef {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
    friend constexpr bool operator==(TextRef, TextRef) = default;
};

/// All texts of a table in one block of bytes; equal texts that were interned share their place,
/// so comparing their TextRef compares them. Up to 4 GiB. Building is not thread-safe, reading is.
class StringPool {
public:
    /// Stores `text`, once for all equal texts. Amortised O(length).
    TextRef intern(std::string_view text);
    /// Stores `text` without looking for an equal one: for titles and paths, which rarely repeat.
    TextRef append(std::string_view text);
    std::string_view view(TextRef ref) const
    {
        return std::string_view(bytes_).substr(ref.offset, ref.size);
    }
    /// Ends building: the look-up table is dropped, only the bytes stay.
    void freeze();
    std::size_t bytes() const { return bytes_.size(); }

private:
    std::string bytes_;
    std::unordered_multimap<std::size_t, TextRef> index_; // by hash; the text itself is in bytes_
};

} // namespace segue
