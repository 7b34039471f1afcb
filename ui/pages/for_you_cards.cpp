// The part of ForYouPage that deals with single cards: playing, asking why, focus, what was shown.
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/pages/for_you_page.h"
#include "ui/playlist_actions.h"
#include "ui/views/card_controls.h"
#include "ui/views/card_strip.h"
#include "ui/views/shelf_view.h"
#include "ui/views/suggestion_card.h"
#include "ui/views/why_popover.h"

#include <QScrollArea>

#include <algorithm>

namespace segue::ui {

namespace {

/// All tracks of a shelf, those of albums among them.
std::vector<TrackPick> picksOf(const ShelfView& shelf)
{
    std::vector<TrackPick> picks;
    for (const Suggestion& item : shelf.strip().items()) {
        const std::vector<TrackPick> more = SuggestionCard::picksOf(item);
        picks.insert(picks.end(), more.begin(), more.end());
    }
    return picks;
}

} // namespace

ShelfView* ForYouPage::makeShelf()
{
    auto* shelf = new ShelfView(commands_, covers_);
    CardStrip* strip = &shelf->strip();
    connect(strip, &CardStrip::playRequested, this,
        [this, shelf](SuggestionCard* card) { playCard(card, *shelf); });
    connect(strip, &CardStrip::whyRequested, this, &ForYouPage::askWhy);
    connect(strip, &CardStrip::cardPointed, this, &ForYouPage::point);
    connect(strip, &CardStrip::cardFocused, this, [this](SuggestionCard* card) {
        controls_->setCard(card);
        scroll_->ensureWidgetVisible(card, 0, 24);
    });
    connect(strip, &CardStrip::leaveRequested, this,
        [this, shelf](int index, int dy) { moveFocus(*shelf, index, dy); });
    connect(strip, &CardStrip::scrolled, &reportTimer_, qOverload<>(&QTimer::start));
    connect(shelf, &ShelfView::playAllRequested, this, [this, shelf] { playAll(*shelf); });
    connect(shelf, &ShelfView::saveRequested, this, [this, shelf] { saveAsPlaylist(*shelf); });
    connect(shelf, &ShelfView::hideRequested, &commands_, &Commands::hideShelf);
    connect(shelf, &ShelfView::steerRequested, &commands_.services().forYou, &ForYou::setSteer);
    return shelf;
}

void ForYouPage::playCard(SuggestionCard* card, const ShelfView& shelf)
{
    // With an empty queue the shelf goes on behind the card, in its order.
    std::vector<TrackPick> rest;
    bool behind = false;
    for (const Suggestion& item : shelf.strip().items()) {
        if (behind) {
            const std::vector<TrackPick> more = SuggestionCard::picksOf(item);
            rest.insert(rest.end(), more.begin(), more.end());
        }
        behind = behind || item.track == card->suggestion().track;
    }
    commands_.playKeepingQueue(card->picks(), rest, StartedBy::shelf);
}

void ForYouPage::playAll(const ShelfView& shelf)
{
    commands_.play(picksOf(shelf), 0, StartedBy::shelf);
}

void ForYouPage::saveAsPlaylist(const ShelfView& shelf)
{
    std::vector<TrackId> tracks;
    for (const TrackPick& pick : picksOf(shelf))
        tracks.push_back(pick.track);
    commands_.playlists().createFrom(shelf.accessibleName(), tracks);
}

void ForYouPage::askWhy(SuggestionCard* card)
{
    std::vector<Contribution> usual;
    for (const ShelfView* shelf : shelves_) {
        if (shelf->isAncestorOf(card))
            usual = shelf->means();
    }
    auto* popover = new WhyPopover(commands_, covers_, card->suggestion(), usual, this);
    connect(popover, &WhyPopover::lessOfRequested, &commands_, &Commands::lessOf);
    popover->showBeside(
        QRect(card->mapToGlobal(card->coverRect().topLeft()), card->coverRect().size()));
}

void ForYouPage::moveFocus(const ShelfView& from, int index, int dy)
{
    const auto at = std::find(shelves_.begin(), shelves_.end(), &from) - shelves_.begin();
    const auto to = at + dy;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(shelves_.size()))
        return;
    const auto& cards = shelves_[static_cast<std::size_t>(to)]->strip().cards();
    if (!cards.empty())
        cards[std::min(static_cast<std::size_t>(index), cards.size() - 1)]->setFocus(
            Qt::OtherFocusReason);
}

void ForYouPage::point(SuggestionCard* card, bool inside)
{
    if (inside)
        controls_->setCard(card);
    else if (controls_->card() == card && !card->hasKeyboardFocus())
        controls_->setCard(nullptr);
}

void ForYouPage::reportShown()
{
    if (!isVisible())
        return;
    std::vector<SuggestionId> shown;
    for (const ShelfView* shelf : shelves_) {
        for (const SuggestionCard* card : shelf->strip().cards()) {
            const SuggestionId id = card->suggestion().id;
            const QRect seen = card->visibleRegion().boundingRect();
            const bool mostly
                = seen.width() * 2 > card->width() && seen.height() * 2 > card->height();
            if (id && mostly && reported_.insert(id).second)
                shown.push_back(id);
        }
    }
    if (!shown.empty())
        commands_.services().forYou.markShown(shown);
}

void ForYouPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    reportTimer_.start();
}

} // namespace segue::ui
