#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace segue::tags {

/// How a file becomes an edited one: pieces of it as it was, and new bytes, one after the other.
/// Made by EditStream where nothing can be written, carried out by replaceFile().
struct EditRecipe {
    struct Piece {
        bool fresh = false; ///< from `fresh`, else from the file
        std::uint64_t offset = 0, size = 0;
    };
    std::vector<Piece> pieces;
    std::string fresh;
    std::uint64_t sizeBefore = 0; ///< of the file, in bytes

    std::uint64_t sizeAfter() const
    {
        std::uint64_t size = 0;
        for (const Piece& piece : pieces)
            size += piece.size;
        return size;
    }
    /// The file stays as it is, bit for bit.
    bool changesNothing() const
    {
        return (pieces.size() == 1 && !pieces[0].fresh && pieces[0].offset == 0
                   && pieces[0].size == sizeBefore)
            || (pieces.empty() && sizeBefore == 0);
    }
    /// Whether all pieces lie within the file and the new bytes, and the result has a size that an
    /// edit of tags may give: for recipes from a process that is not trusted.
    bool isSound() const
    {
        constexpr std::uint64_t mostPieces = 16u << 20, mostGrowth = 256u << 20;
        std::uint64_t size = 0;
        for (const Piece& piece : pieces) {
            const std::uint64_t all = piece.fresh ? fresh.size() : sizeBefore;
            if (piece.offset > all || piece.size > all - piece.offset)
                return false;
            size += piece.size;
        }
        return pieces.size() <= mostPieces && size <= sizeBefore + mostGrowth;
    }
};

} // namespace segue::tags
