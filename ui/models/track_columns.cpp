#include "ui/models/track_columns.h"

#include "ui/text/format.h"

#include <QCollator>
#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace segue::ui {

namespace {

struct Info {
    const char* key;
    const char* title;
    int width;
    bool shown;
    bool numeric;
};

constexpr std::array<Info, columnCount> infos{{
    {"title", QT_TRANSLATE_NOOP("columns", "Title"), 280, true, false},
    {"artist", QT_TRANSLATE_NOOP("columns", "Artist"), 180, true, false},
    {"album", QT_TRANSLATE_NOOP("columns", "Album"), 200, true, false},
    {"rating", QT_TRANSLATE_NOOP("columns", "Rating"), 112, true, false},
    {"length", QT_TRANSLATE_NOOP("columns", "Length"), 72, true, true},
    {"plays", QT_TRANSLATE_NOOP("columns", "Plays"), 64, true, true},
    {"last_played", QT_TRANSLATE_NOOP("columns", "Last played"), 112, false, false},
    {"year", QT_TRANSLATE_NOOP("columns", "Year"), 64, false, true},
    {"genre", QT_TRANSLATE_NOOP("columns", "Genre"), 140, false, false},
    {"added", QT_TRANSLATE_NOOP("columns", "Added"), 112, false, false},
    {"love", QT_TRANSLATE_NOOP("columns", "Loved"), 64, false, false},
    {"album_artist", QT_TRANSLATE_NOOP("columns", "Album artist"), 180, false, false},
    {"composer", QT_TRANSLATE_NOOP("columns", "Composer"), 160, false, false},
    {"disc", QT_TRANSLATE_NOOP("columns", "Disc"), 56, false, true},
    {"number", QT_TRANSLATE_NOOP("columns", "No."), 40, false, true},
    {"skips", QT_TRANSLATE_NOOP("columns", "Skips"), 64, false, true},
    {"bpm", QT_TRANSLATE_NOOP("columns", "BPM"), 64, false, true},
    {"bitrate", QT_TRANSLATE_NOOP("columns", "Bit rate"), 80, false, true},
    {"key", QT_TRANSLATE_NOOP("columns", "Key"), 56, false, false},
    {"energy", QT_TRANSLATE_NOOP("columns", "Energy"), 72, false, true},
    {"loudness", QT_TRANSLATE_NOOP("columns", "Loudness"), 96, false, true},
    {"codec", QT_TRANSLATE_NOOP("columns", "Codec"), 96, false, false},
}};

const Info& infoOf(Column column)
{
    return infos[static_cast<std::size_t>(column)];
}

QString number(std::uint32_t n)
{
    return n == 0 ? QString() : QString::number(n);
}

/// Ranks of the distinct values of an interned text, in the order of the user's language.
class TextRanks {
public:
    TextRanks(const TrackTable& table, const std::vector<Row>& rows, TextRef TrackRecord::*field)
        : field_(field)
    {
        std::vector<std::pair<QString, std::uint64_t>> texts;
        for (Row row : rows) {
            const TextRef ref = table[row].*field;
            if (ranks_.emplace(keyOf(ref), 0).second)
                texts.emplace_back(textOf(table, ref), keyOf(ref));
        }
        QCollator collator;
        collator.setCaseSensitivity(Qt::CaseInsensitive);
        collator.setNumericMode(true);
        std::sort(texts.begin(), texts.end(),
            [&](const auto& a, const auto& b) { return collator.compare(a.first, b.first) < 0; });
        std::uint64_t rank = 1;
        for (const auto& [text, key] : texts)
            ranks_[key] = text.isEmpty() ? 0 : rank++;
    }
    std::uint64_t of(const TrackRecord& track) const { return ranks_.at(keyOf(track.*field_)); }

private:
    static std::uint64_t keyOf(TextRef ref) { return (std::uint64_t{ref.offset} << 32) | ref.size; }
    TextRef TrackRecord::*field_;
    std::unordered_map<std::uint64_t, std::uint64_t> ranks_;
};

/// The first eight letters of a text as a number in their order.
std::uint64_t textKey(std::string_view text)
{
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < 8; ++i)
        key = key << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
    return key;
}

std::uint64_t numberKey(const TrackRecord& t, const TrackStats& s, Column column)
{
    switch (column) {
    case Column::title:
        return t.titleRank;
    case Column::artist:
        return t.artistRank;
    case Column::album:
        return t.albumRank;
    case Column::rating:
        return s.rating ? std::uint64_t{*s.rating} + 1 : 0;
    case Column::length:
        return t.durationMs;
    case Column::plays:
        return s.plays;
    case Column::lastPlayed:
        return static_cast<std::uint64_t>(s.lastPlayed);
    case Column::year:
        return t.year;
    case Column::added:
        return static_cast<std::uint64_t>(t.addedAt);
    case Column::love:
        return s.loved ? 1 : 0;
    case Column::disc:
        return t.disc;
    case Column::number:
        return (std::uint64_t{t.disc} << 16) | t.trackNumber;
    case Column::skips:
        return s.skips;
    case Column::bpm:
        return t.bpm;
    case Column::bitrate:
        return t.bitrateKbps;
    case Column::key:
        return t.sound.key;
    case Column::energy:
        return t.sound.energy;
    case Column::loudness: // from quiet to loud, unknown first
        return static_cast<std::uint64_t>(t.sound.loudness - TrackSound::unknownLoudness);
    case Column::codec:
        return textKey(tags::codecName(t.format, t.lossless));
    case Column::genre:
    case Column::albumArtist:
    case Column::composer:
        break;
    }
    return 0;
}

