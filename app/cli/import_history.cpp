#include "app/cli/import_history.h"

#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr std::size_t mostArtists = 10;

QString number(std::size_t count)
{
    return countText(static_cast<qint64>(count));
}

QString day(UtcMs at)
{
    return localText(at, 0).left(10);
}

QString sourceText(ImportSource source)
{
    const std::string_view name = nameOf(source);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

/// Why plays stay behind, each with its count; only what there is.
std::vector<std::pair<QString, std::size_t>> reasons(const HistoryPlan& plan)
{
    std::vector<std::pair<QString, std::size_t>> all{
        {u"of tracks that are not in the library"_s, plan.unmatched},
        {u"there already (imported before, or played in Segue)"_s, plan.known},
        {u"twice in the files"_s, plan.doubles},
        {u"with a time before 2000 or in the future"_s, plan.badTimes},
        {u"without a time, an artist or a title"_s, plan.unreadable},
        {u"of which nothing was heard"_s, plan.unheard},
        {u"of podcasts, audiobooks and videos"_s, plan.notMusic}};
    std::erase_if(all, [](const auto& reason) { return reason.second == 0; });
    return all;
}

} // namespace

void printHistoryPlan(const IoPtr& io, const ImportPlan& plan)
{
    const HistoryPlan& history = *plan.history;
    QString head = u"%1: %2 plays"_s.arg(sourceText(plan.source), number(history.plays));
    if (history.last > 0)
        head += u" from %1 to %2"_s.arg(day(history.first), day(history.last));
    io->outLine(head
        + u"; %1 of %2 tracks are in the library"_s.arg(
            number(history.matchedTracks), number(history.tracks)));
    QString what = u"To import: %1 plays (%2 heard, %3 skipped)"_s.arg(
        number(history.listens.size()), number(history.follows), number(history.skips));
    if (history.privatePlays > 0)
        what += u", %1 of them private: nothing is learned from those"_s.arg(
            number(history.privatePlays));
    if (!history.listenerName.empty()) {
        what += (history.listener ? u"; for %1"_s : u"; for %1, a new listener"_s)
                    .arg(printable(history.listenerName));
    }
    io->outLine(what);
    const auto left = reasons(history);
    if (!left.empty())
        io->outLine(u"Left out:"_s);
    for (const auto& [reason, count] : left)
        io->outLine(u"  %1 %2"_s.arg(number(count), reason));
    const auto& missing = history.missingArtists;
    if (!missing.empty())
        io->outLine(u"Not in the library, the most played artists first:"_s);
    for (std::size_t i = 0; i < std::min(missing.size(), mostArtists); ++i) {
        io->outLine(u"  %1: %2 plays of %3 tracks"_s.arg(
            printable(missing[i].name), number(missing[i].plays), number(missing[i].tracks)));
    }
    if (missing.size() > mostArtists)
        io->outLine(
            u"  and %1 more (--json shows all)"_s.arg(number(missing.size() - mostArtists)));
    if (history.unmatched > 0) {
        io->outLine(u"Once they are in the library, import the same files again: nothing is taken "
                    "twice."_s);
    }
    for (const std::string& note : plan.notes)
        io->errLine(u"segue: "_s + printable(note));
}

void printHistoryResult(const IoPtr& io, const ImportResult& result)
{
    if (result.run == 0)
        return io->outLine(u"All of these plays are there already."_s);
    io->outLine(
        u"Import %1 done: %2 plays of %3 tracks%4"_s.arg(result.run)
            .arg(number(result.plays), number(result.tracks),
                result.listenerName.empty() ? QString()
                                            : u", for %1"_s.arg(printable(result.listenerName))));
    io->outLine(u"To take it back: segue import --undo %1"_s.arg(result.run));
}

void writeHistoryPlan(JsonWriter& json, const ImportPlan& plan)
{
    const HistoryPlan& history = *plan.history;
    json.member("source", keyOf(plan.source)).member("listener", history.listenerName);
    json.member("new_listener", !history.listener);
    json.member("found", history.plays).member("first", isoUtc(history.first));
    json.member("last", isoUtc(history.last)).member("tracks", history.tracks);
    json.member("tracks_in_library", history.matchedTracks);
    json.member("to_import", history.listens.size()).member("follows", history.follows);
    json.member("skips", history.skips).member("private", history.privatePlays);
    json.key("left_out").beginObject().member("not_in_library", history.unmatched);
    json.member("known", history.known).member("doubles", history.doubles);
    json.member("impossible_time", history.badTimes).member("unreadable", history.unreadable);
    json.member("unheard", history.unheard).member("not_music", history.notMusic).endObject();
    json.key("missing_artists").beginArray();
    for (const MissingArtist& artist : history.missingArtists) {
        json.beginObject().member("artist", artist.name).member("plays", artist.plays);
        json.member("tracks", artist.tracks).endObject();
    }
    json.endArray().key("missing_tracks").beginArray();
    for (const MissingTrack& track : history.missingTracks) {
        json.beginObject().member("artist", track.artist).member("title", track.title);
        json.member("plays", track.plays).endObject();
    }
    json.endArray().key("notes").beginArray();
    for (const std::string& note : plan.notes)
        json.value(note);
    json.endArray();
}

void writeHistoryResult(JsonWriter& json, const ImportResult& result)
{
    json.member("import", result.run).member("plays", result.plays);
    json.member("changed_tracks", result.tracks);
}

} // namespace segue::app
