// Field names: Spotify's "Understanding your data" and the files themselves.
#include "core/history/import/spotify_history.h"

#include "core/history/import/json_text.h"

#include <QJsonObject>

#include <algorithm>

namespace segue::spotify {

namespace {

using namespace Qt::StringLiterals;

/// Where a play that ended then began; none, and counted, where that is unknown or nothing was
/// heard.
std::optional<HistoryPlay> playBefore(
    const QJsonValue& end, const QJsonValue& msHeard, ListeningHistory& to)
{
    const auto at = historyTime(textOf(end));
    HistoryPlay play;
    play.msHeard = std::clamp<std::int64_t>(msHeard.toInteger(), 0, longestPlayMs);
    if (!at || play.msHeard == 0) {
        ++(at ? to.unheard : to.unreadable);
        return std::nullopt;
    }
    play.startedAt = *at - play.msHeard;
    return play;
}

void addExtended(const QJsonObject& item, ListeningHistory& to)
{
    const QJsonValue title = item[u"master_metadata_track_name"_s];
    if (!title.isString() || title.toString().isEmpty()) {
        ++to.notMusic;
        return;
    }
    auto play = playBefore(item[u"ts"_s], item[u"ms_played"_s], to);
    if (!play)
        return;
    play->endedBy = endOf(textOf(item[u"reason_end"_s]), item[u"skipped"_s].toBool());
    play->shuffle = item[u"shuffle"_s].toBool();
    play->isPrivate = item[u"incognito_mode"_s].toBool();
    HistoryTrack track;
    track.title = textOf(title);
    track.artist = textOf(item[u"master_metadata_album_artist_name"_s]);
    track.album = textOf(item[u"master_metadata_album_album_name"_s]);
    to.add(std::move(track), *play);
}

void addShort(const QJsonObject& item, ListeningHistory& to)
{
    if (item.contains(u"endTime"_s) && !item.contains(u"trackName"_s)) { // podcasts, audiobooks
        ++to.notMusic;
        return;
    }
    const auto play = playBefore(item[u"endTime"_s], item[u"msPlayed"_s], to);
    if (!play)
        return;
    HistoryTrack track;
    track.title = textOf(item[u"trackName"_s]);
    track.artist = textOf(item[u"artistName"_s]);
    to.add(std::move(track), *play);
}

} // namespace

std::optional<EndedBy> endOf(std::string_view reason, bool skipped)
{
    if (reason == "trackdone")
        return EndedBy::finished;
    if (reason == "fwdbtn")
        return EndedBy::next;
    if (reason == "backbtn")
        return EndedBy::previous;
    if (reason == "clickrow" || reason == "clickside" || reason == "playbtn" || reason == "uriopen")
        return EndedBy::replaced;
    if (reason == "endplay") // another track was chosen, or it was stopped: `skipped` knows
        return skipped ? EndedBy::replaced : EndedBy::stopped;
    if (reason == "logout" || reason == "appload")
        return EndedBy::quit;
    if (reason.starts_with("unexpected-exit"))
        return EndedBy::crash;
    if (reason == "trackerror")
        return EndedBy::error;
    if (skipped)
        return EndedBy::next;
    return std::nullopt;
}

Result<void> readHistory(std::string_view json, ListeningHistory& to)
{
    return forEachObject(json, [&to](const QJsonObject& item) {
        if (item.contains(u"master_metadata_track_name"_s) || item.contains(u"ms_played"_s))
            addExtended(item, to);
        else
            addShort(item, to);
        return !to.isFull();
    });
}

} // namespace segue::spotify
