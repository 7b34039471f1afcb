#include "core/library/tags/tag_fields.h"

#include "core/library/tags/tag_text.h"
#include "core/library/tags/tag_values.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace segue::tags {

namespace {

enum class Field : std::uint8_t {
    title,
    artist,
    albumArtist,
    album,
    genre,
    composer,
    conductor,
    work,
    movement,
    movementNumber,
    movementTotal,
    label,
    key,
    titleSort,
    artistSort,
    albumArtistSort,
    albumSort,
    composerSort,
    recordingMbid,
    releaseMbid,
    releaseGroupMbid,
    artistMbid,
    albumArtistMbid,
    trackGain,
    trackPeak,
    albumGain,
    albumPeak,
    r128Track,
    r128Album,
    fmpsRating,
    rating,
    playCount,
    date,
    originalDate,
    disc,
    discTotal,
    track,
    trackTotal,
    bpm,
    compilation,
};

// TagLib's names (taglib/tpropertymap.h) and what other taggers call the same.
const std::unordered_map<std::wstring_view, Field>& fieldNames()
{
    static const std::unordered_map<std::wstring_view, Field> names{
        {L"TITLE", Field::title},
        {L"ARTIST", Field::artist},
        {L"ALBUMARTIST", Field::albumArtist},
        {L"ALBUM ARTIST", Field::albumArtist},
        {L"ALBUM_ARTIST", Field::albumArtist},
        {L"ALBUM", Field::album},
        {L"GENRE", Field::genre},
        {L"COMPOSER", Field::composer},
        {L"CONDUCTOR", Field::conductor},
        {L"WORK", Field::work},
        {L"MOVEMENTNAME", Field::movement},
        {L"MOVEMENT NAME", Field::movement},
        {L"MOVEMENT", Field::movementNumber},
        {L"MOVEMENTNUMBER", Field::movementNumber},
        {L"MOVEMENTCOUNT", Field::movementTotal},
        {L"MOVEMENTTOTAL", Field::movementTotal},
        {L"LABEL", Field::label},
        {L"PUBLISHER", Field::label},
        {L"ORGANIZATION", Field::label},
        {L"INITIALKEY", Field::key},
        {L"KEY", Field::key},
        {L"TITLESORT", Field::titleSort},
        {L"ARTISTSORT", Field::artistSort},
        {L"ALBUMARTISTSORT", Field::albumArtistSort},
        {L"ALBUMSORT", Field::albumSort},
        {L"COMPOSERSORT", Field::composerSort},
        {L"MUSICBRAINZ_TRACKID", Field::recordingMbid},
        {L"MUSICBRAINZ_ALBUMID", Field::releaseMbid},
        {L"MUSICBRAINZ_RELEASEGROUPID", Field::releaseGroupMbid},
        {L"MUSICBRAINZ_ARTISTID", Field::artistMbid},
        {L"MUSICBRAINZ_ALBUMARTISTID", Field::albumArtistMbid},
        {L"REPLAYGAIN_TRACK_GAIN", Field::trackGain},
        {L"REPLAYGAIN_TRACK_PEAK", Field::trackPeak},
        {L"REPLAYGAIN_ALBUM_GAIN", Field::albumGain},
        {L"REPLAYGAIN_ALBUM_PEAK", Field::albumPeak},
        {L"R128_TRACK_GAIN", Field::r128Track},
        {L"R128_ALBUM_GAIN", Field::r128Album},
        {L"FMPS_RATING", Field::fmpsRating},
        {L"RATING", Field::rating},
        {L"FMPS_PLAYCOUNT", Field::playCount},
        {L"PLAYCOUNT", Field::playCount},
        {L"PLAY_COUNTER", Field::playCount},
        {L"DATE", Field::date},
        {L"YEAR", Field::date},
        {L"RELEASEDATE", Field::date},
        {L"ORIGINALDATE", Field::originalDate},
        {L"ORIGINALYEAR", Field::originalDate},
        {L"ORIGINALRELEASETIME", Field::originalDate},
        {L"ORIGINALRELEASEYEAR", Field::originalDate},
        {L"DISCNUMBER", Field::disc},
        {L"DISC", Field::disc},
        {L"DISCTOTAL", Field::discTotal},
        {L"TOTALDISCS", Field::discTotal},
        {L"TRACKNUMBER", Field::track},
        {L"TRACK", Field::track},
        {L"TRACKTOTAL", Field::trackTotal},
        {L"TOTALTRACKS", Field::trackTotal},
        {L"BPM", Field::bpm},
        {L"TEMPO", Field::bpm},
        {L"COMPILATION", Field::compilation},
        {L"ITUNESCOMPILATION", Field::compilation},
    };
    return names;
}

std::string joined(const TagLib::StringList& values)
{
    std::string out;
    for (const TagLib::String& value : values) {
        const std::string text = cleanText(value);
        if (text.empty())
            continue;
        if (!out.empty())
            out += "; ";
        out += text;
        if (out.size() > 8192)
            break;
    }
    return out;
}

void setText(std::string& to, const TagLib::StringList& values)
{
    if (to.empty())
        to = joined(values);
}

/// "Rock; Pop" and "Rock | Pop" are two genres; "Singer/Songwriter" and "Folk, World" are one.
void addGenres(std::string& to, const TagLib::StringList& values)
{
    int count = 0;
    const auto add = [&](std::string_view genre) {
        while (!genre.empty() && genre.front() == ' ')
            genre.remove_prefix(1);
        while (!genre.empty() && genre.back() == ' ')
            genre.remove_suffix(1);
        if (genre.empty() || ++count > 32)
            return;
        // Once each: compare with the separators around.
        const std::string all = valueSeparator + to + valueSeparator;
        if (all.find(valueSeparator + std::string(genre) + valueSeparator) != std::string::npos)
            return;
        if (!to.empty())
            to += valueSeparator;
        to += genre;
    };
    for (const TagLib::String& value : values) {
        const std::string text = cleanText(value);
        std::string_view rest = text;
        while (!rest.empty()) {
            const std::size_t end = rest.find_first_of(";|");
            add(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        }
        if (count > 32)
            break;
    }
}

void setMbid(std::string& to, const TagLib::StringList& values)
{
    if (!to.empty() || values.isEmpty())
        return;
    // Several artists: the first stands for the track.
    std::string text = cleanText(values.front()).substr(0, 36);
    if (!isMbid(text))
        return;
    std::ranges::transform(text, text.begin(),
        [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c; });
    to = std::move(text);
}

void setNumber(std::uint16_t& number, std::uint16_t& total, const std::string& text)
{
    const auto [n, of] = parseNumberOfTotal(text);
    if (number == 0)
        number = n;
    if (total == 0)
        total = of;
}

void setGain(float& to, float value)
{
    if (std::isnan(to))
        to = value;
}

void setRating(std::optional<int>& to, std::optional<int> value)
{
    if (!to)
        to = value;
}

void takeValue(Field field, const std::string& first, TagData& to)
{
    switch (field) {
    case Field::movementNumber:
        setNumber(to.movementNumber, to.movementNumber, first);
        break;
    case Field::fmpsRating:
        setRating(to.totals.rating, ratingFromFmps(first));
        break;
    case Field::trackGain:
        setGain(to.gain.trackGain, parseGain(first));
        break;
    case Field::trackPeak:
        setGain(to.gain.trackPeak, parsePeak(first));
        break;
    case Field::albumGain:
        setGain(to.gain.albumGain, parseGain(first));
        break;
    case Field::albumPeak:
        setGain(to.gain.albumPeak, parsePeak(first));
        break;
    case Field::r128Track:
        setGain(to.gain.trackGain, parseR128Gain(first));
        break;
    case Field::r128Album:
        setGain(to.gain.albumGain, parseR128Gain(first));
        break;
    case Field::rating:
        setRating(to.totals.rating, ratingFromText(first));
        break;
    case Field::playCount:
        to.totals.plays = std::max(to.totals.plays, parseCount(first));
        break;
    case Field::date:
        if (to.year == 0)
            to.year = parseYear(first);
        break;
    case Field::originalDate:
        if (to.originalYear == 0)
            to.originalYear = parseYear(first);
        break;
    case Field::disc:
        setNumber(to.disc, to.discTotal, first);
        break;
    case Field::discTotal:
        if (to.discTotal == 0)
            to.discTotal = parseNumberOfTotal(first).first;
        break;
    case Field::track:
        setNumber(to.track, to.trackTotal, first);
        break;
    case Field::trackTotal:
        if (to.trackTotal == 0)
            to.trackTotal = parseNumberOfTotal(first).first;
        break;
    case Field::bpm:
        if (to.bpm == 0)
            to.bpm = parseBpm(first);
        break;
    case Field::compilation:
        to.compilation = to.compilation || parseFlag(first);
        break;
    default:
        break;
    }
}

/// The fields that are plain texts; nullptr for the others.
std::string* textOf(Field field, TagData& to)
{
    switch (field) {
    case Field::title:
        return &to.title;
    case Field::artist:
        return &to.artist;
    case Field::albumArtist:
        return &to.albumArtist;
    case Field::album:
        return &to.album;
    case Field::composer:
        return &to.composer;
    case Field::conductor:
        return &to.conductor;
    case Field::work:
        return &to.work;
    case Field::movement:
        return &to.movement;
    case Field::label:
        return &to.label;
    case Field::key:
        return &to.key;
    case Field::titleSort:
        return &to.titleSort;
    case Field::artistSort:
        return &to.artistSort;
    case Field::albumArtistSort:
        return &to.albumArtistSort;
    case Field::albumSort:
        return &to.albumSort;
    case Field::composerSort:
        return &to.composerSort;
    default:
        return nullptr;
    }
}

std::string* mbidOf(Field field, TagData& to)
{
    switch (field) {
    case Field::recordingMbid:
        return &to.recordingMbid;
    case Field::releaseMbid:
        return &to.releaseMbid;
    case Field::releaseGroupMbid:
        return &to.releaseGroupMbid;
    case Field::artistMbid:
        return &to.artistMbid;
    case Field::albumArtistMbid:
        return &to.albumArtistMbid;
    default:
        return nullptr;
    }
}

} // namespace

void takeProperties(const TagLib::PropertyMap& properties, TagData& to)
{
    // FMPS_RATING is the finest scale: it wins over the others.
    static const TagLib::String fmpsRating("FMPS_RATING");
    if (const auto found = properties.find(fmpsRating);
        found != properties.end() && !found->second.isEmpty())
        setRating(to.totals.rating, ratingFromFmps(cleanText(found->second.front())));

    for (const auto& [key, values] : properties)
        takeProperty(std::wstring_view(key.toCWString(), key.size()), values, to);
}

void takeProperty(std::wstring_view name, const TagLib::StringList& values, TagData& to)
{
    if (values.isEmpty())
        return;
    const auto& names = fieldNames();
    const auto known = names.find(name);
    if (known == names.end()) {
        if (name.starts_with(L"RATING:"))
            setRating(to.totals.rating, ratingFromText(cleanText(values.front()), true));
        return;
    }
    const Field field = known->second;
    if (std::string* text = textOf(field, to))
        setText(*text, values);
    else if (std::string* mbid = mbidOf(field, to))
        setMbid(*mbid, values);
    else if (field == Field::genre)
        addGenres(to.genres, values);
    else
        takeValue(field, cleanText(values.front()), to);
}

} // namespace segue::tags
