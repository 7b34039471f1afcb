#pragma once

#include "core/recommend/service/for_you.h"
#include "ui/commands.h"

#include <QWidget>

#include <optional>
#include <vector>

class QVariantAnimation;

namespace segue::ui {

class CoverCache;
class SuggestionCard;

/// A row of cards that scrolls sideways. When its contents change, cards slide to their new places,
/// new ones fade in, those that went fade out, and the card under the pointer stays where it is.
class CardStrip : public QWidget {
    Q_OBJECT

public:
    CardStrip(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    void setItems(const std::vector<Suggestion>& items, bool animated);
    /// Cards in the order shown.
    const std::vector<SuggestionCard*>& cards() const { return cards_; }
    std::vector<Suggestion> items() const { return items_; }

    bool canScroll(int direction) const;
    void scrollPage(int direction);
    void ensureVisible(const SuggestionCard* card);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cardPointed(segue::ui::SuggestionCard* card, bool inside);
    void cardFocused(segue::ui::SuggestionCard* card);
    void playRequested(segue::ui::SuggestionCard* card);
    void whyRequested(segue::ui::SuggestionCard* card);
    /// Arrow up or down on card number `index`.
    void leaveRequested(int index, int dy);
    void scrolled();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    SuggestionCard* makeCard(const Suggestion& item);
    void arrange(bool animated);
    void applyOrder(bool animated);
    void unpin(const SuggestionCard* card);
    void scrollTo(int offset, bool animated);
    int step() const;
    int furthest() const;
    void place();

    Commands& commands_;
    CoverCache& covers_;
    std::vector<Suggestion> items_;
    std::vector<SuggestionCard*> cards_;
    std::optional<TrackId> pinned_;
    QVariantAnimation* scroll_;
    int offset_ = 0;
};

/// How long movements take in milliseconds; 0 where the desktop wants none.
int animationMs();

} // namespace segue::ui
