#include "ui/views/card_controls.h"

#include "core/history/taste.h"
#include "ui/commands.h"
#include "ui/views/suggestion_card.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/star_rating.h"

#include <QHBoxLayout>
#include <QMenu>

namespace segue::ui {

using namespace Qt::StringLiterals;

CardControls::CardControls(Commands& commands)
    : commands_(commands)
    , stars_(new StarRating)
    , love_(new IconButton(u"heart"_s, tr("Love"), nullptr, u"L"_s))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(2);
    auto* why = new IconButton(u"why"_s, tr("Why is this here?"), nullptr, u"W"_s);
    auto* later = new IconButton(u"later"_s, tr("Not now"), nullptr, tr("Del"));
    auto* more = new IconButton(u"more"_s, tr("More"));
    upper->addWidget(why);
    upper->addStretch(1);
    upper->addWidget(later);
    upper->addWidget(more);
    auto* lower = new QHBoxLayout;
    lower->addWidget(stars_);
    lower->addStretch(1);
    lower->addWidget(love_);
    column->addLayout(upper);
    column->addStretch(1);
    column->addLayout(lower);
    love_->setCheckable(true);
    stars_->setOnPicture(true);
    for (IconButton* button : {why, later, more, love_}) {
        button->setSizes(18, 28);
        button->setOnPicture(true);
        button->setFocusPolicy(Qt::NoFocus); // the card has keys for them
    }
    stars_->setFocusPolicy(Qt::NoFocus);
    hide();

    connect(why, &QAbstractButton::clicked, this, [this] { Q_EMIT card_->whyRequested(); });
    connect(later, &QAbstractButton::clicked, this,
        [this] { commands_.notNow(card_->suggestion().track); });
    connect(more, &QAbstractButton::clicked, this, [this, more] {
        QMenu menu(card_);
        card_->fillMenu(menu);
        menu.exec(more->mapToGlobal(QPoint(0, more->height() + 4)));
    });
    connect(love_, &QAbstractButton::clicked, this,
        [this](bool on) { commands_.love({card_->pick()}, on); });
    connect(stars_, &StarRating::rated, this,
        [this](std::optional<int> halfStars) { commands_.rate({card_->pick()}, halfStars); });
    connect(&commands.services().taste, &Taste::statsChanged, this, &CardControls::showStats);
}

void CardControls::setCard(SuggestionCard* card)
{
    if (card == card_)
        return;
    card_ = card;
    setParent(card);
    if (!card) {
        hide();
        return;
    }
    setGeometry(card->coverRect());
    showStats();
    show();
}

void CardControls::showStats()
{
    if (!card_)
        return;
    const TrackStats stats = commands_.services().taste.statsOf(card_->suggestion().track);
    stars_->setValue(stats.rating ? std::optional<int>(*stats.rating) : std::nullopt);
    love_->setChecked(stats.loved);
    love_->setAppearance(stats.loved ? u"heart-filled"_s : u"heart"_s,
        stats.loved ? tr("No longer loved") : tr("Love"));
}

} // namespace segue::ui

#include "moc_card_controls.cpp"
