#pragma once

#include "core/base/result.h"
#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"
#include "core/recommend/model/collaborative_trainer.h"

#include <QByteArray>

#include <filesystem>
#include <memory>
#include <optional>

namespace segue {

/// What a trained model was made from.
struct CollaborativeFacts {
    std::uint64_t library = 0; ///< of the tracks' ids in the table's order, and what counts as one
    qint64 ownPlays = 0, otherPlays = 0; ///< that were learned from
    qint64 listeners = 0; ///< others
    std::uint64_t packs = 0; ///< of the packs' contents; 0: there are none
    friend bool operator==(const CollaborativeFacts&, const CollaborativeFacts&) = default;
};

std::uint64_t libraryFingerprint(const TrackTable& table, const CleanView& clean);

/// Whether a model made from `before` still does: the same library, people and packs, less than a
/// fiftieth (or 50) more or fewer own plays, and no more than that more plays of others. Of fewer
/// it does not: what somebody took back (an import, say) is not to be learned from.
bool stillFits(const CollaborativeFacts& before, const CollaborativeFacts& now);

/// "segue-others", the version, the facts, the factors and walks as little-endian numbers, and a
/// SHA-256 of all before it. Which model was chosen is not kept.
QByteArray toBytes(const reco::TrainedCollaborative& trained, const CollaborativeFacts& facts);

struct SavedCollaborative {
    std::shared_ptr<const reco::TrainedCollaborative> trained;
    CollaborativeFacts facts;
};
/// Nothing for bytes that are damaged, of another version or of a model for other than `tracks`
/// tracks.
std::optional<SavedCollaborative> collaborativeFromBytes(
    const QByteArray& bytes, std::size_t tracks);

/// The same with a file; one that cannot be read is no model.
std::optional<SavedCollaborative> readCollaborative(
    const std::filesystem::path& file, std::size_t tracks);
/// Replaces the file in one step.
Result<void> writeCollaborative(const std::filesystem::path& file, const QByteArray& bytes);

} // namespace segue
