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
void insertCard(db::Connection& connection, BatchId batch, const QString& shelf, int position,
    const Suggestion& card);
/// Sets the time of the first showing.
void markShown(db::Connection& connection, const std::vector<SuggestionId>& cards, UtcMs at);

} // namespace suggestions

/// {"recency": .3, …} and [12, 15] as the log and the command line write them.
QByteArray contributionsJson(const std::vector<Contribution>& contributions);
QByteArray evidenceJson(const std::vector<TrackId>& evidence);

} // namespace segue
