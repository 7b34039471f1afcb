#pragma once

#include "core/library/tags/read_limits.h"
#include "core/library/tags/tag_changes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace segue::worker {
class WireReader;
}

// planEdit() and readFields() by way of bytes, beside tag_wire.h. The worker needs no right to
// write: it answers with a recipe.

namespace segue::tags {

/// First byte of a request, after those of tag_wire.h.
constexpr std::uint8_t editAsked = 3, fieldsAsked = 4;

/// A request is too large for the worker above this; see setting a picture.
constexpr std::size_t largestEditRequest = 15u << 20;

std::string editRequest(std::string_view path, const TagChanges& changes, const ReadLimits& limits);
std::string fieldsRequest(std::string_view path, const ReadLimits& limits);
/// The worker's part: `in` is behind the path. Throws std::runtime_error with what is wrong with
/// the file.
std::string answerEdit(std::uint8_t asked, const std::string& path, worker::WireReader& in);
/// The worker is not trusted: none when an answer is not of the right form or the recipe not sound.
std::optional<PlannedEdit> editOfAnswer(std::string_view answer);
std::optional<FileFields> fieldsOfAnswer(std::string_view answer);

/// For the database: an edit as bytes, and back.
std::string packChanges(const TagChanges& changes);
std::optional<TagChanges> unpackChanges(std::string_view bytes);

} // namespace segue::tags
