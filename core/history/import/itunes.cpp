// A property list nests dictionaries: <key>Tracks</key><dict> with one <dict> a track, and
// <key>Playlists</key><array> of <dict>s. It is read as a stream, one dictionary at a time.
#include "core/history/import/itunes.h"

#include "core/history/import/xml_source.h"

#include <QDateTime>

#include <algorithm>
#include <unordered_map>

namespace segue::itunes {

using namespace Qt::StringLiterals;

namespace {

constexpr double fullRating = 100;

UtcMs dateOf(const QString& text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    return time.isValid() ? timeFromSeconds(time.toSecsSinceEpoch()) : 0;
}

/// Calls `each(key)` on the value behind every key of the dictionary that was just entered; `each`
/// has to read the value's element to its end.
template <class Each>
void eachKey(XmlSource& xml, Each each)
{
    while (xml.readNextStartElement()) {
        if (xml.name() != u"key") {
            xml.skipCurrentElement(); // a value without a key
            continue;
        }
        const QString key = xml.text();
        if (!xml.readNextStartElement())
            return; // a key without a value ends the dictionary
        each(key);
    }
}

struct TrackEntry {
    std::int64_t id = 0;
    SourceTrack track;
    bool computed = false, isFile = true;
};

bool isTrue(XmlSource& xml)
{
    const bool yes = xml.name() == u"true";
    xml.skipCurrentElement();
    return yes;
}

TrackEntry readTrack(XmlSource& xml)
{
    TrackEntry entry;
    SourceTrack& track = entry.track;
    eachKey(xml, [&](const QString& key) {
        if (key == u"Track ID")
            entry.id = xml.number();
        else if (key == u"Name")
            track.title = xml.text().toStdString();
        else if (key == u"Artist")
            track.artist = xml.text().toStdString();
        else if (key == u"Album Artist")
            track.albumArtist = xml.text().toStdString();
        else if (key == u"Album")
            track.album = xml.text().toStdString();
        else if (key == u"Total Time")
            track.durationMs = std::clamp<std::int64_t>(xml.number(), 0, INT32_MAX);
        else if (key == u"Play Count")
            track.plays = countFrom(xml.number());
        else if (key == u"Skip Count")
            track.skips = countFrom(xml.number());
        else if (key == u"Play Date UTC")
            track.lastPlayed = dateOf(xml.text());
        else if (key == u"Date Added")
            track.addedAt = dateOf(xml.text());
        else if (key == u"Rating")
            track.rating = ratingFromShare(xml.real() / fullRating);
        else if (key == u"Rating Computed")
            entry.computed = isTrue(xml);
        else if (key == u"Location")
            track.path = pathFromAddress(xml.text());
        else if (key == u"Track Type")
            entry.isFile = xml.text() != u"URL";
        else
            xml.skipCurrentElement();
    });
    if (entry.computed)
        track.rating.reset();
    return entry;
}

struct ListEntry {
    std::string name;
    std::vector<std::int64_t> tracks;
    bool smart = false, folder = false, builtIn = false;
};

ListEntry readList(XmlSource& xml, std::size_t& entries)
{
    ListEntry list;
    eachKey(xml, [&](const QString& key) {
        if (key == u"Name") {
            list.name = xml.text().toStdString();
        } else if (key == u"Smart Info" || key == u"Smart Criteria") {
            list.smart = true;
            xml.skipCurrentElement();
        } else if (key == u"Folder") {
            list.folder = isTrue(xml);
        } else if (key == u"Master" || key == u"Distinguished Kind") {
            list.builtIn = true;
            xml.skipCurrentElement();
        } else if (key == u"Playlist Items" && xml.name() == u"array") {
            while (xml.readNextStartElement()) {
                eachKey(xml, [&](const QString& inner) {
                    if (inner == u"Track ID" && ++entries <= mostSourceEntries)
                        list.tracks.push_back(xml.number());
                    else
                        xml.skipCurrentElement();
                });
            }
        } else {
            xml.skipCurrentElement();
        }
    });
    return list;
}

struct Reading {
    SourceLibrary library;
    std::unordered_map<std::int64_t, std::uint32_t> byId;
    std::size_t computed = 0, streams = 0, smart = 0, folders = 0, entries = 0;
};

void take(Reading& reading, TrackEntry entry)
{
    reading.computed += entry.computed ? 1 : 0;
    if (!entry.isFile) {
        ++reading.streams;
        return;
    }
    const auto place = static_cast<std::uint32_t>(reading.library.tracks.size());
    if (reading.byId.try_emplace(entry.id, place).second)
        reading.library.add(std::move(entry.track));
}

void take(Reading& reading, const ListEntry& entry)
{
    reading.smart += entry.smart ? 1 : 0;
    reading.folders += entry.folder ? 1 : 0;
    if (entry.smart || entry.folder || entry.builtIn)
        return;
    SourceList list;
    list.name = entry.name;
    for (const std::int64_t id : entry.tracks) {
        if (const auto found = reading.byId.find(id); found != reading.byId.end())
            list.tracks.push_back(found->second);
    }
    if (!list.tracks.empty())
        reading.library.lists.push_back(std::move(list));
}

void noteLeftOut(Reading& reading)
{
    const auto note = [&](std::size_t count, const char* one, const char* many, const char* why) {
        if (count > 0)
            reading.library.notes.push_back(
                std::to_string(count) + (count == 1 ? one : many) + why);
    };
    note(reading.smart, " smart playlist is left out", " smart playlists are left out",
        ": rules are no lists. A smart playlist of Segue does the same.");
    note(reading.folders, " folder of playlists is left out", " folders of playlists are left out",
        "; the lists within are not.");
    note(reading.computed, " rating is left out", " ratings are left out",
        ": computed by iTunes from the album's.");
    note(reading.streams, " stream is left out", " streams are left out", ".");
}

} // namespace

Result<SourceLibrary> readLibrary(QIODevice& device)
{
    Reading reading;
    reading.library.source = ImportSource::itunes;
    XmlSource xml(device);
    bool hasTracks = false;
    const bool isList = xml.readNextStartElement() && xml.name() == u"plist"
        && xml.readNextStartElement() && xml.name() == u"dict";
    const auto tooMany = [&] { return reading.library.tracks.size() > mostSourceTracks; };
    if (isList) {
        eachKey(xml, [&](const QString& key) {
            if (key == u"Tracks" && xml.name() == u"dict") {
                hasTracks = true;
                eachKey(xml, [&](const QString&) {
                    if (xml.name() == u"dict" && !tooMany())
                        take(reading, readTrack(xml));
                    else
                        xml.skipCurrentElement();
                });
            } else if (key == u"Playlists" && xml.name() == u"array") {
                while (xml.readNextStartElement()) {
                    if (xml.name() == u"dict")
                        take(reading, readList(xml, reading.entries));
                    else
                        xml.skipCurrentElement();
                }
            } else {
                xml.skipCurrentElement();
            }
        });
        while (!xml.atEnd())
            xml.readNext();
    }
    if (xml.hasError() || !hasTracks)
        return xml.problem("iTunes library (a property list with tracks)");
    if (tooMany() || reading.entries > mostSourceEntries)
        return Error{"has more tracks or entries than any library: it is something else."};
    noteLeftOut(reading);
    return std::move(reading.library);
}

} // namespace segue::itunes
