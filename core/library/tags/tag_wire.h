#pragma once

#include "core/library/tags/tag_reader.h"

#include <optional>
#include <string>
#include <string_view>

// What the program asks of segue-tagworker, and how it is answered: readTags() and
// readEmbeddedCover() by way of bytes.

namespace segue::tags {

std::string tagsRequest(std::string_view path, std::size_t rootBytes, const ReadLimits& limits);
std::string coverRequest(std::string_view path, std::size_t limitBytes);
/// The worker's whole work: reads the file that a request names. Throws std::runtime_error when it
/// is no request.
std::string answerRequest(std::string_view request);
/// Takes an answer apart. The worker is not trusted: none when it is not of the right form.
std::optional<FileTags> tagsOfAnswer(std::string_view answer);
/// The picture; none when there is none or the answer is not of the right form.
std::optional<std::string> coverOfAnswer(std::string_view answer);

} // namespace segue::tags