std::vector<std::uint64_t> keysOf(const TrackTable& table, const TrackStatsMap& stats,
    const std::vector<Row>& rows, Column column)
{
    std::vector<std::uint64_t> keys(rows.size());
    const auto fill
        = [&](auto keyOfRow) { std::transform(rows.begin(), rows.end(), keys.begin(), keyOfRow); };
    if (column == Column::genre || column == Column::albumArtist || column == Column::composer) {
        const TextRanks ranks(table, rows,
            column == Column::genre             ? &TrackRecord::genres
                : column == Column::albumArtist ? &TrackRecord::albumArtist
                                                : &TrackRecord::composer);
        fill([&](Row row) { return ranks.of(table[row]); });
    } else {
        static const TrackStats none;
        fill([&](Row row) {
            const auto it = stats.find(table[row].id);
            return numberKey(table[row], it == stats.end() ? none : it->second, column);
        });
    }
    return keys;
}

} // namespace

QString columnKey(Column column)
{
    return QString::fromLatin1(infoOf(column).key);
}

QString columnTitle(Column column)
{
    return QCoreApplication::translate("columns", infoOf(column).title);
}

int columnWidth(Column column)
{
    return infoOf(column).width;
}

bool isShownAtFirst(Column column)
{
    return infoOf(column).shown;
}

bool isNumeric(Column column)
{
    return infoOf(column).numeric;
}

QString cellText(const TrackTable& table, Row row, const TrackStats& s, Column column, UtcMs now)
{
    const TrackRecord& t = table[row];
    switch (column) {
    case Column::title:
        return textOf(table, t.title);
    case Column::artist:
        return textOf(table, t.artist);
    case Column::album:
        return textOf(table, t.album);
    case Column::rating:
        return s.rating ? formatStars(*s.rating) : QString();
    case Column::length:
        return formatDuration(t.durationMs);
    case Column::plays:
        return number(s.plays);
    case Column::lastPlayed:
        return formatDay(s.lastPlayed, now);
    case Column::year:
        return number(t.year);
    case Column::genre:
        return formatGenres(textOf(table, t.genres));
    case Column::added:
        return formatDay(t.addedAt, now);
    case Column::love:
        return s.loved ? QCoreApplication::translate("columns", "loved") : QString();
    case Column::albumArtist:
        return textOf(table, t.albumArtist);
    case Column::composer:
        return textOf(table, t.composer);
    case Column::disc:
        return number(t.disc);
    case Column::number:
        return number(t.trackNumber);
    case Column::skips:
        return number(s.skips);
    case Column::bpm:
        return number(t.bpm);
    case Column::bitrate:
        return t.bitrateKbps ? QCoreApplication::translate("columns", "%1 kb/s").arg(t.bitrateKbps)
                             : QString();
    case Column::key:
        return QString::fromStdString(musicalKeyName(t.sound.key));
    case Column::energy:
        return t.sound.energy ? QCoreApplication::translate("columns", "%1 %")
                                    .arg(std::lround(100 * TrackSound::share(t.sound.energy)))
                              : QString();
    case Column::loudness:
        return formatLoudness(t.sound);
    case Column::codec: {
        const std::string_view name = tags::codecName(t.format, t.lossless);
        return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    }
    return {};
}

std::vector<SortKey> sortedBy(std::vector<SortKey> keys, Column column)
{
    SortKey key{column, false};
    const auto it = std::find_if(
        keys.begin(), keys.end(), [&](const SortKey& k) { return k.column == column; });
    if (it != keys.end()) {
        key.descending = it == keys.begin() ? !it->descending : it->descending;
        keys.erase(it);
    } else if (column == Column::rating || column == Column::plays || column == Column::lastPlayed
        || column == Column::added || column == Column::love) {
        key.descending = true; // the most, the newest first
    }
    keys.insert(keys.begin(), key);
    if (keys.size() > 3)
        keys.resize(3);
    return keys;
}

std::vector<Row> sortRows(const TrackTable& table, const TrackStatsMap& stats,
    std::vector<Row> rows, const std::vector<SortKey>& keys, const std::stop_token& stop)
{
    std::sort(rows.begin(), rows.end()); // ties in table order
    // Least significant key first: stable sorts make the last one lead.
    for (auto key = keys.rbegin(); key != keys.rend() && !stop.stop_requested(); ++key) {
        const std::vector<std::uint64_t> values = keysOf(table, stats, rows, key->column);
        std::vector<std::uint32_t> order(rows.size());
        std::iota(order.begin(), order.end(), 0u);
        if (key->descending)
            std::stable_sort(order.begin(), order.end(),
                [&](std::uint32_t a, std::uint32_t b) { return values[a] > values[b]; });
        else
            std::stable_sort(order.begin(), order.end(),
                [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
        std::vector<Row> sorted(rows.size());
        std::transform(
            order.begin(), order.end(), sorted.begin(), [&](std::uint32_t i) { return rows[i]; });
        rows = std::move(sorted);
    }
    return rows;
}

} // namespace segue::ui
