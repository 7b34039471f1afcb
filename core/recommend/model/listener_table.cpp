#include "core/recommend/model/listener_table.h"

#include "core/base/random.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <unordered_map>

namespace segue::reco {

namespace {

constexpr std::int64_t sessionGap = 1800, shortestMs = 30000;
constexpr std::size_t problemsKept = 5, shownOfCell = 40;
constexpr const char* headerProblem
    = "the header must name the columns ts_utc, artist and track, separated by tabs (also used: "
      "album, ms_played, reason_start).";

std::vector<std::string_view> columnsOf(std::string_view line)
{
    std::vector<std::string_view> columns;
    for (std::size_t from = 0;;) {
        const auto tab = line.find('\t', from);
        columns.push_back(line.substr(from, tab - from));
        if (tab == std::string_view::npos)
            return columns;
        from = tab + 1;
    }
}

bool number(std::string_view text, std::int64_t& value)
{
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    return end.ec == std::errc() && !text.empty();
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, counting years from March.
std::int64_t daysOf(std::int64_t year, std::int64_t month, std::int64_t day)
{
    const auto y = month > 2 ? year : year - 1;
    const auto m = (month + 9) % 12; // March = 0
    const auto era = (y >= 0 ? y : y - 399) / 400;
    const auto yearOfEra = y - era * 400;
    const auto dayOfYear = (153 * m + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/// One code point of the ranges where upper and lower case alternate or lie 32 apart.
std::uint32_t lower(std::uint32_t c)
{
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9)
        || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    if ((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177)
        || (c >= 0x460 && c <= 0x481))
        return c | 1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return c + (c & 1);
    return c == 0x178 ? 0xFF : c;
}

class Ids {
public:
    std::int32_t of(const std::string& text)
    {
        return ids_.try_emplace(text, static_cast<std::int32_t>(ids_.size())).first->second;
    }

private:
    std::unordered_map<std::string, std::int32_t> ids_;
};

struct Columns {
    std::size_t at = npos, artist = npos, track = npos, album = npos, ms = npos, reason = npos;
    static constexpr auto npos = static_cast<std::size_t>(-1);

    explicit Columns(std::string_view header)
    {
        const auto names = columnsOf(header);
        const auto place = [&names](std::string_view name) {
            const auto found = std::find(names.begin(), names.end(), name);
            return found == names.end() ? npos : static_cast<std::size_t>(found - names.begin());
        };
        at = place("ts_utc");
        artist = place("artist");
        track = place("track");
        album = place("album");
        ms = place("ms_played");
        reason = place("reason_start");
    }
    bool complete() const { return at != npos && artist != npos && track != npos; }
};

/// A play as it is read.
struct Line {
    std::int64_t at = 0;
    std::string_view artist, track, album, reason;
};

/// Numbers tracks, artists, albums and sessions of plays in time order, and drops doubles.
void addPlays(ListenerTable& table, const std::vector<Line>& lines)
{
    auto catalogue = std::make_shared<Catalogue>();
    Ids tracks, artists, albums;
    for (const auto& line : lines) {
        TablePlay play;
        play.at = line.at;
        const std::string artist = lowerCased(line.artist);
        play.item = tracks.of(artist + '\t' + lowerCased(line.track));
        if (static_cast<std::size_t>(play.item) == catalogue->artist.size()) {
            const std::string album = lowerCased(line.album);
            catalogue->artist.push_back(artist.empty() ? -1 : artists.of(artist));
            catalogue->album.push_back(album.empty() ? -1 : albums.of(artist + '\t' + album));
        }
        if (!table.plays.empty()) {
            const auto& before = table.plays.back();
            if (before.item == play.item && before.at == play.at)
                continue;
            play.session = before.session + (play.at - before.at > sessionGap ? 1 : 0);
        }
        if (!line.reason.empty() && line.reason != "unknown")
            play.chosen = line.reason == "clickrow" ? 1 : 0;
        table.plays.push_back(play);
    }
    table.sessions = table.plays.empty() ? 0 : table.plays.back().session + 1;
    catalogue->complete();
    table.catalogue = std::move(catalogue);
}

} // namespace

std::string lowerCased(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 'A' && byte <= 'Z') {
            out += static_cast<char>(byte + 32);
        } else if (byte >= 0xC3 && byte <= 0xDF && i + 1 < text.size()
            && (static_cast<unsigned char>(text[i + 1]) & 0xC0) == 0x80) {
            const auto next = static_cast<unsigned char>(text[++i]);
            const std::uint32_t c
                = lower((static_cast<std::uint32_t>(byte & 0x1F) << 6) | (next & 0x3FU));
            out += static_cast<char>(0xC0 | (c >> 6));
            out += static_cast<char>(0x80 | (c & 0x3F));
        } else {
            out += text[i];
        }
    }
    return out;
}

bool parseUtc(std::string_view text, std::int64_t& seconds)
{
    std::int64_t part[6] = {};
    constexpr std::size_t from[6] = {0, 5, 8, 11, 14, 17}, size[6] = {4, 2, 2, 2, 2, 2};
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
        return false;
    for (std::size_t i = 0; i < 6; ++i) {
        if (!number(text.substr(from[i], size[i]), part[i]))
            return false;
    }
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31 || part[3] < 0 || part[3] > 24
        || part[4] < 0 || part[4] > 59 || part[5] < 0 || part[5] > 60)
        return false;
    seconds = ((daysOf(part[0], part[1], part[2]) * 24 + part[3]) * 60 + part[4]) * 60 + part[5];
    return true;
}

