#pragma once

#include "core/library/tags/edit_recipe.h"
#include "core/library/tags/read_stream.h"

#include <taglib/tiostream.h>

namespace segue::tags {

/// A file that looks writable to TagLib and is not: what is written, inserted and removed is noted
/// as pieces over the file as it is. So tags can be edited in a process without any right to write,
/// and the sound stays what it was: only references to it are moved. Inserting costs O(pieces),
/// however large the file is. Not thread-safe; one object a file.
class EditStream final : public TagLib::IOStream {
public:
    explicit EditStream(std::string path, ReadLimits limits = {});

    /// The file as it is: for errors, limits and its first bytes.
    ReadStream& original() { return original_; }
    /// What was done so far, new bytes that were overwritten since left out.
    EditRecipe recipe() const;

    TagLib::FileName name() const override { return original_.name(); }
    TagLib::ByteVector readBlock(unsigned long length) override;
    void writeBlock(const TagLib::ByteVector& data) override;
    void insert(
        const TagLib::ByteVector& data, unsigned long start, unsigned long replace) override;
    void removeBlock(unsigned long start, unsigned long length) override;
    bool readOnly() const override { return false; }
    bool isOpen() const override { return original_.isOpen(); }
    void seek(long offset, Position from = Beginning) override;
    long tell() const override { return position_; }
    long length() override { return static_cast<long>(size_); }
    void truncate(long length) override;

private:
    struct Piece {
        std::uint64_t start; ///< in the edited file
        std::uint64_t offset, size;
        bool fresh;
    };

    void splice(std::uint64_t start, std::uint64_t removed, const char* bytes, std::uint64_t size);
    /// The index of the piece that begins at `at`, made where there is none.
    std::size_t cutAt(std::uint64_t at);

    ReadStream original_;
    std::uint64_t sizeBefore_ = 0;
    std::vector<Piece> pieces_; // by start, without gaps
    std::string fresh_;
    std::uint64_t size_ = 0;
    long position_ = 0;
};

} // namespace segue::tags
