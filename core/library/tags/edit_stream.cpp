#include "core/library/tags/edit_stream.h"

#include <taglib/tbytevector.h>

#include <algorithm>

namespace segue::tags {

EditStream::EditStream(std::string path, ReadLimits limits)
    : original_(std::move(path), limits)
{
    size_ = sizeBefore_ = static_cast<std::uint64_t>(std::max(0L, original_.length()));
    if (size_ > 0)
        pieces_.push_back({0, 0, size_, false});
}

TagLib::ByteVector EditStream::readBlock(unsigned long length)
{
    TagLib::ByteVector block;
    if (position_ < 0 || length == 0)
        return block;
    auto at = static_cast<std::uint64_t>(position_);
    if (at >= size_)
        return block;
    std::uint64_t left = std::min<std::uint64_t>({length, size_ - at, 0x7fffffff});
    auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), at,
        [](std::uint64_t place, const Piece& p) { return place < p.start; });
    for (--piece; left > 0 && piece != pieces_.end(); ++piece) {
        const std::uint64_t in = at - piece->start;
        const std::uint64_t part = std::min(left, piece->size - in);
        if (piece->fresh) {
            block.append(TagLib::ByteVector(
                fresh_.data() + piece->offset + in, static_cast<unsigned int>(part)));
        } else {
            const std::string bytes
                = original_.bytesAt(static_cast<std::int64_t>(piece->offset + in), part);
            block.append(TagLib::ByteVector(bytes.data(), static_cast<unsigned int>(bytes.size())));
            if (bytes.size() < part)
                break; // a limit, or the disk
        }
        at += part;
        left -= part;
    }
    position_ += static_cast<long>(block.size());
    return block;
}

std::size_t EditStream::cutAt(std::uint64_t at)
{
    const auto found = std::lower_bound(pieces_.begin(), pieces_.end(), at,
        [](const Piece& p, std::uint64_t place) { return p.start < place; });
    const auto index = static_cast<std::size_t>(found - pieces_.begin());
    if (found != pieces_.end() && found->start == at)
        return index;
    if (index == 0 || at >= size_)
        return index;
    Piece& before = pieces_[index - 1];
    const std::uint64_t first = at - before.start;
    const Piece second{at, before.offset + first, before.size - first, before.fresh};
    before.size = first;
    pieces_.insert(found, second);
    return index;
}

void EditStream::splice(
    std::uint64_t start, std::uint64_t removed, const char* bytes, std::uint64_t size)
{
    if (start > size_) { // as a file does: what lies between is zeros
        const std::string gap(static_cast<std::size_t>(start - size_), '\0');
        splice(size_, 0, gap.data(), gap.size());
    }
    removed = std::min(removed, size_ - start);
    const std::size_t first = cutAt(start);
    const std::size_t last = cutAt(start + removed);
    pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(first),
        pieces_.begin() + static_cast<std::ptrdiff_t>(last));
    std::size_t next = first;
    if (size > 0) {
        Piece* const before = first > 0 ? &pieces_[first - 1] : nullptr;
        if (before && before->fresh && before->offset + before->size == fresh_.size()) {
            before->size += size; // tables of offsets are written entry by entry
        } else {
            pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(first),
                {start, fresh_.size(), size, true});
            ++next;
        }
        fresh_.append(bytes, static_cast<std::size_t>(size));
    }
    if (size != removed) {
        for (; next < pieces_.size(); ++next)
            pieces_[next].start += size - removed; // modulo 2^64 where it shrinks
        size_ += size - removed;
    }
}

void EditStream::writeBlock(const TagLib::ByteVector& data)
{
    if (position_ < 0 || data.isEmpty())
        return;
    splice(static_cast<std::uint64_t>(position_), data.size(), data.data(), data.size());
    position_ += static_cast<long>(data.size());
}

void EditStream::insert(const TagLib::ByteVector& data, unsigned long start, unsigned long replace)
{
    splice(start, replace, data.data(), data.size());
    position_ = static_cast<long>(start + data.size());
}

void EditStream::removeBlock(unsigned long start, unsigned long length)
{
    if (start < size_)
        splice(start, length, nullptr, 0);
}

void EditStream::seek(long offset, Position from)
{
    long target = offset;
    if (from == Current)
        target = position_ + offset;
    else if (from == End)
        target = static_cast<long>(size_) + offset;
    if (target >= 0)
        position_ = target;
}

void EditStream::truncate(long length)
{
    if (length >= 0 && static_cast<std::uint64_t>(length) < size_)
        splice(static_cast<std::uint64_t>(length), size_, nullptr, 0);
}

EditRecipe EditStream::recipe() const
{
    EditRecipe recipe;
    recipe.sizeBefore = sizeBefore_;
    for (const Piece& piece : pieces_) {
        auto* last = recipe.pieces.empty() ? nullptr : &recipe.pieces.back();
        std::uint64_t offset = piece.offset;
        if (piece.fresh) {
            offset = recipe.fresh.size();
            recipe.fresh.append(fresh_, static_cast<std::size_t>(piece.offset),
                static_cast<std::size_t>(piece.size));
        }
        if (last && last->fresh == piece.fresh && last->offset + last->size == offset)
            last->size += piece.size;
        else
            recipe.pieces.push_back({piece.fresh, offset, piece.size});
    }
    return recipe;
}

} // namespace segue::tags
