#include "core/library/health/remedies.h"

#include "core/db/connection.h"
#include "core/library/merges.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <unordered_map>

namespace segue::remedies {

namespace {

std::string nounOf(HealthKind kind, std::size_t count)
{
    const bool artists = kind == HealthKind::artists || kind == HealthKind::featured;
    return std::to_string(count) + (artists ? " artists" : " recordings");
}

void addNames(db::Connection& connection, std::int64_t remedy, const Finding& finding)
{
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO artist_alias (remedy_id, name, meant) VALUES (?, ?, ?)");
    for (std::size_t i = 1; i < finding.items.size(); ++i) {
        s.reset();
        s.bind(1, remedy);
        s.bind(2, finding.items[i].text);
        s.bind(3, finding.items[0].text);
        s.exec();
    }
}

void addRecordings(
    db::Connection& connection, std::int64_t remedy, const Finding& finding, UtcMs now)
{
    const TrackId best = finding.items[0].track;
    for (std::size_t i = 1; i < finding.items.size(); ++i) {
        const TrackId other = finding.items[i].track;
        // A merge gives the kept track the other one's file: so that the best file is the one that
        // shows and plays, it is given to the lesser track, which then stands for all.
        std::int64_t merge = 0;
        if (finding.kind == HealthKind::copies) {
            merge = mergeTracks(connection, other, best, "copies", now);
            if (merge == 0)
                continue; // one already
        }
        auto& s
            = connection.statement("INSERT OR REPLACE INTO recording_alias (remedy_id, track_id, "
                                   "same_as, merge_id) VALUES (?, ?, ?, ?)");
        s.bind(1, remedy);
        s.bind(2, other.value);
        s.bind(3, best.value);
        if (merge != 0)
            s.bind(4, merge);
        else
            s.bind(4);
        s.exec();
    }
}

/// Sounds that more than one track has, by audio key. Nearly all are of one track: they are sorted
/// as they lie, and no text is made of them.
std::vector<std::pair<std::string, TrackId>> sharedSounds(db::Connection& connection)
{
    std::unordered_map<std::int64_t, std::int64_t> merged;
    auto& now = connection.statement("SELECT track_id, now FROM merged_track");
    while (now.executeStep())
        merged.emplace(now.getColumn(0).getInt64(), now.getColumn(1).getInt64());
    using Key = std::array<char, 16>;
    std::vector<std::pair<Key, std::int64_t>> sounds;
    auto& s = connection.statement("SELECT audio_key, track_id FROM file WHERE length(audio_key) = "
                                   "16 AND state = 0 AND cue_offset_ms = 0");
    while (s.executeStep()) {
        const auto key = s.getColumn(0);
        const std::int64_t track = s.getColumn(1).getInt64();
        const auto other = merged.find(track);
        auto& sound = sounds.emplace_back(Key(), other == merged.end() ? track : other->second);
        std::memcpy(sound.first.data(), key.getBlob(), sound.first.size());
    }
    std::ranges::sort(sounds);
    // Copies that were merged have the same sound as themselves.
    sounds.erase(std::unique(sounds.begin(), sounds.end()), sounds.end());
    std::vector<std::pair<std::string, TrackId>> shared;
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        const Key& key = sounds[i].first;
        if ((i > 0 && sounds[i - 1].first == key)
            || (i + 1 < sounds.size() && sounds[i + 1].first == key))
            shared.emplace_back(std::string(key.begin(), key.end()), TrackId{sounds[i].second});
    }
    return shared;
}

} // namespace