ListenerTable readListenerTable(std::string_view tsv)
{
    ListenerTable table;
    if (tsv.starts_with("\xEF\xBB\xBF"))
        tsv.remove_prefix(3);
    std::size_t lineNumber = 0;
    const auto nextLine = [&tsv, &lineNumber] {
        ++lineNumber;
        const auto end = tsv.find('\n');
        auto line = tsv.substr(0, end);
        tsv.remove_prefix(end == std::string_view::npos ? tsv.size() : end + 1);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        return line;
    };
    const auto refuse = [&table, &lineNumber](std::string what) {
        ++table.badLines;
        if (table.problems.size() < problemsKept)
            table.problems.push_back({lineNumber, std::move(what)});
    };
    const Columns columns(nextLine());
    if (!columns.complete())
        refuse(headerProblem);
    std::vector<Line> lines;
    while (columns.complete() && !tsv.empty()) {
        const auto text = nextLine();
        if (text.empty())
            continue;
        const auto cells = columnsOf(text);
        const auto cell
            = [&cells](std::size_t i) { return i < cells.size() ? cells[i] : std::string_view(); };
        Line line{0, cell(columns.artist), cell(columns.track), cell(columns.album),
            cell(columns.reason)};
        if (cells.size() <= std::max({columns.at, columns.artist, columns.track})) {
            refuse("it has " + std::to_string(cells.size())
                + " columns, fewer than the header needs. Columns are separated by tabs.");
            continue;
        }
        if (!parseUtc(cell(columns.at), line.at)) {
            refuse("\"" + std::string(cell(columns.at).substr(0, shownOfCell))
                + "\" is no time. Times look like 2019-07-20T04:50:16Z.");
            continue;
        }
        if (std::int64_t ms = 0; number(cell(columns.ms), ms) && ms < shortestMs)
            continue;
        lines.push_back(line);
    }
    std::stable_sort(
        lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
    addPlays(table, lines);
    return table;
}

ListenerTable renumbered(const ListenerTable& table, std::uint64_t seed)
{
    const std::size_t n = table.catalogue->size();
    std::vector<Item> place(n);
    std::iota(place.begin(), place.end(), Item{0});
    Random random(seed);
    for (std::size_t i = 0; i < n; ++i)
        std::swap(place[i], place[i + random.below(n - i)]);
    auto catalogue = std::make_shared<Catalogue>(n);
    catalogue->album.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto to = static_cast<std::size_t>(place[i]);
        catalogue->artist[to] = table.catalogue->artist[i];
        catalogue->album[to] = table.catalogue->album[i];
    }
    catalogue->complete();
    ListenerTable out = table;
    out.catalogue = std::move(catalogue);
    for (auto& play : out.plays)
        play.item = place[static_cast<std::size_t>(play.item)];
    return out;
}

} // namespace segue::reco
