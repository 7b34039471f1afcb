#pragma once

#include "core/history/history_repository.h"
#include "core/recommend/model/blend.h"

#include <optional>
#include <span>
#include <string>

namespace segue {

/// What the blend learned, as kept over restarts. Everything else that the models hold is a
/// function of the events that is computed faster than it would be read (100,000 plays: about .2
/// s); the weights are not, as learning costs a scoring of the library for each play.
///
/// A saved blend belongs to the learnable plays up to `newest`. When these are no longer the same
/// (a session was kept out of the taste, older plays were imported), it is discarded and learned
/// again from the newest plays. So a power cut costs nothing: plays after `newest` are replayed.
struct SavedBlend {
    reco::BlendWeights weights;
    PlayId newest;
    std::uint64_t fingerprint = 0; ///< of the learnable plays up to `newest`
};

/// Of the ids of learnable plays up to `newest`, whatever their order.
std::uint64_t fingerprintOf(std::span<const StoredPlay> plays, PlayId newest);
/// What `play` adds to a fingerprint: learned ones are summed up.
std::uint64_t fingerprintPart(const StoredPlay& play);

namespace blend_store {

/// Nothing when there is none, when it is of another version, or broken. Throws SQLite::Exception.
std::optional<SavedBlend> read(db::Connection& connection, ListenerId listener);
void write(db::Connection& connection, ListenerId listener, const SavedBlend& saved, UtcMs at);

} // namespace blend_store

/// "segue-blend-state 1 newest=… fingerprint=…\n" and the weights' own line.
std::string toText(const SavedBlend& saved);
std::optional<SavedBlend> savedBlendFromText(std::string_view text);

} // namespace segue
