// Fields: ListenBrainz' documentation of its JSON ("Payload JSON details").
#include "core/history/import/listenbrainz_history.h"

#include "core/history/import/json_text.h"

#include <QJsonDocument>

namespace segue::listenbrainz {

namespace {

using namespace Qt::StringLiterals;

void addListen(const QJsonObject& listen, ListeningHistory& to)
{
    const auto at = historyTime(textOf(listen[u"listened_at"_s]));
    if (!at) {
        ++to.unreadable;
        return;
    }
    const QJsonObject data = listen[u"track_metadata"_s].toObject();
    const QJsonObject more = data[u"additional_info"_s].toObject();
    HistoryTrack track;
    track.artist = textOf(data[u"artist_name"_s]);
    track.title = textOf(data[u"track_name"_s]);
    track.album = textOf(data[u"release_name"_s]);
    track.recordingMbid = textOf(more[u"recording_mbid"_s]);
    if (track.recordingMbid.empty())
        track.recordingMbid = textOf(data[u"mbid_mapping"_s].toObject()[u"recording_mbid"_s]);
    track.durationMs = more[u"duration_ms"_s].toInteger();
    if (track.durationMs <= 0 && more[u"duration"_s].isDouble())
        track.durationMs = std::min<qint64>(more[u"duration"_s].toInteger(), 86'400) * msPerSecond;
    HistoryPlay play;
    play.startedAt = *at;
    to.add(std::move(track), play);
}

} // namespace

Result<void> readHistory(std::string_view json, ListeningHistory& to)
{
    const std::size_t first = json.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && json[first] == '[')
        return forEachObject(json, [&to](const QJsonObject& listen) {
            addListen(listen, to);
            return !to.isFull();
        });
    while (!json.empty() && !to.isFull()) {
        const std::size_t end = json.find('\n');
        const std::string_view line = json.substr(0, end);
        json.remove_prefix(end == std::string_view::npos ? json.size() : end + 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(
            QByteArray::fromRawData(line.data(), static_cast<qsizetype>(line.size())), &error);
        if (error.error == QJsonParseError::NoError)
            addListen(document.object(), to);
        else
            ++to.unreadable;
    }
    return {};
}

} // namespace segue::listenbrainz
