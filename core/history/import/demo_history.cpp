#include "core/history/import/demo_history.h"

#include "core/db/connection.h"
#include "core/history/history_repository.h"
#include "core/history/import/history_store.h"
#include "core/text/text_fold.h"

#include <QDateTime>

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

std::vector<std::string_view> fieldsOf(std::string_view line)
{
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos)
            return fields;
        line.remove_prefix(tab + 1);
    }
}

std::optional<DemoPlay> parsePlay(std::string_view line)
{
    const auto fields = fieldsOf(line);
    if (fields.size() < 4 || fields.size() > 5)
        return std::nullopt;
    DemoPlay play;
    const QDateTime time = QDateTime::fromString(
        QString::fromUtf8(fields[0].data(), static_cast<qsizetype>(fields[0].size())), Qt::ISODate);
    const std::string_view heard = fields[3];
    const auto number = std::from_chars(heard.data(), heard.data() + heard.size(), play.msHeard);
    if (!time.isValid() || fields[1].empty() || fields[2].empty() || number.ec != std::errc{}
        || number.ptr != heard.data() + heard.size() || play.msHeard < 0)
        return std::nullopt;
    if (fields.size() == 5) {
        const auto ended = endedByFromString(fields[4]);
        if (!ended)
            return std::nullopt;
        play.endedBy = *ended;
    }
    // Times without an offset are UTC in this file.
    play.startedAt = time.timeSpec() == Qt::LocalTime
        ? QDateTime(time.date(), time.time(), Qt::UTC).toMSecsSinceEpoch()
        : time.toMSecsSinceEpoch();
    play.artist = fields[1];
    play.title = fields[2];
    return play;
}

std::string matchKey(std::string_view artist, std::string_view title)
{
    return foldText(artist) + '\n' + foldText(title);
}

std::string settingKey(std::string_view text)
{
    // FNV-1a: names the content; nothing depends on it being hard to forge.
    std::uint64_t hash = 0xCBF29CE484222325ull;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return "demo_history/" + std::to_string(hash);
}

} // namespace

Result<std::vector<DemoPlay>> parseDemoHistory(std::string_view text)
{
    std::vector<DemoPlay> plays;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view row = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!row.empty() && row.back() == '\r')
            row.remove_suffix(1);
        if (row.empty() || row.front() == '#')
            continue;
        auto play = parsePlay(row);
        if (!play) {
            return Error{"line " + std::to_string(line)
                + ": needs a UTC time, artist, title, milliseconds heard and perhaps how it ended, "
                  "separated by tabs"};
        }
        plays.push_back(std::move(*play));
    }
    std::stable_sort(plays.begin(), plays.end(),
        [](const DemoPlay& a, const DemoPlay& b) { return a.startedAt < b.startedAt; });
    return plays;
}

DemoListens matchDemoHistory(
    const std::vector<DemoPlay>& plays, const TrackTable& tracks, UtcMs lastDay)
{
    DemoListens result;
    if (plays.empty())
        return result;
    std::unordered_map<std::string, Row> rows;
    for (Row row = 0; row < tracks.size(); ++row) {
        const TrackRecord& track = tracks[row];
        rows.emplace(matchKey(tracks.text(track.artist), tracks.text(track.title)), row);
    }
    const UtcMs last = plays.back().startedAt + plays.back().msHeard;
    UtcMs shift = (lastDay - last) / msPerDay * msPerDay;
    if (last + shift > lastDay)
        shift -= msPerDay;
    const SystemClock clock;
    for (const DemoPlay& play : plays) {
        const auto found = rows.find(matchKey(play.artist, play.title));
        if (found == rows.end()) {
            ++result.unmatched;
            continue;
        }
        const TrackRecord& track = tracks[found->second];
        Listen listen;
        listen.track = track.id;
        listen.startedAt = play.startedAt + shift;
        listen.utcOffsetMin = clock.utcOffsetMinutes(listen.startedAt);
        listen.durationMs = track.durationMs;
        listen.msHeard = play.msHeard;
        listen.startedBy = StartedBy::import;
        listen.endedBy = play.endedBy;
        result.listens.push_back(listen);
    }
    return result;
}

std::size_t insertDemoListens(
    db::Connection& connection, ListenerId listener, const std::vector<Listen>& listens)
{
    history::HighestIds highest = history::readHighestIds(connection, listener);
    std::vector<PlannedPlay> plays;
    for (const Listen& listen : listens)
        plays.push_back({listen, false});
    const FreeNumbers free{{highest.play.value + 1},
        highest.sessions.reserve(static_cast<std::int64_t>(plays.size()))};
    return imports::insertPlays(connection, listener, plays, free).size();
}

UtcMs demoLastDay(db::Connection& connection, std::string_view text, UtcMs now)
{
    const std::string key = settingKey(text);
    auto& read = connection.statement("SELECT value FROM setting WHERE key = ?");
    read.bind(1, key);
    if (read.executeStep()) {
        const std::string value = read.getColumn(0).getString();
        read.reset();
        UtcMs at = now;
        std::from_chars(value.data(), value.data() + value.size(), at);
        return at;
    }
    read.reset();
    auto& write = connection.statement("INSERT INTO setting (key, value) VALUES (?, ?)");
    write.bind(1, key);
    write.bind(2, std::to_string(now));
    write.exec();
    return now;
}

} // namespace segue
