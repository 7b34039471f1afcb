#pragma once

#include "core/base/result.h"
#include "core/recommend/packs/pack.h"

#include <QByteArray>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// Where packs are kept: a folder beside the database, one file N.pack each. Nothing else knows of
// them, so that removing the file removes the pack. Plain functions; they block on the disk.

namespace segue::packs {

/// "segue-pack", the version, the facts, keys and rows as little-endian numbers, and a SHA-256 of
/// all before it. 4 bytes a triplet and 16 an item.
QByteArray toBytes(const Pack& pack);
/// Errors without the file's name: damaged, or of another version.
Result<Pack> fromBytes(const QByteArray& bytes);

/// Of the data folder that the database lies in.
std::filesystem::path folderOf(const std::filesystem::path& database);

/// The files in the folder by id. None where there is no folder.
std::vector<std::int64_t> idsIn(const std::filesystem::path& folder);
/// Errors name the file and say what to do.
Result<Pack> read(const std::filesystem::path& folder, std::int64_t id);
/// Gives the pack the next free id and keeps it; the file is there whole or not at all.
Result<std::int64_t> add(const std::filesystem::path& folder, Pack& pack);
Result<void> remove(const std::filesystem::path& folder, std::int64_t id);

/// Changes with what the packs in the folder are; 0: there are none. Reads only their ends.
std::uint64_t fingerprintOf(const std::filesystem::path& folder);

} // namespace segue::packs
