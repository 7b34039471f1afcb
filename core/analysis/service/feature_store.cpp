#include "core/analysis/service/feature_store.h"

#include "core/analysis/features_io.h"
#include "core/analysis/mood.h"
#include "core/analysis/service/sound_input.h"
#include "core/db/connection.h"
#include "core/library/root_repository.h"
#include "core/text/musical_key.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <unordered_map>

namespace segue::analysis {

namespace {

std::string blobOf(SQLite::Statement& s, int column)
{
    const auto value = s.getColumn(column);
    const auto* bytes = static_cast<const char*>(value.getBlob());
    return bytes ? std::string(bytes, static_cast<std::size_t>(value.getBytes())) : std::string();
}

void bindBytes(SQLite::Statement& s, int at, const void* bytes, std::size_t size)
{
    s.bindNoCopy(at, bytes, static_cast<int>(size));
}

/// Binds a number, or NULL where it is not `known`.
void bindNumber(SQLite::Statement& s, int at, bool known, double value)
{
    if (known && std::isfinite(value))
        s.bind(at, value);
    else
        s.bind(at);
}

FileState::Known knownOf(SQLite::Statement& s, int column)
{
    FileState::Known known;
    known.version = s.getColumn(column).getInt(); // NULL: 0
    known.size = s.getColumn(column + 1).getInt64();
    known.mtimeNs = s.getColumn(column + 2).getInt64();
    return known;
}

void writeNumbers(
    db::Connection& connection, const FileState& file, const TrackFeatures& f, UtcMs now)
{
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO track_features (track_id, version, size, mtime_ns, audio_key, "
        "analysed_at, loudness, loudness_range, true_peak, tempo, tempo_confidence, music_key, "
        "key_confidence, energy, brightness) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13, ?14, ?15)");
    s.bind(1, file.track.value);
    s.bind(2, f.version);
    s.bind(3, file.size);
    s.bind(4, file.mtimeNs);
    if (f.source.hasAudioKey)
        bindBytes(s, 5, f.source.audioKey.data(), f.source.audioKey.size());
    else
        s.bind(5);
    s.bind(6, now);
    const bool heard = f.loudness.valid;
    bindNumber(s, 7, heard, double(f.loudness.integrated));
    bindNumber(s, 8, heard, double(f.loudness.range));
    bindNumber(s, 9, true, double(f.loudness.truePeak));
    bindNumber(s, 10, f.tempo.bpm > 0, double(f.tempo.bpm));
    bindNumber(s, 11, f.tempo.bpm > 0, double(f.tempo.strength));
    if (f.key.valid)
        s.bind(12, static_cast<int>(musicalKey(f.key.tonic, f.key.minor)));
    else
        s.bind(12);
    bindNumber(s, 13, f.key.valid, double(f.key.confidence));
    const Mood mood = moodOf(f);
    bindNumber(s, 14, mood.valid, double(mood.energy));
    bindNumber(s, 15, mood.valid, double(mood.brightness));
    s.exec();
}

void writeVector(db::Connection& connection, TrackId track, const TrackFeatures& features)
{
    const std::vector<float> vector = soundVector(features);
    if (vector.empty()) {
        auto& gone = connection.statement("DELETE FROM track_sound WHERE track_id = ?1");
        gone.bind(1, track.value);
        gone.exec();
        return;
    }
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO track_sound (track_id, version, vector) VALUES (?1, ?2, ?3)");
    s.bind(1, track.value);
    s.bind(2, soundVectorVersion());
    bindBytes(s, 3, vector.data(), vector.size() * sizeof(float));
    s.exec();
}

void writeKey(db::Connection& connection, FileId file, const void* key, std::size_t size)
{
    auto& s = connection.statement("UPDATE file SET audio_key = ?1 WHERE id = ?2");
    bindBytes(s, 1, key, size);
    s.bind(2, file.value);
    s.exec();
}

void dropProblem(db::Connection& connection, const FileState& file)
{
    auto& s = connection.statement("DELETE FROM analysis_problem WHERE root_id = ?1 AND path = ?2");
    s.bind(1, file.root.value);
    bindBytes(s, 2, file.path.data(), file.path.size());
    s.exec();
}

std::string minutes(double seconds)
{
    const auto whole = static_cast<int>(std::lround(seconds));
    const std::string rest = std::to_string(whole % 60);
    return std::to_string(whole / 60) + (rest.size() == 1 ? ":0" : ":") + rest;
}

/// What there is of a file that is cut off plays and was analysed, but is not all. Lengths that are
/// only guessed by a header differ, too: so some must be missing.
std::string endsEarly(const FileState& file, const TrackFeatures& features)
{
    const double expected = static_cast<double>(file.durationMs) / 1000;
    const double heard = static_cast<double>(features.source.seconds);
    if (expected - heard < std::max(5., expected / 10))
        return {};
    return "ends after " + minutes(heard) + ", where " + minutes(expected)
        + " were to be expected: it is cut off, or its header is wrong";
}

} // namespace

std::vector<FileState> loadFileStates(
    db::Connection& connection, std::span<const std::string> folders)
{
    std::unordered_map<std::int64_t, std::string> roots;
    for (StoredRoot& root : loadStoredRoots(connection)) {
        if (root.available)
            roots.emplace(root.id.value, std::move(root.path));
    }
    auto& s = connection.statement(
        "SELECT f.id, f.track_id, f.root_id, f.path, f.size, f.mtime_ns, t.duration_ms, "
        "coalesce(t.kind_override, t.kind) = 1, tf.version, tf.size, tf.mtime_ns, tf.audio_key, "
        "p.version, p.size, p.mtime_ns FROM file f JOIN track t ON t.id = f.track_id "
        "LEFT JOIN track_features tf ON tf.track_id = f.track_id "
        "LEFT JOIN analysis_problem p ON p.root_id = f.root_id AND p.path = f.path "
        "WHERE f.state = 0 AND f.cue_offset_ms = 0 ORDER BY f.track_id, f.id");
    std::vector<FileState> files;
    while (s.executeStep()) {
        const auto root = roots.find(s.getColumn(2).getInt64());
        if (root == roots.end())
            continue;
        FileState file;
        file.rootPath = root->second;
        file.path = blobOf(s, 3);
        const std::string path = file.absolutePath();
        if (!folders.empty() && std::ranges::none_of(folders, [&](const std::string& folder) {
                return isInFolder(path, folder);
            }))
            continue;
        file.file = FileId{s.getColumn(0).getInt64()};
        file.track = TrackId{s.getColumn(1).getInt64()};
        file.root = RootId{s.getColumn(2).getInt64()};
        file.size = s.getColumn(4).getInt64();
        file.mtimeNs = s.getColumn(5).getInt64();
        file.durationMs = s.getColumn(6).getInt64();
        file.spoken = s.getColumn(7).getInt() != 0;
        file.features = knownOf(s, 8);
        file.features.audioKey = blobOf(s, 11);
        file.problem = knownOf(s, 12);
        files.push_back(std::move(file));
    }
    return files;
}

void writeFeatures(db::Connection& connection, const FileState& file, const TrackFeatures& features,
    std::span<const std::uint8_t> blob, UtcMs now)
{
    writeNumbers(connection, file, features, now);
    writeVector(connection, file.track, features);
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO track_analysis (track_id, features) VALUES (?1, ?2)");
    s.bind(1, file.track.value);
    bindBytes(s, 2, blob.data(), blob.size());
    s.exec();
    if (features.source.hasAudioKey)
        writeKey(connection, file.file, features.source.audioKey.data(),
            features.source.audioKey.size());
    if (const std::string early = endsEarly(file, features); !early.empty())
        writeProblem(connection, file, early, now);
    else if (file.problem.version != 0)
        dropProblem(connection, file);
}

void confirmFeatures(db::Connection& connection, const FileState& file)
{
    auto& s = connection.statement(
        "UPDATE track_features SET size = ?1, mtime_ns = ?2 WHERE track_id = ?3");
    s.bind(1, file.size);
    s.bind(2, file.mtimeNs);
    s.bind(3, file.track.value);
    s.exec();
    writeKey(connection, file.file, file.features.audioKey.data(), file.features.audioKey.size());
}

void writeProblem(
    db::Connection& connection, const FileState& file, const std::string& reason, UtcMs now)
{
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO analysis_problem (root_id, path, size, mtime_ns, version, reason, "
        "seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    s.bind(1, file.root.value);
    bindBytes(s, 2, file.path.data(), file.path.size());
    s.bind(3, file.size);
    s.bind(4, file.mtimeNs);
    s.bind(5, featureVersion);
    s.bindNoCopy(6, reason);
    s.bind(7, now);
    s.exec();
}

std::optional<TrackFeatures> loadFeatures(db::Connection& connection, TrackId track)
{
    auto& s = connection.statement("SELECT features FROM track_analysis WHERE track_id = ?1");
    s.bind(1, track.value);
    if (!s.executeStep())
        return std::nullopt;
    const auto value = s.getColumn(0);
    const auto features = deserialise(std::span(static_cast<const std::uint8_t*>(value.getBlob()),
        static_cast<std::size_t>(value.getBytes())));
    s.reset();
    return features ? std::optional(*features) : std::nullopt;
}

std::vector<Problem> loadProblems(db::Connection& connection)
{
    std::vector<Problem> problems;
    auto& s = connection.statement(
        "SELECT r.path, p.path, p.reason FROM analysis_problem p JOIN root r ON r.id = p.root_id "
        "WHERE r.state <> 'removed' ORDER BY r.path, p.path");
    while (s.executeStep())
        problems.push_back({blobOf(s, 0) + '/' + blobOf(s, 1), s.getColumn(2).getString()});
    return problems;
}

void forEachSoundVector(db::Connection& connection, int version, std::size_t dimension,
    const std::function<void(TrackId, std::span<const float>)>& take)
{
    auto& s = connection.statement(
        "SELECT track_id, vector FROM track_sound WHERE version = ?1 ORDER BY track_id");
    s.bind(1, version);
    std::vector<float> vector(dimension);
    while (s.executeStep()) {
        const auto value = s.getColumn(1);
        if (static_cast<std::size_t>(value.getBytes()) != dimension * sizeof(float))
            continue;
        std::memcpy(vector.data(), value.getBlob(), dimension * sizeof(float));
        take(TrackId{s.getColumn(0).getInt64()}, vector);
    }
}

std::int64_t countSoundVectors(db::Connection& connection, int version)
{
    auto& s = connection.statement("SELECT count(*) FROM track_sound WHERE version = ?1");
    s.bind(1, version);
    s.executeStep();
    const std::int64_t count = s.getColumn(0).getInt64();
    s.reset();
    return count;
}

std::int64_t renewSoundVectors(db::Connection& connection, std::int64_t limit)
{
    std::vector<std::int64_t> tracks;
    auto& s = connection.statement(
        "SELECT a.track_id FROM track_features a LEFT JOIN track_sound v USING (track_id) WHERE "
        "v.version IS NOT ?1 AND a.loudness IS NOT NULL AND a.version = ?2 LIMIT ?3");
    s.bind(1, soundVectorVersion());
    s.bind(2, featureVersion);
    s.bind(3, limit);
    while (s.executeStep())
        tracks.push_back(s.getColumn(0).getInt64());
    std::int64_t made = 0;
    for (const std::int64_t track : tracks) {
        if (const auto features = loadFeatures(connection, TrackId{track})) {
            writeVector(connection, TrackId{track}, *features);
            ++made;
        }
    }
    return made;
}

} // namespace segue::analysis
