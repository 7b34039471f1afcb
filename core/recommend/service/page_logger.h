#pragma once

#include "core/db/store.h"
#include "core/recommend/service/suggestion_log.h"

namespace segue {

/// Gives the cards of a page their ids and writes them to the suggestion log. Main thread; writes
/// go to the database's writer.
class PageLogger {
public:
    PageLogger(db::Store& store, ListenerId listener)
        : store_(store)
        , listener_(listener)
    {
    }

    /// The highest ids in the log, before the first log().
    void startAfter(suggestions::HighestIds ids) { ids_ = ids; }
    /// Cards without an id on these shelves get one and are written as one batch; `batch.id` is set
    /// here. Nothing for no shelves.
    void log(Page& page, const QStringList& shelfIds, SuggestionBatch batch);
    void markShown(const std::vector<SuggestionId>& cards, UtcMs at);

private:
    db::Store& store_;
    ListenerId listener_;
    suggestions::HighestIds ids_;
};

} // namespace segue
