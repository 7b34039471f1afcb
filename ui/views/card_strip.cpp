#include "ui/views/card_strip.h"

#include "ui/covers/cover_cache.h"
#include "ui/models/strip_plan.h"
#include "ui/theme/theme.h"
#include "ui/views/suggestion_card.h"

#include <QApplication>
#include <QPropertyAnimation>
#include <QStyle>
#include <QVariantAnimation>
#include <QWheelEvent>

#include <algorithm>
#include <cstdlib>

namespace segue::ui {

int animationMs()
{
    return QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0 ? 240 : 0;
}

CardStrip::CardStrip(Commands& commands, CoverCache& covers, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , covers_(covers)
    , scroll_(new QVariantAnimation(this))
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    scroll_->setEasingCurve(QEasingCurve::OutCubic);
    connect(scroll_, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        offset_ = value.toInt();
        place();
        Q_EMIT scrolled();
    });
}

QSize CardStrip::sizeHint() const
{
    return {600, SuggestionCard::cardSize().height()};
}

QSize CardStrip::minimumSizeHint() const
{
    return {SuggestionCard::cardSize().width(), SuggestionCard::cardSize().height()};
}

int CardStrip::step() const
{
    return SuggestionCard::cardSize().width() + 12;
}

int CardStrip::furthest() const
{
    return std::max(0, static_cast<int>(cards_.size()) * step() - 12 - width());
}

SuggestionCard* CardStrip::makeCard(const Suggestion& item)
{
    auto* card = new SuggestionCard(commands_, covers_, this);
    card->setSuggestion(item);
    connect(card, &QAbstractButton::clicked, this, [this, card] { Q_EMIT playRequested(card); });
    connect(card, &SuggestionCard::whyRequested, this, [this, card] { Q_EMIT whyRequested(card); });
    connect(card, &SuggestionCard::pointed, this, [this, card](bool inside) {
        if (inside)
            pinned_ = card->suggestion().track;
        else
            unpin(card);
        Q_EMIT cardPointed(card, inside);
    });
    connect(card, &SuggestionCard::focused, this, [this, card] {
        ensureVisible(card);
        Q_EMIT cardFocused(card);
    });
    connect(card, &SuggestionCard::focusMoveRequested, this, [this, card](int dx, int dy) {
        const auto at = std::find(cards_.begin(), cards_.end(), card) - cards_.begin();
        const auto to = at + dx;
        if (dy != 0)
            Q_EMIT leaveRequested(static_cast<int>(at), dy);
        else if (to >= 0 && to < static_cast<std::ptrdiff_t>(cards_.size()))
            cards_[static_cast<std::size_t>(to)]->setFocus(Qt::OtherFocusReason);
    });
    return card;
}

void CardStrip::unpin(const SuggestionCard* card)
{
    if (pinned_ != card->suggestion().track)
        return;
    pinned_.reset();
    applyOrder(true); // what was held back under the pointer happens now
}

void CardStrip::setItems(const std::vector<Suggestion>& items, bool animated)
{
    items_ = items;
    applyOrder(animated && isVisible());
}

void CardStrip::applyOrder(bool animated)
{
    std::vector<TrackId> before, after;
    for (const SuggestionCard* card : cards_)
        before.push_back(card->suggestion().track);
    for (const Suggestion& item : items_)
        after.push_back(item.track);
    const std::vector<TrackId> plan = planStrip(before, after, pinned_);

    std::vector<SuggestionCard*> cards;
    for (TrackId track : plan) {
        const auto item = std::find_if(items_.begin(), items_.end(),
            [track](const Suggestion& s) { return s.track == track; });
        const auto old = std::find_if(cards_.begin(), cards_.end(),
            [track](const SuggestionCard* c) { return c && c->suggestion().track == track; });
        SuggestionCard* card = nullptr;
        if (old != cards_.end()) {
            card = std::exchange(*old, nullptr);
            if (item != items_.end())
                card->setSuggestion(*item);
        } else if (item != items_.end()) {
            card = makeCard(*item);
            card->setOpacity(animated ? 0 : 1);
            card->move(static_cast<int>(cards.size()) * step() - offset_, 0);
            card->show();
        }
        if (!card)
            continue;
        card->setLeaving(item == items_.end());
        cards.push_back(card);
    }
    for (SuggestionCard* gone : cards_) {
        if (!gone)
            continue;
        gone->setEnabled(false);
        gone->setFocusPolicy(Qt::NoFocus);
        auto* fade = new QPropertyAnimation(gone, "opacity", gone);
        fade->setDuration(animated ? animationMs() : 0);
        fade->setEndValue(0.0);
        connect(fade, &QAbstractAnimation::finished, gone, &QObject::deleteLater);
        fade->start();
    }
    cards_ = std::move(cards);
    for (std::size_t i = 1; i < cards_.size(); ++i)
        setTabOrder(cards_[i - 1], cards_[i]);
    arrange(animated);
}

