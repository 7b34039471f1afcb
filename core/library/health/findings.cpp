#include "core/library/health/findings.h"

#include "core/library/artist_names.h"
#include "core/library/health/name_keys.h"
#include "core/library/years.h"
#include "core/text/genres.h"
#include "core/text/text_fold.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>

namespace segue {

namespace {

constexpr std::uint32_t sameLengthMs = 2000;
constexpr std::size_t mostExamples = 200; // of a fault

constexpr std::array<std::string_view, healthKinds> keys{
    "artists", "featured", "copies", "recordings", "genres", "titles", "years", "missing"};

constexpr std::array missingParts{"artist", "album", "year", "genre", "names"};

bool isMusic(const TrackRecord& track)
{
    return track.kind == TrackKind::music && track.available;
}

/// All names of one field, each once, with how many tracks have it.
struct Named {
    std::string text;
    std::uint32_t tracks = 0;
    TrackId first;
};

class Names {
public:
    explicit Names(const TrackTable& table)
        : table_(table)
    {
    }
    void add(TextRef ref, TrackId track)
    {
        if (ref.size == 0)
            return;
        const auto [it, isNew] = places_.try_emplace(ref.offset, all_.size());
        if (isNew)
            all_.push_back({std::string(table_.text(ref)), 0, track});
        ++all_[it->second].tracks;
    }
    const std::vector<Named>& all() const { return all_; }

private:
    const TrackTable& table_;
    std::unordered_map<std::uint32_t, std::size_t> places_; // texts of the table are interned
    std::vector<Named> all_;
};

class Examination {
public:
    Examination(const TrackTable& table, const HealthInput& input)
        : table_(table)
        , input_(input)
    {
    }

    HealthReport run()
    {
        findNames();
        findRecordings();
        findFaults();
        for (auto& list : report_.findings) {
            std::ranges::stable_sort(list, std::ranges::greater(), &Finding::tracks);
        }
        return std::move(report_);
    }

private:
    void add(Finding finding)
    {
        if (input_.dismissed.contains({std::string(keyOf(finding.kind)), finding.key}))
            return;
        if (finding.tracks == 0) {
            for (const HealthItem& item : finding.items)
                finding.tracks += item.tracks;
        }
        report_.findings[static_cast<std::size_t>(finding.kind)].push_back(std::move(finding));
    }

    void findNames();
    void groupNames(HealthKind kind, const std::map<std::string, std::vector<const Named*>>& groups,
        const std::unordered_map<std::string, std::string>& decided);
    void findRecordings();
    void addRecordings(const std::string& key, std::vector<Row> rows);
    void findFaults();
    HealthItem itemOf(Row row) const;

