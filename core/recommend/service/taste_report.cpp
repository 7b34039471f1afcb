#include "core/recommend/service/taste_report.h"

#include "core/text/text_fold.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace segue {

namespace {

constexpr std::size_t most = 10, mostGenres = 8;
constexpr int weeksShown = 12;

QString textOf(const TrackTable& table, TextRef ref)
{
    const std::string_view text = table.text(ref);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QDateTime localTime(UtcMs at, int utcOffsetMin)
{
    return QDateTime::fromMSecsSinceEpoch(at, QTimeZone(utcOffsetMin * 60));
}

UtcMs startOf(ReportPeriod period, UtcMs now)
{
    switch (period) {
    case ReportPeriod::month:
        return now - 30 * msPerDay;
    case ReportPeriod::year:
        return now - 365 * msPerDay;
    case ReportPeriod::all:
        break;
    }
    return std::numeric_limits<UtcMs>::min();
}

QDate startOfUnit(QDate date, TasteReport::Unit unit)
{
    switch (unit) {
    case TasteReport::Unit::day:
        return date;
    case TasteReport::Unit::week:
        return date.addDays(1 - date.dayOfWeek());
    case TasteReport::Unit::month:
        break;
    }
    return {date.year(), date.month(), 1};
}

QDate nextUnit(QDate start, TasteReport::Unit unit)
{
    return unit == TasteReport::Unit::day ? start.addDays(1)
        : unit == TasteReport::Unit::week ? start.addDays(7)
                                          : start.addMonths(1);
}

/// Counts by a text's place in the table's pool, or by album.
struct Tally {
    struct Count {
        int plays = 0;
        Row row = 0;
    };
    std::unordered_map<std::uint64_t, Count> counts;

    void add(std::uint64_t key, Row row)
    {
        Count& count = counts[key];
        ++count.plays;
        count.row = row;
    }
    /// The most counted, ties to the lower row.
    std::vector<Count> best(std::size_t length) const
    {
        std::vector<Count> list;
        for (const auto& [key, count] : counts)
            list.push_back(count);
        const auto kept = std::min(length, list.size());
        std::ranges::partial_sort(list, list.begin() + static_cast<std::ptrdiff_t>(kept),
            [](const Count& a, const Count& b) {
                return a.plays != b.plays ? a.plays > b.plays : a.row < b.row;
            });
        list.resize(kept);
        return list;
    }
};

/// Genre texts folded, with the way they are written first.
class GenreShares {
public:
    explicit GenreShares(const TrackTable& table)
        : table_(table)
    {
    }
    void add(Row row, double TasteReport::Genre::*share)
    {
        std::string_view rest = table_.text(table_[row].genres);
        std::vector<std::string_view> names;
        while (!rest.empty()) {
            const auto cut = rest.find('\x1f');
            if (cut != 0)
                names.push_back(rest.substr(0, cut));
            rest = cut == std::string_view::npos ? std::string_view() : rest.substr(cut + 1);
        }
        for (const std::string_view name : names) {
            auto& genre = genres_[foldText(name)];
            if (genre.name.isEmpty())
                genre.name = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
            genre.*share += 1 / static_cast<double>(names.size());
        }
    }
    std::vector<TasteReport::Genre> take()
    {
        double heard = 0, suggested = 0;
        std::vector<TasteReport::Genre> list;
        for (const auto& [key, genre] : genres_) {
            heard += genre.heard;
            suggested += genre.suggested;
            list.push_back(genre);
        }
        for (TasteReport::Genre& genre : list) {
            genre.heard /= std::max(heard, 1.);
            genre.suggested /= std::max(suggested, 1.);
        }
        std::ranges::stable_sort(list, [](const auto& a, const auto& b) {
            return a.heard + a.suggested > b.heard + b.suggested;
        });
        list.resize(std::min(list.size(), mostGenres));
        return list;
    }

private:
    const TrackTable& table_;
    std::map<std::string, TasteReport::Genre> genres_;
};

void countTime(TasteReport& report, const std::map<QDate, int>& byUnit)
{
    if (byUnit.empty())
        return;
    // A clock that was wrong once must not draw centuries of nothing.
    constexpr int mostBars = 600;
    QDate at = byUnit.begin()->first;
    const QDate last = byUnit.rbegin()->first;
    std::vector<TasteReport::Bar> bars;
    while (at <= last && static_cast<int>(bars.size()) < mostBars) {
        const auto it = byUnit.find(at);
        bars.push_back({at, it == byUnit.end() ? 0 : it->second});
        at = nextUnit(at, report.unit);
    }
    report.overTime = std::move(bars);
}

} // namespace

TasteReport makeTasteReport(const TrackTable& table, std::span<const StoredPlay> plays,
    const RatingLog& ratings, std::span<const LoggedSuggestion> log, ReportPeriod period, UtcMs now)
{
    TasteReport report;
    report.period = period;
    report.unit = period == ReportPeriod::month ? TasteReport::Unit::day
        : period == ReportPeriod::year          ? TasteReport::Unit::week
                                                : TasteReport::Unit::month;
    const UtcMs from = startOf(period, now);
    std::unordered_set<TrackId> heardEver;
    std::map<QDate, int> byUnit;
    Tally artists, albums, tracks;
    GenreShares genres(table);
    double heardMs = 0;
    for (const StoredPlay& play : plays) {
        const Listen& listen = play.listen;
        const auto row = table.rowOf(listen.track);
        if (!play.marks.learnable() || listen.startedAt > now)
            continue;
        const bool follow = outcomeOf(listen) == Outcome::follow;
        if (follow && row && table[*row].kind == TrackKind::music)
            heardEver.insert(listen.track);
        if (listen.startedAt < from)
            continue;
        heardMs += static_cast<double>(std::max<std::int64_t>(listen.msHeard, 0));
        if (!follow)
            continue;
        ++report.plays;
        const QDateTime local = localTime(listen.startedAt, listen.utcOffsetMin);
        ++report.clock[static_cast<std::size_t>(local.date().dayOfWeek() - 1)]
                      [static_cast<std::size_t>(local.time().hour())];
        ++byUnit[startOfUnit(local.date(), report.unit)];
        if (!row)
            continue;
        const TrackRecord& track = table[*row];
        const TextRef artist = track.artist.size ? track.artist : track.albumArtist;
        if (artist.size)
            artists.add(artist.offset, *row);
        if (track.album.size)
            albums.add(track.albumIndex, *row);
        tracks.add(*row, *row);
        genres.add(*row, &TasteReport::Genre::heard);
    }
    report.hours = heardMs / static_cast<double>(msPerHour);
    countTime(report, byUnit);
    for (const auto& one : artists.best(most)) {
        const TrackRecord& track = table[one.row];
        report.artists.push_back(
            {textOf(table, track.artist.size ? track.artist : track.albumArtist), {}, track.id,
                one.plays});
    }
    for (const auto& one : albums.best(most)) {
        const TrackRecord& track = table[one.row];
        report.albums.push_back(
            {textOf(table, track.album), textOf(table, track.albumArtist), track.id, one.plays});
    }
    for (const auto& one : tracks.best(most)) {
        const TrackRecord& track = table[one.row];
        report.tracks.push_back(
            {textOf(table, track.title), textOf(table, track.artist), track.id, one.plays});
    }
    for (const LoggedSuggestion& card : log) {
        if (card.shownAt <= 0 || card.shownAt < from || card.shownAt > now)
            continue;
        ++report.suggestedCards;
        if (const auto row = table.rowOf(card.track))
            genres.add(*row, &TasteReport::Genre::suggested);
    }
    report.genres = genres.take();
    for (const auto& [track, rating] : ratings.tracks()) {
        if (rating.stars && *rating.stars >= 1 && *rating.stars <= 10)
            ++report.ratings[static_cast<std::size_t>(*rating.stars)];
    }
    for (const TrackRecord& track : table.tracks()) {
        if (track.kind != TrackKind::music || !track.available)
            continue;
        ++report.collection;
        report.heard += heardEver.contains(track.id);
    }
    report.byShelf = followThrough(log, plays, GroupBy::shelf);
    report.byChannel = followThrough(log, plays, GroupBy::channel);
    report.weekly = weeklyFollowThrough(log, plays, now, weeksShown);
    report.lift = lift(log, plays, now);
    report.adopted = adoption(log, plays, now);
    report.radio = interleaving(log, plays, "blend", "neighbours");
    return report;
}

} // namespace segue
