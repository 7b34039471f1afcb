#include "core/recommend/service/suggestion_log.h"

#include "core/db/connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace segue {

QByteArray contributionsJson(const std::vector<Contribution>& contributions)
{
    QJsonObject object;
    for (const Contribution& c : contributions)
        object.insert(c.channel, c.value);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray evidenceJson(const std::vector<TrackId>& evidence)
{
    QJsonArray array;
    for (const TrackId id : evidence)
        array.append(static_cast<qint64>(id.value));
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

namespace suggestions {

HighestIds readHighestIds(db::Connection& connection)
{
    auto& database = connection.database();
    return {{database.execAndGet("SELECT ifnull(max(id), 0) FROM suggestion_batch").getInt64()},
        {database.execAndGet("SELECT ifnull(max(id), 0) FROM suggestion").getInt64()}};
}

void insertBatch(db::Connection& connection, ListenerId listener, const SuggestionBatch& batch)
{
    auto& row = connection.statement("INSERT INTO suggestion_batch (id, listener_id, composed_at, "
                                     "utc_offset_min, seed, adventurousness,"
                                     " weights) VALUES (?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, batch.id.value);
    row.bind(2, listener.value);
    row.bind(3, batch.composedAt);
    row.bind(4, batch.utcOffsetMin);
    row.bind(5, static_cast<std::int64_t>(batch.seed));
    row.bind(6, batch.adventurousness);
    row.bind(7, batch.weights);
    row.exec();
}

void insertCard(db::Connection& connection, BatchId batch, const LoggedCard& logged)
{
    const Suggestion& card = logged.card;
    auto& row = connection.statement(
        "INSERT INTO suggestion (id, batch_id, shelf, position, track_id, "
        "score, reason, reason_channel, contributions, evidence, arm, ranker)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, card.id.value);
    row.bind(2, batch.value);
    row.bind(3, logged.shelf.toStdString());
    row.bind(4, logged.position);
    row.bind(5, card.track.value);
    row.bind(6, card.score);
    row.bind(7, card.reason.toStdString());
    row.bind(8, card.reasonChannel.toStdString());
    row.bind(9, contributionsJson(card.contributions).toStdString());
    row.bind(10, evidenceJson(card.evidence).toStdString());
    if (card.arm.isEmpty())
        row.bind(11);
    else
        row.bind(11, card.arm.toStdString());
    row.bind(12, card.ranker.toStdString());
    row.exec();
}

std::vector<LoggedCard> numberCards(Page& page, const QStringList& shelfIds, SuggestionId& last)
{
    std::vector<LoggedCard> cards;
    for (Shelf& shelf : page.shelves) {
        if (!shelfIds.contains(shelf.id))
            continue;
        for (auto* list : {&shelf.items, &shelf.withheld}) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                Suggestion& card = (*list)[i];
                if (card.id)
                    continue;
                card.id = last = {last.value + 1};
                cards.push_back({shelf.id, static_cast<int>(i), card});
            }
        }
    }
    return cards;
}

void insertPage(db::Connection& connection, ListenerId listener, Page& page, SuggestionBatch batch)
{
    HighestIds ids = readHighestIds(connection);
    batch.id = {ids.batch.value + 1};
    QStringList shelves;
    for (const Shelf& shelf : page.shelves)
        shelves << shelf.id;
    insertBatch(connection, listener, batch);
    std::vector<SuggestionId> shown;
    for (const LoggedCard& card : numberCards(page, shelves, ids.suggestion)) {
        insertCard(connection, batch.id, card);
        if (card.card.arm != QLatin1String("withheld"))
            shown.push_back(card.card.id);
    }
    markShown(connection, shown, batch.composedAt);
}

void markShown(db::Connection& connection, const std::vector<SuggestionId>& cards, UtcMs at)
{
    for (const SuggestionId card : cards) {
        auto& row = connection.statement(
            "UPDATE suggestion SET shown_at = ? WHERE id = ? AND shown_at IS NULL");
        row.bind(1, at);
        row.bind(2, card.value);
        row.exec();
    }
}

} // namespace suggestions

} // namespace segue
