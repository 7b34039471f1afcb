#pragma once

#include "core/library/edit/tag_writer.h"

#include <QByteArray>

#include <string>
#include <vector>

namespace segue::test {

/// Kinds of files that tags can be written to: extensions, see encoded().
const std::vector<std::string>& writableKinds();
/// Those of them whose sound ffmpeg can make and decode.
bool isRealSound(const std::string& kind);
/// Bytes of a file of that kind without tags.
std::string bytesOfKind(const std::string& kind);

/// A digest of the decoded sound, by the program ffmpeg.
QByteArray soundOf(const std::string& path);

/// Values of a field; none: the file has no such field.
std::vector<std::string> valuesOf(const tags::FileFields& file, std::string_view name);
tags::FileFields fieldsOf(const std::string& path);

/// A small picture: no real image behind its first bytes.
tags::Picture jpeg(char mark, std::size_t size = 300);
tags::Picture png(char mark, std::size_t size = 300);

/// Names of the files in a folder, sorted, hidden ones too.
std::vector<std::string> namesIn(const std::string& folder);

} // namespace segue::test