    const TrackTable& table_;
    const HealthInput& input_;
    HealthReport report_;
};

/// Whether all names stand for one already.
bool isDecided(const std::vector<const Named*>& names,
    const std::unordered_map<std::string, std::string>& decided)
{
    std::string one;
    for (const Named* name : names) {
        const std::string folded = foldText(name->text);
        const auto found = decided.find(folded);
        const std::string& meant = found == decided.end() ? folded : found->second;
        if (!one.empty() && one != meant)
            return false;
        one = meant;
    }
    // Spellings that differ in case or accents alone were one without a decision: that is shown
    // until one of them was chosen, by an alias or in the files.
    return std::ranges::any_of(
        names, [&](const Named* name) { return decided.contains(foldText(name->text)); });
}

void Examination::groupNames(HealthKind kind,
    const std::map<std::string, std::vector<const Named*>>& groups,
    const std::unordered_map<std::string, std::string>& decided)
{
    for (const auto& [key, group] : groups) {
        if (group.size() < 2 || key.empty() || isDecided(group, decided))
            continue;
        std::vector<const Named*> names = group;
        // The one that most tracks have; among equals the one that shows most care (accents,
        // "The").
        std::ranges::stable_sort(names, [](const Named* a, const Named* b) {
            return a->tracks != b->tracks ? a->tracks > b->tracks : a->text.size() > b->text.size();
        });
        Finding finding;
        finding.kind = kind;
        finding.key = key;
        for (const Named* name : names)
            finding.items.push_back({name->text, {}, name->tracks, name->first});
        add(std::move(finding));
    }
}

void Examination::findNames()
{
    Names artists(table_), genres(table_);
    std::map<std::string, Named> oneGenres;
    for (const TrackRecord& track : table_.tracks()) {
        if (!isMusic(track))
            continue;
        ++report_.tracks;
        artists.add(track.artist, track.id);
        if (!track.compilation && track.albumArtist != track.artist)
            artists.add(track.albumArtist, track.id);
        genres.add(track.genres, track.id);
    }
    std::map<std::string, std::vector<const Named*>> spellings, guests;
    std::unordered_map<std::string, const Named*> byText;
    for (const Named& name : artists.all())
        byText.emplace(name.text, &name);
    for (const Named& name : artists.all()) {
        const std::string_view main = health::mainArtist(name.text);
        if (main.size() != name.text.size())
            guests["feat:" + foldText(main)].push_back(&name);
        else if (!isNoArtist(foldText(name.text)))
            spellings[health::artistKey(name.text)].push_back(&name);
    }
    groupNames(HealthKind::artists, spellings, input_.clean.artists);
    for (auto& [key, names] : guests) {
        std::erase_if(names,
            [&](const Named* name) { return input_.clean.artists.contains(foldText(name->text)); });
        if (names.empty())
            continue;
        Finding finding;
        finding.kind = HealthKind::featured;
        finding.key = key;
        const std::string main(health::mainArtist(names.front()->text));
        const auto alone = byText.find(main);
        finding.items.push_back({main, {}, alone == byText.end() ? 0 : alone->second->tracks,
            alone == byText.end() ? names.front()->first : alone->second->first});
        for (const Named* name : names)
            finding.items.push_back({name->text, {}, name->tracks, name->first});
        add(std::move(finding));
    }

    for (const Named& text : genres.all()) {
        std::string_view rest = text.text;
        while (!rest.empty()) {
            const std::size_t cut = std::min(rest.find('\x1f'), rest.size());
            Named& one = oneGenres[std::string(rest.substr(0, cut))];
            one.text = rest.substr(0, cut);
            one.tracks += text.tracks;
            one.first = text.first;
            rest.remove_prefix(std::min(cut + 1, rest.size()));
        }
    }
    // A tag that names several genres is no spelling of one.
    std::map<std::string, std::vector<const Named*>> genreSpellings;
    for (const auto& [name, one] : oneGenres) {
        if (const std::vector<Genre> named = genresIn(name); named.size() == 1)
            genreSpellings[named.front().key].push_back(&one);
    }
    groupNames(HealthKind::genres, genreSpellings, {});
}

HealthItem Examination::itemOf(Row row) const
{
    const TrackRecord& track = table_[row];
    HealthItem item;
    item.text = table_.text(track.title);
    item.detail = table_.text(track.artist);
    if (track.album.size != 0)
        item.detail += (item.detail.empty() ? "" : " – ") + std::string(table_.text(track.album));
    if (track.bitrateKbps != 0)
        item.detail += (item.detail.empty() ? "" : ", ") + std::to_string(track.bitrateKbps)
            + (track.lossless ? " kbit/s lossless" : " kbit/s");
    item.tracks = 1;
    item.track = track.id;
    return item;
}

/// Rows of one recording: the copies of one album's track, and what is left over on several albums.
void Examination::addRecordings(const std::string& key, std::vector<Row> rows)
{
    const auto better = [&](Row a, Row b) {
        const TrackRecord &x = table_[a], &y = table_[b];
        if (x.lossless != y.lossless)
            return x.lossless;
        return x.bitrateKbps != y.bitrateKbps ? x.bitrateKbps > y.bitrateKbps : x.id < y.id;
    };
    std::ranges::sort(rows, better);
    std::map<std::string, std::vector<Row>> byAlbum;
    for (const Row row : rows) {
        const TrackRecord& track = table_[row];
        byAlbum[track.album.size == 0
                ? "/"
                : foldText(table_.text(track.album)) + '\x1f' + std::to_string(track.disc)]
            .push_back(row);
    }
    const auto found = [&](HealthKind kind, const std::vector<Row>& same) {
        Finding finding;
        finding.kind = kind;
        finding.key = key + '\x1f' + std::to_string(table_[same.front()].durationMs / 10'000);
        if (kind == HealthKind::copies)
            finding.key += '\x1f' + foldText(table_.text(table_[same.front()].album));
        for (const Row row : same)
            finding.items.push_back(itemOf(row));
        add(std::move(finding));
    };
    std::vector<Row> perAlbum;
    for (const auto& [album, same] : byAlbum) {
        perAlbum.push_back(same.front());
        if (same.size() > 1)
            found(HealthKind::copies, same);
    }
    std::ranges::sort(perAlbum, better);
    std::erase_if(perAlbum, [&](Row row) { return input_.clean.isDouble(table_, row); });
    if (perAlbum.size() > 1)
        found(HealthKind::recordings, perAlbum);
}

void Examination::findRecordings()
{
    struct Entry {
        std::string key;
        std::uint32_t durationMs;
        Row row;
    };
    // The same sound or the same recording's number is one name more for the group.
    std::unordered_map<TrackId, std::string> sounds;
    std::unordered_map<std::string, std::pair<TrackId, int>> firstOfSound;
    for (const auto& [sound, track] : input_.audioKeys) {
        auto& first = firstOfSound.try_emplace(sound, track, 0).first->second;
        ++first.second;
    }
    for (const auto& [sound, track] : input_.audioKeys) {
        if (firstOfSound.at(sound).second > 1)
            sounds.emplace(track, sound);
    }
    std::vector<Entry> entries;
    std::unordered_map<std::uint32_t, std::string> artistKeys;
    for (Row row = 0; row < table_.size(); ++row) {
        const TrackRecord& track = table_[row];
        if (!isMusic(track) || track.startMs != 0 || track.endMs != 0)
            continue;
        std::string key;
        if (const auto sound = sounds.find(track.id); sound != sounds.end()) {
            key = "sound:" + QByteArray::fromStdString(sound->second).toHex().toStdString();
        } else if (track.artist.size != 0 && track.durationMs != 0) {
            auto [it, isNew] = artistKeys.try_emplace(track.artist.offset);
            if (isNew) {
                const std::string folded = foldText(health::mainArtist(table_.text(track.artist)));
                it->second
                    = isNoArtist(folded) ? "" : health::artistKey(input_.clean.artist(folded));
            }
            const std::string title = health::recordingKey(table_.text(track.title));
            if (it->second.empty() || title.empty())
                continue;
            key = it->second + '\x1f' + title;
        } else {
            continue;
        }
        entries.push_back({std::move(key), track.durationMs, row});
    }
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
        return std::tie(a.key, a.durationMs, a.row) < std::tie(b.key, b.durationMs, b.row);
    });
    for (std::size_t i = 0; i < entries.size();) {
        std::vector<Row> rows{entries[i].row};
        std::size_t next = i + 1;
        const bool bySound = entries[i].key.starts_with("sound:");
        while (next < entries.size() && entries[next].key == entries[i].key
            && (bySound || entries[next].durationMs - entries[i].durationMs <= sameLengthMs))
            rows.push_back(entries[next++].row);
        if (rows.size() > 1) {
            addRecordings(entries[i].key, std::move(rows));
        }
        i = next;
    }
}

void Examination::findFaults()
{
    std::map<std::pair<HealthKind, std::string>, std::vector<Row>> faults;
    for (Row row = 0; row < table_.size(); ++row) {
        const TrackRecord& track = table_[row];
        if (!isMusic(track))
            continue;
        const auto fault = [&](HealthKind kind, const char* what, bool is) {
            if (is)
                faults[{kind, what}].push_back(row);
        };
        for (const std::uint16_t year : {track.year, track.releaseYear}) {
            if (year != 0 && !isPossibleYear(year, input_.thisYear)) {
                fault(HealthKind::years, std::to_string(year).c_str(), true);
                break;
            }
        }
        for (const char* what : missingParts)
            fault(HealthKind::missing, what, isMissing(track, what));
        fault(HealthKind::titles, "", !health::featuredIn(table_.text(track.title)).empty());
    }
    for (const auto& [fault, rows] : faults) {
        Finding finding;
        finding.kind = fault.first;
        finding.key = finding.what = fault.second;
        finding.tracks = static_cast<std::uint32_t>(rows.size());
        for (const Row row : std::span(rows).first(std::min(rows.size(), mostExamples)))
            finding.items.push_back(itemOf(row));
        add(std::move(finding));
    }
}

} // namespace

std::string_view keyOf(HealthKind kind)
{
    return keys[static_cast<std::size_t>(kind)];
}

std::optional<HealthKind> healthKindFromKey(std::string_view key)
{
    const auto found = std::ranges::find(keys, key);
    return found == keys.end() ? std::nullopt
                               : std::optional(static_cast<HealthKind>(found - keys.begin()));
}

std::size_t HealthReport::count() const
{
    std::size_t sum = 0;
    for (const auto& list : findings)
        sum += list.size();
    return sum;
}

bool isMissing(const TrackRecord& track, std::string_view what)
{
    if (what == "artist")
        return track.artist.size == 0;
    if (what == "album")
        return track.album.size == 0;
    if (what == "year")
        return track.year == 0;
    if (what == "genre")
        return track.genres.size == 0;
    return what == "names" && track.fromNames != 0
        && track.format != tags::AudioFormat::playableWithoutTags;
}

HealthReport examine(const TrackTable& table, const HealthInput& input)
{
    return Examination(table, input).run();
}

} // namespace segue
