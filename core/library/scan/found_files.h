#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// Audio files of one root as found on disk: paths in one block of bytes, so that a million of them
/// cost no million allocations.
class FoundFiles {
public:
    struct Entry {
        std::uint64_t offset; ///< of the path in the block
        std::uint32_t length;
        std::int64_t size; ///< bytes
        std::int64_t mtimeNs;
    };

    void add(
        std::string_view folder, std::string_view name, std::int64_t size, std::int64_t mtimeNs)
    {
        const std::uint64_t offset = block_.size();
        if (!folder.empty()) {
            block_ += folder;
            block_ += '/';
        }
        block_ += name;
        entries_.push_back(
            {offset, static_cast<std::uint32_t>(block_.size() - offset), size, mtimeNs});
    }
    void append(const FoundFiles& other)
    {
        const std::uint64_t shift = block_.size();
        block_ += other.block_;
        entries_.reserve(entries_.size() + other.entries_.size());
        for (Entry entry : other.entries_) {
            entry.offset += shift;
            entries_.push_back(entry);
        }
    }
    std::size_t size() const { return entries_.size(); }
    const Entry& operator[](std::size_t i) const { return entries_[i]; }
    /// Relative to the root, no slash in front.
    std::string_view path(std::size_t i) const
    {
        return std::string_view(block_).substr(entries_[i].offset, entries_[i].length);
    }

private:
    std::string block_;
    std::vector<Entry> entries_;
};

} // namespace segue
