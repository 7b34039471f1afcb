#pragma once

#include "core/recommend/service/for_you.h"

#include <cstdint>
#include <string>

namespace segue::db {
class Connection;
}

namespace segue {

/// What a page was composed from: a row of suggestion_batch.
struct SuggestionBatch {
    BatchId id;
    UtcMs composedAt = 0;
    int utcOffsetMin = 0;
    std::uint64_t seed = 0;
    double adventurousness = .5;
    std::string weights;
};

/// Inserts and queries of the suggestion log, on the thread of the connection. They throw
/// SQLite::Exception.
namespace suggestions {

struct HighestIds {
    BatchId batch;
    SuggestionId suggestion;
};
HighestIds readHighestIds(db::Connection& connection);
void insertBatch(db::Connection& connection, ListenerId listener, const SuggestionBatch& batch);

/// A card as it is logged. arm: "shown" or "withheld" for one that took part in the experiment of
/// withheld cards (online_measures.h), else empty.
struct LoggedCard {
    QString shelf;
    int position = 0; ///< from 0; of a withheld card the place it would have had
    Suggestion card;
};
void insertCard(db::Connection& connection, BatchId batch, const LoggedCard& card);
/// Numbers all cards of the page, logs them as one batch, and those on the page as shown at the
/// batch's time. Takes the next ids: on the writer's thread.
void insertPage(db::Connection& connection, ListenerId listener, Page& page, SuggestionBatch batch);
/// Gives every card of these shelves that has no id the next one after `last`, and lists them.
std::vector<LoggedCard> numberCards(Page& page, const QStringList& shelfIds, SuggestionId& last);
/// Sets the time of the first showing.
void markShown(db::Connection& connection, const std::vector<SuggestionId>& cards, UtcMs at);

} // namespace suggestions

/// {"recency": .3, …} and [12, 15] as the log and the command line write them.
QByteArray contributionsJson(const std::vector<Contribution>& contributions);
QByteArray evidenceJson(const std::vector<TrackId>& evidence);

} // namespace segue
