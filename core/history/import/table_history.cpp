#include "core/history/import/table_history.h"

#include "core/history/import/spotify_history.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace segue {

namespace {

constexpr std::size_t mostCells = 100;

using Cells = std::vector<std::string>;

std::string_view nextLine(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

/// Takes one row off `text`. A quoted cell may hold separators, line breaks and doubled quotes; one
/// that does not end within longestSourceText is no quoted cell but has a quote in front.
Cells nextRow(std::string_view& text, char separator)
{
    Cells cells;
    std::size_t at = 0;
    while (true) {
        std::string cell;
        bool isQuoted = at < text.size() && text[at] == '"';
        if (isQuoted) {
            std::size_t i = at + 1;
            for (; i < text.size() && cell.size() <= longestSourceText; ++i) {
                if (text[i] != '"')
                    cell += text[i];
                else if (i + 1 < text.size() && text[i + 1] == '"')
                    cell += text[i++];
                else
                    break;
            }
            isQuoted = i < text.size() && text[i] == '"';
            if (isQuoted)
                at = i + 1;
            else
                cell.clear();
        }
        const std::size_t end
            = std::min(text.find_first_of(separator == ';' ? ";\n" : ",\n", at), text.size());
        cell += text.substr(at, end - at);
        if (!cell.empty() && cell.back() == '\r' && (end == text.size() || text[end] == '\n'))
            cell.pop_back();
        if (cells.size() < mostCells)
            cells.push_back(std::move(cell));
        at = end + 1;
        if (end == text.size() || text[end] == '\n')
            break;
    }
    text.remove_prefix(std::min(at, text.size()));
    return cells;
}

char separatorOf(std::string_view text)
{
    const std::string_view line = nextLine(text);
    return std::ranges::count(line, ';') > std::ranges::count(line, ',') ? ';' : ',';
}

constexpr auto nowhere = static_cast<std::size_t>(-1);

/// The place of the first of `names` that the header has, whatever its case.
std::size_t placeOf(const Cells& header, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (std::ranges::equal(header[i], name, [](char a, char b) {
                    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
                }))
                return i;
        }
    }
    return nowhere;
}

struct Columns {
    std::size_t artist = 0, album = 1, title = 2, time = 3, mbid = nowhere;
    bool isHeader = false;

    explicit Columns(const Cells& first)
    {
        const std::size_t someArtist
            = placeOf(first, {"artist", "artist name", "artist_name", "artistname"});
        const std::size_t someTitle
            = placeOf(first, {"track", "title", "track name", "track_name", "name", "song"});
        const std::size_t someTime = placeOf(first,
            {"uts", "timestamp", "utc_time", "date", "time", "datetime", "played_at", "scrobbled"});
        isHeader = someArtist != nowhere && someTitle != nowhere && someTime != nowhere;
        if (!isHeader)
            return;
        artist = someArtist;
        title = someTitle;
        time = someTime;
        album = placeOf(first, {"album", "album name", "album_name", "release"});
        mbid = placeOf(first, {"track_mbid", "recording_mbid"});
    }
};

std::string cellAt(const Cells& cells, std::size_t place)
{
    return place < cells.size() ? cells[place] : std::string();
}

Cells tabbed(std::string_view line)
{
    Cells cells;
    while (cells.size() < mostCells) {
        const std::size_t tab = line.find('\t');
        cells.emplace_back(line.substr(0, tab));
        if (tab == std::string_view::npos)
            break;
        line.remove_prefix(tab + 1);
    }
    return cells;
}

/// Whether the times of a table are those of the ends of its plays: plays that follow at once on
/// another show it. `ms` by play, -1: not said.
bool areEnds(const std::vector<HistoryPlay>& plays)
{
    constexpr std::int64_t slackMs = 2 * msPerSecond;
    std::vector<const HistoryPlay*> ordered;
    for (const HistoryPlay& play : plays)
        ordered.push_back(&play);
    std::ranges::stable_sort(ordered, {}, &HistoryPlay::startedAt);
    std::size_t ends = 0, starts = 0;
    for (std::size_t i = 1; i < ordered.size(); ++i) {
        const std::int64_t apart = ordered[i]->startedAt - ordered[i - 1]->startedAt;
        const auto fits
            = [&](std::int64_t ms) { return ms > 0 && std::abs(apart - ms) <= slackMs; };
        const bool end = fits(ordered[i]->msHeard), start = fits(ordered[i - 1]->msHeard);
        ends += end && !start;
        starts += start && !end;
    }
    return ends > starts;
}

} // namespace

