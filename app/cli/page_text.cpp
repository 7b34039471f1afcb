#include "app/cli/page_text.h"

#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/target.h"
#include "app/cli/text_table.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

/// {"recency": .3, …}
void writeParts(JsonWriter& json, std::string_view key, const std::vector<Contribution>& parts)
{
    json.key(key).beginObject();
    for (const Contribution& part : parts) {
        const QByteArray name = part.channel.toUtf8();
        json.member(
            std::string_view(name.constData(), static_cast<std::size_t>(name.size())), part.value);
    }
    json.endObject();
}

void writeCard(JsonWriter& json, const Suggestion& card, const TrackTable& tracks)
{
    const auto row = tracks.rowOf(card.track);
    const auto text = [&](TextRef TrackRecord::*field) {
        return row ? tracks.text(tracks[*row].*field) : std::string_view();
    };
    json.beginObject().member("track_id", card.track.value).path(text(&TrackRecord::path));
    json.member("title", text(&TrackRecord::title)).member("artist", text(&TrackRecord::artist));
    json.member("score", card.score).member("reason", card.reason);
    json.member("reason_channel", card.reasonChannel);
    writeParts(json, "contributions", card.contributions);
    json.key("evidence").beginArray();
    for (const TrackId track : card.evidence)
        json.value(track.value);
    json.endArray().endObject();
}

/// "ratings +0.41, markov +0.20": the largest first.
QString contributionsText(std::vector<Contribution> parts)
{
    std::sort(parts.begin(), parts.end(), [](const Contribution& a, const Contribution& b) {
        return std::abs(a.value) > std::abs(b.value);
    });
    QStringList shown;
    for (const Contribution& part : parts) {
        if (part.value != 0)
            shown << u"%1 %2%3"_s.arg(part.channel, part.value > 0 ? u"+"_s : QString(),
                QString::number(part.value, 'f', 3));
    }
    return shown.join(u", "_s);
}

QString evidenceText(const Suggestion& card, const TrackTable& tracks)
{
    QStringList shown;
    for (const TrackId track : card.evidence) {
        if (const auto row = tracks.rowOf(track))
            shown << describeTrack(tracks, *row);
    }
    return shown.join(u"; "_s);
}

QString counted(qint64 n, const QString& what)
{
    return countText(n) + u' ' + what + (n == 1 ? u""_s : u"s"_s);
}

QString whyEmpty(const TrackTable& tracks)
{
    if (tracks.size() == 0)
        return u"Nothing to suggest yet: add music with `segue scan DIR`."_s;
    if (std::ranges::none_of(tracks.tracks(), &TrackRecord::available))
        return u"Nothing to suggest: of %1 none is there now. Connect the drive, then `segue scan`."_s
            .arg(counted(static_cast<qint64>(tracks.size()), u"track"_s));
    return u"Nothing to suggest just now: a shelf needs four tracks that fit it. Play or rate some."_s;
}

} // namespace

QByteArray pageAsJson(const Page& page, const TrackTable& tracks, const QString& listener)
{
    JsonWriter json;
    json.beginObject().member("listener", listener).key("learned_from").beginObject();
    json.member("plays", page.plays).member("ratings", page.ratings).endObject();
    json.member("note", page.note).key("shelves").beginArray();
    for (const Shelf& shelf : page.shelves) {
        json.beginObject().member("id", shelf.id).member("title", shelf.title);
        // The reason is the channel that stands highest above these.
        writeParts(json, "candidate_means", shelf.means);
        json.key("items").beginArray();
        for (const Suggestion& card : shelf.items)
            writeCard(json, card, tracks);
        json.endArray().endObject();
    }
    json.endArray().endObject();
    return json.take();
}

QByteArray pageAsText(const Page& page, const TrackTable& tracks, bool why, int columns)
{
    QString text = page.plays + page.ratings == 0
        ? u"Nothing learned yet\n"_s
        : u"Learned from %1 and %2\n"_s.arg(
            counted(page.plays, u"play"_s), counted(page.ratings, u"rating"_s));
    if (!page.note.isEmpty())
        text += page.note + u'\n';
    for (const Shelf& shelf : page.shelves) {
        text += u'\n' + shelf.title;
        if (!shelf.subtitle.isEmpty())
            text += u" - "_s + shelf.subtitle;
        text += u'\n';
        TextTable table({{QString(), TextTable::Align::right},
            {QString(), TextTable::Align::left, true}, {QString(), TextTable::Align::left, true}});
        for (const Suggestion& card : shelf.items) {
            const auto row = tracks.rowOf(card.track);
            table.add({u"  "_s + QString::number(card.track.value),
                row ? describeTrack(tracks, *row) : QString(), printable(card.reason)});
        }
        const QStringList lines = table.text(columns, false).split(u'\n');
        for (std::size_t i = 0; i < shelf.items.size(); ++i) {
            const Suggestion& card = shelf.items[i];
            text += lines[static_cast<qsizetype>(i)] + u'\n';
            if (!why)
                continue;
            if (const QString parts = contributionsText(card.contributions); !parts.isEmpty())
                text += u"          %1 = %2\n"_s.arg(QString::number(card.score, 'f', 3), parts);
            if (const QString evidence = evidenceText(card, tracks); !evidence.isEmpty())
                text += u"          because of: "_s + evidence + u'\n';
        }
    }
    if (page.shelves.empty())
        text += u'\n' + whyEmpty(tracks) + u'\n';
    return text.toUtf8();
}

} // namespace segue::app
