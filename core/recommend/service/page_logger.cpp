#include "core/recommend/service/page_logger.h"

namespace segue {

void PageLogger::log(Page& page, const QStringList& shelfIds, SuggestionBatch batch)
{
    if (shelfIds.isEmpty())
        return;
    batch.id = ids_.batch = {ids_.batch.value + 1};
    std::vector<suggestions::LoggedCard> cards
        = suggestions::numberCards(page, shelfIds, ids_.suggestion);
    store_.write(
        db::Durability::normal,
        [batch = std::move(batch), cards = std::move(cards), listener = listener_](
            db::Connection& c) {
            suggestions::insertBatch(c, listener, batch);
            for (const suggestions::LoggedCard& one : cards)
                suggestions::insertCard(c, batch.id, one);
        },
        [](const Result<void>&) {});
}

void PageLogger::markShown(const std::vector<SuggestionId>& cards, UtcMs at)
{
    store_.write(
        db::Durability::normal,
        [cards, at](db::Connection& c) { suggestions::markShown(c, cards, at); },
        [](const Result<void>&) {});
}

} // namespace segue
