#pragma once

#include "core/base/result.h"

#include <QFile>

#include <string>

namespace segue {

/// "The file X " and what is said of it.
Error aboutFile(const std::string& path, const std::string& what);
/// Opens a regular file of at most `mostBytes`; an error says why it cannot be. Blocks on the disk.
Result<void> openSource(QFile& file, const std::string& path, qint64 mostBytes);
/// Its bytes.
Result<std::string> bytesOfSource(const std::string& path, qint64 mostBytes);

} // namespace segue