std::int64_t apply(db::Connection& connection, const std::vector<Finding>& findings, UtcMs now)
{
    if (findings.empty() || !hasRemedy(findings.front().kind))
        return 0;
    const HealthKind kind = findings.front().kind;
    auto& s = connection.statement("INSERT INTO remedy (kind, what, at) VALUES (?, ?, ?)");
    s.bind(1, std::string(keyOf(kind)));
    s.bind(2,
        findings.size() == 1 ? findings.front().items.front().text : nounOf(kind, findings.size()));
    s.bind(3, now);
    s.exec();
    const std::int64_t remedy = connection.lastInsertRowId();
    for (const Finding& finding : findings) {
        if (finding.kind != kind || finding.items.size() < 2)
            continue;
        if (kind == HealthKind::copies || kind == HealthKind::recordings)
            addRecordings(connection, remedy, finding, now);
        else
            addNames(connection, remedy, finding);
    }
    return remedy;
}

Result<void> undo(db::Connection& connection, std::int64_t remedy, UtcMs now)
{
    auto& known = connection.statement("SELECT undone_at IS NOT NULL FROM remedy WHERE id = ?");
    known.bind(1, remedy);
    const bool isKnown = known.executeStep();
    const bool isUndone = isKnown && known.getColumn(0).getInt() != 0;
    known.reset();
    if (!isKnown || isUndone) {
        return Error{isUndone ? "That was taken back already."
                              : "There is no remedy " + std::to_string(remedy) + '.'};
    }
    std::vector<std::int64_t> merges;
    auto& s = connection.statement("SELECT merge_id FROM recording_alias WHERE remedy_id = ? AND "
                                   "merge_id IS NOT NULL ORDER BY merge_id DESC");
    s.bind(1, remedy);
    while (s.executeStep())
        merges.push_back(s.getColumn(0).getInt64());
    for (const std::int64_t merge : merges) {
        if (const auto undone = undoMerge(connection, merge, now); !undone)
            throw std::runtime_error(undone.error().message); // all of it or nothing
    }
    auto& mark = connection.statement("UPDATE remedy SET undone_at = ? WHERE id = ?");
    mark.bind(1, now);
    mark.bind(2, remedy);
    mark.exec();
    return {};
}

std::vector<Remedy> read(db::Connection& connection, std::size_t limit)
{
    std::vector<Remedy> all;
    auto& s = connection.statement(
        "SELECT id, kind, what, at, undone_at IS NOT NULL FROM remedy ORDER BY id DESC LIMIT ?");
    s.bind(1, static_cast<std::int64_t>(limit));
    while (s.executeStep()) {
        const auto kind = healthKindFromKey(s.getColumn(1).getText());
        if (!kind)
            continue;
        Remedy remedy;
        remedy.id = s.getColumn(0).getInt64();
        remedy.kind = *kind;
        remedy.what = s.getColumn(2).getString();
        remedy.at = s.getColumn(3).getInt64();
        remedy.undone = s.getColumn(4).getInt() != 0;
        all.push_back(std::move(remedy));
    }
    return all;
}

void dismiss(db::Connection& connection, const Finding& finding, UtcMs now)
{
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO health_dismissal (kind, key, at) VALUES (?, ?, ?)");
    s.bind(1, std::string(keyOf(finding.kind)));
    s.bind(2, finding.key);
    s.bind(3, now);
    s.exec();
}

void recall(db::Connection& connection, const Finding& finding)
{
    auto& s = connection.statement("DELETE FROM health_dismissal WHERE kind = ? AND key = ?");
    s.bind(1, std::string(keyOf(finding.kind)));
    s.bind(2, finding.key);
    s.exec();
}

HealthInput readInput(db::Connection& connection, UtcMs now)
{
    HealthInput input;
    input.clean = readCleanView(connection);
    input.thisYear = QDateTime::fromMSecsSinceEpoch(now, Qt::UTC).date().year();
    auto& dismissed = connection.statement("SELECT kind, key FROM health_dismissal");
    while (dismissed.executeStep())
        input.dismissed.emplace(
            dismissed.getColumn(0).getString(), dismissed.getColumn(1).getString());
    input.audioKeys = sharedSounds(connection);
    return input;
}

} // namespace segue::remedies
