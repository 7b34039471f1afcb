#include "ui/views/shelf_view.h"

#include "ui/theme/theme.h"
#include "ui/views/card_strip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace segue::ui {

using namespace Qt::StringLiterals;

ShelfView::ShelfView(Commands& commands, CoverCache& covers, QWidget* parent)
    : QWidget(parent)
    , title_(new ElidedLabel)
    , subtitle_(new ElidedLabel)
    , more_(new QPushButton(tr("More of this")))
    , else_(new QPushButton(tr("Something else")))
    , playAll_(new IconButton(u"play"_s, {}))
    , save_(new IconButton(u"playlist"_s, {}))
    , hide_(new IconButton(u"hide"_s, {}))
    , back_(new IconButton(u"back"_s, tr("Earlier cards")))
    , forward_(new IconButton(u"forward"_s, tr("More cards")))
    , strip_(new CardStrip(commands, covers))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(4, 0, 0, 0);
    head->setSpacing(4);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    title_->setFont(themeFont(TextSize::large, true));
    subtitle_->setDim(true);
    subtitle_->setFont(themeFont(TextSize::small));
    names->addWidget(title_);
    names->addWidget(subtitle_);
    head->addLayout(names, 1);
    for (auto [button, steer] :
        {std::pair(more_, Steer::more), std::pair(else_, Steer::somethingElse)}) {
        button->setProperty("chip", true);
        button->setCheckable(true);
        button->hide();
        head->addWidget(button);
        connect(button, &QAbstractButton::clicked, this,
            [this, steer = steer](bool on) { Q_EMIT steerRequested(on ? steer : Steer::none); });
    }
    for (IconButton* button : {playAll_, save_, hide_, back_, forward_}) {
        button->setSizes(18, 32);
        head->addWidget(button);
    }
    column->addLayout(head);
    column->addWidget(strip_);
    connect(back_, &QAbstractButton::clicked, this, [this] { strip_->scrollPage(-1); });
    connect(forward_, &QAbstractButton::clicked, this, [this] { strip_->scrollPage(1); });
    connect(playAll_, &QAbstractButton::clicked, this, &ShelfView::playAllRequested);
    connect(save_, &QAbstractButton::clicked, this, &ShelfView::saveRequested);
    connect(hide_, &QAbstractButton::clicked, this, [this] { Q_EMIT hideRequested(id_); });
    connect(strip_, &CardStrip::scrolled, this, &ShelfView::showArrows);
}

void ShelfView::setShelf(const Shelf& shelf, bool animated)
{
    id_ = shelf.id;
    means_ = shelf.means;
    title_->setFullText(shelf.title);
    subtitle_->setFullText(shelf.subtitle);
    subtitle_->setVisible(!shelf.subtitle.isEmpty());
    setAccessibleName(shelf.title);
    playAll_->setAppearance(u"play"_s, tr("Play all of “%1”").arg(shelf.title));
    save_->setAppearance(u"playlist"_s, tr("Save “%1” as a playlist").arg(shelf.title));
    hide_->setAppearance(u"hide"_s, tr("Hide “%1” from the page").arg(shelf.title));
    strip_->setItems(shelf.items, animated);
    showArrows();
}

void ShelfView::setSteer(Steer steer, bool shown)
{
    more_->setVisible(shown);
    else_->setVisible(shown);
    more_->setChecked(steer == Steer::more);
    else_->setChecked(steer == Steer::somethingElse);
    more_->setToolTip(tr("What goes with this session comes first, until it ends."));
    else_->setToolTip(tr("Away from what this session played, until it ends."));
}

void ShelfView::showArrows()
{
    const bool needed = strip_->canScroll(-1) || strip_->canScroll(1);
    back_->setVisible(needed);
    forward_->setVisible(needed);
    back_->setEnabled(strip_->canScroll(-1));
    forward_->setEnabled(strip_->canScroll(1));
}

} // namespace segue::ui

#include "moc_shelf_view.cpp"