void CardStrip::arrange(bool animated)
{
    const int duration = animated ? animationMs() : 0;
    if (duration == 0) {
        for (SuggestionCard* card : cards_)
            card->setOpacity(1);
        offset_ = std::clamp(offset_, 0, furthest());
        place();
        return;
    }
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        const QPoint to(static_cast<int>(i) * step() - offset_, 0);
        auto* move = new QPropertyAnimation(cards_[i], "pos", cards_[i]);
        move->setEasingCurve(QEasingCurve::OutCubic);
        move->setDuration(duration);
        move->setEndValue(isRightToLeft() ? QPoint(width() - to.x() - cards_[i]->width(), 0) : to);
        move->start(QAbstractAnimation::DeleteWhenStopped);
        if (cards_[i]->opacity() < 1) {
            auto* fade = new QPropertyAnimation(cards_[i], "opacity", cards_[i]);
            fade->setDuration(duration);
            fade->setEndValue(1.0);
            fade->start(QAbstractAnimation::DeleteWhenStopped);
        }
    }
}

void CardStrip::place()
{
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        const int x = static_cast<int>(i) * step() - offset_;
        cards_[i]->move(isRightToLeft() ? width() - x - cards_[i]->width() : x, 0);
    }
}

bool CardStrip::canScroll(int direction) const
{
    return direction < 0 ? offset_ > 0 : offset_ < furthest();
}

void CardStrip::scrollPage(int direction)
{
    const int cards = std::max(1, width() / step());
    scrollTo((offset_ / step() + direction * cards) * step(), true);
}

void CardStrip::scrollTo(int offset, bool animated)
{
    const int to = std::clamp(offset, 0, furthest());
    scroll_->stop();
    if (!animated || animationMs() == 0) {
        offset_ = to;
        place();
        Q_EMIT scrolled();
        return;
    }
    scroll_->setDuration(animationMs());
    scroll_->setStartValue(offset_);
    scroll_->setEndValue(to);
    scroll_->start();
}

void CardStrip::ensureVisible(const SuggestionCard* card)
{
    const auto index
        = static_cast<int>(std::find(cards_.begin(), cards_.end(), card) - cards_.begin());
    const int left = index * step();
    if (left < offset_)
        scrollTo(left, true);
    else if (left + card->width() > offset_ + width())
        scrollTo(left + card->width() - width(), true);
}

void CardStrip::resizeEvent(QResizeEvent*)
{
    offset_ = std::clamp(offset_, 0, furthest());
    place();
    Q_EMIT scrolled();
}

void CardStrip::wheelEvent(QWheelEvent* event)
{
    // Sideways wheels and Shift + wheel scroll the strip, the plain wheel the page.
    const QPoint delta = event->pixelDelta().isNull() ? event->angleDelta() : event->pixelDelta();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    if (!sideways && !(event->modifiers() & Qt::ShiftModifier)) {
        event->ignore();
        return;
    }
    scrollTo(offset_ - (sideways ? delta.x() : delta.y()), false);
    event->accept();
}

void CardStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    for (SuggestionCard* card : cards_)
        card->resize(SuggestionCard::cardSize());
    updateGeometry();
    place();
}

} // namespace segue::ui

#include "moc_card_strip.cpp"
