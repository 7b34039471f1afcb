#include "core/history/import/quod_libet.h"

#include "core/history/import/pickle.h"
#include "core/playlist/playlist_file.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace segue::quodlibet {

namespace {

using pickle::Kind;

/// Numbers of either kind; 0 for what is none.
double realOf(const pickle::Value& value)
{
    if (value.kind == Kind::real)
        return std::isfinite(value.real) ? value.real : 0;
    return value.kind == Kind::integer ? static_cast<double>(value.integer) : 0;
}

std::int64_t integerOf(const pickle::Value& value)
{
    constexpr double most = 9e15;
    return value.kind == Kind::integer
        ? value.integer
        : static_cast<std::int64_t>(std::clamp(realOf(value), -most, most));
}

bool isText(const pickle::Value& value)
{
    return value.kind == Kind::text || value.kind == Kind::bytes;
}

/// The first of the values, which Quod Libet keeps one a line. Bytes of old versions are UTF-8.
std::string firstText(const pickle::Value& value)
{
    if (!isText(value))
        return {};
    std::string_view text(value.text);
    text = text.substr(0, text.find('\n')).substr(0, longestSourceText);
    const QString clean = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return clean.toStdString();
}

/// Bytes that were no UTF-8 stand in texts as lone surrogates U+DC80..U+DCFF: the bytes again.
std::string pathOf(const pickle::Value& value)
{
    if (!isText(value))
        return {};
    std::string path;
    const std::string& text = value.text;
    for (std::size_t i = 0; i < text.size() && path.size() < longestSourceText; ++i) {
        const auto at = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
        };
        if (at(0) == 0xED && (at(1) == 0xB2 || at(1) == 0xB3) && value.kind == Kind::text) {
            path += static_cast<char>((at(1) & 3) << 6 | (at(2) & 0x3F));
            i += 2;
        } else {
            path += text[i];
        }
    }
    return path;
}

SourceTrack trackFrom(const pickle::Document& document, const pickle::Value& song)
{
    SourceTrack track;
    for (std::size_t i = 0; i + 1 < song.items.size(); i += 2) {
        const pickle::Value& name = document[song.items[i]];
        const pickle::Value& value = document[song.items[i + 1]];
        if (!isText(name))
            continue;
        const std::string& key = name.text;
        if (key == "~filename")
            track.path = pathOf(value);
        else if (key == "title")
            track.title = firstText(value);
        else if (key == "artist")
            track.artist = firstText(value);
        else if (key == "albumartist")
            track.albumArtist = firstText(value);
        else if (key == "album")
            track.album = firstText(value);
        else if (key == "~#length")
            track.durationMs = std::llround(std::clamp(realOf(value), 0.0, 1e6) * 1000);
        else if (key == "~#rating")
            track.rating = ratingFromShare(realOf(value));
        else if (key == "~#playcount")
            track.plays = countFrom(integerOf(value));
        else if (key == "~#skipcount")
            track.skips = countFrom(integerOf(value));
        else if (key == "~#lastplayed")
            track.lastPlayed = timeFromSeconds(integerOf(value));
        else if (key == "~#added")
            track.addedAt = timeFromSeconds(integerOf(value));
    }
    return track;
}

/// "Late%20night.xspf" -> "Late night".
std::string listName(std::string_view fileName)
{
    if (fileName.size() > 5 && fileName.ends_with(".xspf"))
        fileName.remove_suffix(5);
    const QByteArray name = QByteArray::fromPercentEncoding(
        QByteArray(fileName.data(), static_cast<qsizetype>(fileName.size())));
    return QString::fromUtf8(name).left(longestSourceText).toStdString();
}

} // namespace

Result<SourceLibrary> readSongs(std::string_view bytes)
{
    const auto document = pickle::read(bytes);
    if (!document) {
        return Error{document.error().message
            + ". Choose the file \"songs\" in Quod Libet's folder, usually ~/.config/quodlibet."};
    }
    SourceLibrary library;
    library.source = ImportSource::quodLibet;
    const pickle::Value& root = (*document)[document->root];
    if (root.kind != Kind::list)
        return Error{"holds no list of songs: it is another file than Quod Libet's \"songs\"."};
    for (const pickle::Ref ref : root.items) {
        const pickle::Value& song = (*document)[ref];
        if (song.kind != Kind::object && song.kind != Kind::dict)
            continue;
        SourceTrack track = trackFrom(*document, song);
        if (track.path.starts_with('/') || !track.title.empty())
            library.add(std::move(track));
        if (library.tracks.size() > mostSourceTracks)
            return Error{"has more than 2,000,000 songs: it is something else."};
    }
    if (library.tracks.empty() && !root.items.empty())
        return Error{"holds no songs: it is another file than Quod Libet's \"songs\"."};
    return library;
}

Result<void> addPlaylist(std::string_view bytes, std::string_view fileName, SourceLibrary& library)
{
    const bool isXspf = bytes.substr(0, 256).find("<?xml") != bytes.npos
        || bytes.substr(0, 1024).find("<playlist") != bytes.npos;
    const auto file
        = readPlaylistFile(bytes, isXspf ? PlaylistFormat::xspf : PlaylistFormat::m3u, {});
    if (!file)
        return file.error();
    std::unordered_map<std::string_view, std::uint32_t> known;
    for (std::uint32_t i = 0; i < library.tracks.size(); ++i)
        known.emplace(library.tracks[i].path, i);
    SourceList list;
    list.name = file->name.empty() ? listName(fileName) : file->name;
    std::vector<SourceTrack> others;
    for (const PlaylistFileEntry& entry : file->entries) {
        if (const auto found = known.find(entry.path); found != known.end()) {
            list.tracks.push_back(found->second);
            continue;
        }
        SourceTrack track;
        track.path = entry.path;
        track.title = entry.title;
        track.artist = entry.artist;
        track.album = entry.album;
        track.durationMs = entry.durationMs;
        list.tracks.push_back(static_cast<std::uint32_t>(library.tracks.size() + others.size()));
        others.push_back(std::move(track));
    }
    for (SourceTrack& track : others) // not before: the map looks into the tracks' paths
        library.tracks.push_back(std::move(track));
    if (!list.tracks.empty())
        library.lists.push_back(std::move(list));
    return {};
}

} // namespace segue::quodlibet
