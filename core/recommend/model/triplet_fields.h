#pragma once

#include <string_view>

// The fields of a line of a text file of triplets, whoever reads it.

namespace segue::reco {

/// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);

/// Takes the next field off `line`, trimmed. Separated by ',' it may stand in quotes and hold
/// commas there; a quote inside is written twice, and stays so. Separated by ' ' any number of
/// blanks counts as one. Nothing is left of `line` after the last field.
std::string_view takeField(std::string_view& line, char separator);

} // namespace segue::reco