Result<void> readLastFm(std::string_view csv, ListeningHistory& to)
{
    const char separator = separatorOf(csv);
    std::string_view rest = csv;
    const Columns columns(nextRow(rest, separator));
    if (!columns.isHeader)
        rest = csv;
    while (!rest.empty() && !to.isFull()) {
        const Cells cells = nextRow(rest, separator);
        if (cells.size() == 1 && cells.front().empty())
            continue;
        const auto at = historyTime(cellAt(cells, columns.time));
        if (!at) {
            ++to.unreadable;
            continue;
        }
        HistoryTrack track;
        track.artist = cellAt(cells, columns.artist);
        track.title = cellAt(cells, columns.title);
        track.album = cellAt(cells, columns.album);
        track.recordingMbid = cellAt(cells, columns.mbid);
        HistoryPlay play;
        play.startedAt = *at;
        to.add(std::move(track), play);
    }
    return {};
}

bool looksLikeLastFm(std::string_view head)
{
    const char separator = separatorOf(head);
    const Cells first = nextRow(head, separator);
    // A row that is playing now has no time yet: the second one has.
    return Columns(first).isHeader || (first.size() == 4 && historyTime(first[3]))
        || (first.size() == 4 && first[3].empty()
            && historyTime(cellAt(nextRow(head, separator), 3)));
}

Result<void> readPlayTable(std::string_view tsv, ListeningHistory& to)
{
    const Cells header = tabbed(nextLine(tsv));
    const std::size_t time = placeOf(header, {"ts_utc"}), artist = placeOf(header, {"artist"}),
                      title = placeOf(header, {"track"}), album = placeOf(header, {"album"}),
                      ms = placeOf(header, {"ms_played"}), end = placeOf(header, {"reason_end"}),
                      skipped = placeOf(header, {"skipped"}),
                      shuffle = placeOf(header, {"shuffle"});
    if (time == nowhere || artist == nowhere || title == nowhere) {
        return Error{"has no header that names the columns ts_utc, artist and track, separated by "
                     "tabs (also used: album, ms_played, skipped, reason_end, shuffle)."};
    }
    ListeningHistory table;
    table.mostPlays = to.mostPlays - std::min(to.mostPlays, to.plays.size());
    while (!tsv.empty() && !table.isFull()) {
        const std::string_view line = nextLine(tsv);
        if (line.empty())
            continue;
        const Cells cells = tabbed(line);
        const auto at = historyTime(cellAt(cells, time));
        if (!at) {
            ++table.unreadable;
            continue;
        }
        const auto isSet = [&](std::size_t place) {
            const std::string value = cellAt(cells, place);
            return value == "1" || value == "true" || value == "TRUE" || value == "True";
        };
        HistoryPlay play;
        play.startedAt = *at;
        const std::string heard = cellAt(cells, ms);
        if (std::from_chars(heard.data(), heard.data() + heard.size(), play.msHeard).ec
                != std::errc{}
            || play.msHeard < 0)
            play.msHeard = -1;
        if (play.msHeard == 0) {
            ++table.unheard;
            continue;
        }
        play.endedBy = spotify::endOf(cellAt(cells, end), isSet(skipped));
        play.shuffle = isSet(shuffle);
        HistoryTrack track;
        track.artist = cellAt(cells, artist);
        track.title = cellAt(cells, title);
        track.album = cellAt(cells, album);
        table.add(std::move(track), play);
    }
    if (areEnds(table.plays)) {
        for (HistoryPlay& play : table.plays)
            play.startedAt -= std::max<std::int64_t>(play.msHeard, 0);
    }
    to.unreadable += table.unreadable;
    to.unheard += table.unheard;
    for (const HistoryPlay& play : table.plays)
        to.add(table.tracks[play.track], play);
    return {};
}

bool looksLikePlayTable(std::string_view head)
{
    const Cells header = tabbed(nextLine(head));
    return header.size() > 2 && placeOf(header, {"ts_utc"}) != nowhere;
}

} // namespace segue
