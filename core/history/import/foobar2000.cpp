#include "core/history/import/foobar2000.h"

#include "core/history/import/xml_source.h"

#include <algorithm>

namespace segue::foobar2000 {

using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t ticksPerSecond = 10'000'000;
constexpr std::int64_t secondsFrom1601To1970 = 11'644'473'600;
constexpr double allStars = 5, wholeByte = 255;

UtcMs timeOf(QStringView ticks)
{
    return timeFromSeconds(ticks.toLongLong() / ticksPerSecond - secondsFrom1601To1970);
}

/// Stars where they are written out; else the number as the component keeps it: 1..5, or a byte.
std::optional<int> ratingOf(const QXmlStreamAttributes& attributes)
{
    double stars = attributes.value(u"RatingFriendly"_s).toDouble();
    if (!(stars > 0)) {
        const double kept = attributes.value(u"Rating"_s).toDouble();
        stars = kept > allStars ? kept / wholeByte * allStars : kept;
    }
    return ratingFromShare(stars / allStars);
}

void takeFigures(const QXmlStreamAttributes& attributes, SourceTrack& track)
{
    track.plays = countFrom(attributes.value(u"Count"_s).toLongLong());
    track.firstPlayed = timeOf(attributes.value(u"FirstPlayed"_s));
    track.lastPlayed = timeOf(attributes.value(u"LastPlayed"_s));
    track.addedAt = timeOf(attributes.value(u"Added"_s));
    track.rating = ratingOf(attributes);
}

struct Left {
    std::size_t nameless = 0, parts = 0;
};

/// The path of an item; empty for parts of files.
std::string pathOf(const QXmlStreamAttributes& attributes)
{
    const QString path = attributes.value(u"Path"_s).left(longestSourceText).toString();
    const bool isPart = attributes.value(u"Subsong"_s).toLongLong() > 0
        || path.endsWith(u".cue"_s, Qt::CaseInsensitive) || path.contains(u"unpack://"_s);
    return isPart ? std::string() : pathFromAddress(path);
}

void readEntry(XmlSource& xml, SourceLibrary& library, Left& left)
{
    SourceTrack track;
    takeFigures(xml.attributes(), track);
    bool hasParts = false;
    while (xml.readNextStartElement()) {
        if (xml.name() == u"Item") {
            std::string path = pathOf(xml.attributes());
            hasParts |= path.empty();
            if (track.path.empty())
                track.path = std::move(path);
            else if (!path.empty())
                track.otherPaths.push_back(std::move(path));
        }
        xml.skipCurrentElement();
    }
    if (!track.hasFigures())
        return;
    if (!track.path.empty())
        library.add(std::move(track));
    else
        ++(hasParts ? left.parts : left.nameless);
}

} // namespace

Result<SourceLibrary> readStatistics(QIODevice& device)
{
    SourceLibrary library;
    library.source = ImportSource::foobar2000;
    Left left;
    XmlSource xml(device);
    const bool isFile = xml.readNextStartElement() && xml.name() == u"PlaybackStatistics";
    while (isFile && xml.readNextStartElement()) {
        if (xml.name() == u"Entry")
            readEntry(xml, library, left);
        else
            xml.skipCurrentElement();
        if (library.tracks.size() > mostSourceTracks)
            return Error{"has more than 2,000,000 entries: it is something else."};
    }
    if (xml.hasError() || !isFile)
        return xml.problem("backup of foobar2000's Playback Statistics");
    if (left.nameless > 0) {
        library.notes.push_back(std::to_string(left.nameless)
            + " entries are left out: foobar2000 keeps them under a hash of their tags, and knew "
              "no "
              "file for them when the backup was made.");
    }
    if (left.parts > 0) {
        library.notes.push_back(std::to_string(left.parts)
            + " entries are left out: they belong to parts of cue sheets or archives.");
    }
    return library;
}

} // namespace segue::foobar2000
