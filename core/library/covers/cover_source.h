#pragma once

#include <QByteArray>

#include <optional>

namespace segue {

/// The encoded picture (jpeg, png, webp…) for a track: embedded front cover, else the folder's
/// cover/folder/front/album picture. At most 32 MiB. Reads the disk: call it on a pool thread.
/// Thread-safe.
std::optional<QByteArray> readCover(const QByteArray& trackPath);

} // namespace segue
