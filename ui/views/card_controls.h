#pragma once

#include <QWidget>

namespace segue::ui {

class Commands;
class IconButton;
class StarRating;
class SuggestionCard;

/// The buttons on the card that has the pointer or the focus: why, not now, more; stars, love.
/// There is one for the whole page; it moves from card to card.
class CardControls : public QWidget {
    Q_OBJECT

public:
    explicit CardControls(Commands& commands);

    /// Moves onto `card`; null hides it.
    void setCard(SuggestionCard* card);
    SuggestionCard* card() const { return card_; }
    StarRating* stars() const { return stars_; }

private:
    void showStats();

    Commands& commands_;
    SuggestionCard* card_ = nullptr;
    StarRating* stars_;
    IconButton* love_;
};

} // namespace segue::ui
