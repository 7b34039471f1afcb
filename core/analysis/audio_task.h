#pragma once

#include <string>
#include <string_view>

// What the program asks of segue-audioworker: one letter and a path. Both sides include this.

namespace segue::analysis {

/// Analyse the file: the answer is serialise(features).
constexpr char featuresTask = 'F';
/// The file's audio key: the answer is 16 bytes, or none where it cannot be had.
constexpr char keyTask = 'K';

inline std::string audioTask(char kind, std::string_view path)
{
    return kind + std::string(path);
}

} // namespace segue::analysis
