#include "core/history/import/rhythmbox.h"

#include "core/history/import/xml_source.h"

#include <algorithm>
#include <unordered_map>

namespace segue::rhythmbox {

using namespace Qt::StringLiterals;

namespace {

constexpr double allStars = 5;

SourceTrack readSong(XmlSource& xml)
{
    SourceTrack track;
    while (xml.readNextStartElement()) {
        const auto name = xml.name();
        if (name == u"title")
            track.title = xml.text().toStdString();
        else if (name == u"artist")
            track.artist = xml.text().toStdString();
        else if (name == u"album")
            track.album = xml.text().toStdString();
        else if (name == u"album-artist")
            track.albumArtist = xml.text().toStdString();
        else if (name == u"location")
            track.path = pathFromAddress(xml.text());
        else if (name == u"duration")
            track.durationMs = std::clamp<std::int64_t>(xml.number(), 0, 1'000'000) * msPerSecond;
        else if (name == u"rating")
            track.rating = ratingFromShare(xml.real() / allStars);
        else if (name == u"play-count")
            track.plays = countFrom(xml.number());
        else if (name == u"last-played")
            track.lastPlayed = timeFromSeconds(xml.number());
        else if (name == u"first-seen")
            track.addedAt = timeFromSeconds(xml.number());
        else
            xml.skipCurrentElement();
    }
    return track;
}

} // namespace

Result<SourceLibrary> readDatabase(QIODevice& device)
{
    SourceLibrary library;
    library.source = ImportSource::rhythmbox;
    XmlSource xml(device);
    const bool isDatabase = xml.readNextStartElement() && xml.name() == u"rhythmdb";
    while (isDatabase && xml.readNextStartElement()) {
        if (xml.name() != u"entry" || xml.attributes().value(u"type"_s) != u"song") {
            xml.skipCurrentElement();
            continue;
        }
        SourceTrack track = readSong(xml);
        if (!track.path.empty() || !track.title.empty())
            library.add(std::move(track));
        if (library.tracks.size() > mostSourceTracks)
            return Error{"has more than 2,000,000 songs: it is something else."};
    }
    if (xml.hasError() || !isDatabase)
        return xml.problem("Rhythmbox library (rhythmdb.xml)");
    return library;
}

Result<void> readPlaylists(QIODevice& device, SourceLibrary& library)
{
    std::unordered_map<std::string, std::uint32_t> known;
    for (std::uint32_t i = 0; i < library.tracks.size(); ++i)
        known.emplace(library.tracks[i].path, i);
    XmlSource xml(device);
    const bool isFile = xml.readNextStartElement() && xml.name() == u"rhythmdb-playlists";
    std::size_t automatic = 0, entries = 0;
    while (isFile && xml.readNextStartElement()) {
        const auto attributes = xml.attributes();
        const QString type = attributes.value(u"type"_s).toString();
        if (xml.name() != u"playlist" || type != u"static") {
            automatic += type == u"automatic" ? 1 : 0;
            xml.skipCurrentElement();
            continue;
        }
        SourceList list;
        list.name = attributes.value(u"name"_s).left(longestSourceText).toString().toStdString();
        while (xml.readNextStartElement()) {
            if (xml.name() != u"location") {
                xml.skipCurrentElement();
                continue;
            }
            std::string path = pathFromAddress(xml.text());
            if (path.empty())
                continue; // a stream
            const auto [it, isNew]
                = known.try_emplace(path, static_cast<std::uint32_t>(library.tracks.size()));
            if (isNew) {
                SourceTrack track;
                track.path = std::move(path);
                library.add(std::move(track));
            }
            list.tracks.push_back(it->second);
            if (++entries > mostSourceEntries)
                return Error{"has more than 5,000,000 entries: it is something else."};
        }
        if (!list.tracks.empty())
            library.lists.push_back(std::move(list));
    }
    if (xml.hasError() || !isFile)
        return xml.problem("list of Rhythmbox playlists (playlists.xml)");
    if (automatic > 0) {
        library.notes.push_back(std::to_string(automatic)
            + " automatic playlists are left out: they are rules, not lists. A smart playlist of "
              "Segue does the same.");
    }
    return {};
}

} // namespace segue::rhythmbox
