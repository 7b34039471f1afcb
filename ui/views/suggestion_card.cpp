#include "ui/views/suggestion_card.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/covers/cover_cache.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QMenu>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int side = 164; // of the cover

} // namespace

SuggestionCard::SuggestionCard(Commands& commands, CoverCache& covers, QWidget* parent)
    : QAbstractButton(parent)
    , commands_(commands)
    , covers_(covers)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    resize(cardSize());
    connect(&covers, &CoverCache::arrived, this, [this](const QByteArray& path) {
        if (path == path_)
            update(coverRect());
    });
    connect(&commands.services().taste, &Taste::statsChanged, this, &SuggestionCard::describe);
    connect(
        &commands.services().player, &Player::currentChanged, this, qOverload<>(&QWidget::update));
}

QSize SuggestionCard::cardSize()
{
    const int text = QFontMetrics(themeFont(TextSize::normal, true)).height()
        + 3 * QFontMetrics(themeFont(TextSize::small)).height();
    return {scaled(side) + 8, scaled(side) + 8 + 10 + text + 8};
}

QSize SuggestionCard::sizeHint() const
{
    return cardSize();
}

QRect SuggestionCard::coverRect() const
{
    return {4, 4, scaled(side), scaled(side)};
}

QRect SuggestionCard::reasonRect() const
{
    const int line = QFontMetrics(themeFont(TextSize::small)).height();
    return {4, height() - 2 * line - 4, width() - 8, 2 * line};
}

void SuggestionCard::setSuggestion(const Suggestion& suggestion)
{
    suggestion_ = suggestion;
    const TrackTablePtr table = commands_.services().library.tracks();
    if (const auto row = table->rowOf(suggestion.track)) {
        const TrackRecord& track = (*table)[*row];
        title_ = textOf(*table, track.title);
        artist_ = textOf(*table, track.artist);
        album_ = textOf(*table, track.album);
        const std::string_view path = table->text(track.path);
        path_ = QByteArray(path.data(), static_cast<qsizetype>(path.size()));
        if (suggestion.kind != CardKind::track)
            nameGroup(*table, track);
    }
    describe();
}

void SuggestionCard::nameGroup(const TrackTable& table, const TrackRecord& track)
{
    const QString count
        = countOf(static_cast<qint64>(suggestion_.plays.size()), tr("track"), tr("tracks"));
    const QString work = textOf(table, track.work);
    if (suggestion_.kind == CardKind::work)
        title_ = work.isEmpty() ? title_ : work;
    else
        title_ = album_.isEmpty() ? title_ : album_;
    if (suggestion_.kind == CardKind::albumRest)
        artist_ = tr("%1 · %2 to go").arg(artist_, count);
    else
        artist_ = u"%1 · %2"_s.arg(
            suggestion_.kind == CardKind::album ? textOf(table, track.albumArtist) : artist_,
            count);
}

std::vector<TrackPick> SuggestionCard::picksOf(const Suggestion& suggestion)
{
    const auto id = suggestion.id ? std::optional(suggestion.id) : std::nullopt;
    std::vector<TrackPick> picks{{suggestion.track, id}};
    for (TrackId track : suggestion.plays) {
        if (track != suggestion.track)
            picks.push_back({track, id});
    }
    return picks;
}

void SuggestionCard::describe()
{
    const TrackStats stats = commands_.services().taste.statsOf(suggestion_.track);
    const auto rating = stats.rating ? std::optional<int>(*stats.rating) : std::nullopt;
    setAccessibleName(tr("%1 by %2").arg(title_, artist_));
    setAccessibleDescription(
        tr("%1. %2%3")
            .arg(suggestion_.reason, formatStars(rating), stats.loved ? tr(", loved") : QString()));
    setToolTip(u"%1\n%2\n%3"_s.arg(title_, artist_, suggestion_.reason)
                   .toHtmlEscaped()
                   .replace(u'\n', u"<br>"_s));
    update();
}

void SuggestionCard::setOpacity(double opacity)
{
    opacity_ = opacity;
    update();
}

void SuggestionCard::setLeaving(bool leaving)
{
    leaving_ = leaving;
    update();
}

bool SuggestionCard::hitButton(const QPoint& at) const
{
    return coverRect().contains(at);
}

void SuggestionCard::mouseMoveEvent(QMouseEvent* event)
{
    const bool hand = hitButton(event->pos()) || reasonRect().contains(event->pos());
    setCursor(hand ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
    QAbstractButton::mouseMoveEvent(event);
}

void SuggestionCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !isDown() && reasonRect().contains(event->pos()))
        Q_EMIT whyRequested();
    QAbstractButton::mouseReleaseEvent(event);
}

void SuggestionCard::enterEvent(QEnterEvent*)
{
    Q_EMIT pointed(true);
    update();
}

void SuggestionCard::leaveEvent(QEvent*)
{
    Q_EMIT pointed(false);
    update();
}

void SuggestionCard::focusInEvent(QFocusEvent* event)
{
    QAbstractButton::focusInEvent(event);
    keyboardFocus_ = event->reason() != Qt::MouseFocusReason
        && event->reason() != Qt::PopupFocusReason
        && event->reason() != Qt::ActiveWindowFocusReason;
    if (keyboardFocus_)
        Q_EMIT focused();
}

void SuggestionCard::focusOutEvent(QFocusEvent* event)
{
    QAbstractButton::focusOutEvent(event);
    keyboardFocus_ = false;
    Q_EMIT pointed(underMouse());
    update();
}

void SuggestionCard::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        click();
        return;
    case Qt::Key_W:
        Q_EMIT whyRequested();
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (event->modifiers() & Qt::ShiftModifier)
            commands_.neverTrack({pick()});
        else
            commands_.notNow(suggestion_.track);
        return;
    case Qt::Key_Left:
        Q_EMIT focusMoveRequested(isRightToLeft() ? 1 : -1, 0);
        return;
    case Qt::Key_Right:
        Q_EMIT focusMoveRequested(isRightToLeft() ? -1 : 1, 0);
        return;
    case Qt::Key_Up:
        Q_EMIT focusMoveRequested(0, -1);
        return;
    case Qt::Key_Down:
        Q_EMIT focusMoveRequested(0, 1);
        return;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void SuggestionCard::fillMenu(QMenu& menu)
{
    commands_.fillTrackMenu(menu, {pick()});
    QAction* first = menu.actions().value(0);
    auto* why = new QAction(ui::icon(u"why"_s), tr("Why is this here?"), &menu);
    connect(why, &QAction::triggered, this, &SuggestionCard::whyRequested);
    auto* later = new QAction(ui::icon(u"later"_s), tr("Not now"), &menu);
    connect(later, &QAction::triggered, this, [this] { commands_.notNow(suggestion_.track); });
    menu.insertAction(first, why);
    menu.insertAction(first, later);
    menu.insertSeparator(first);
}

void SuggestionCard::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    fillMenu(menu);
    menu.exec(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(coverRect().center())
                                                             : event->globalPos());
}

} // namespace segue::ui

#include "moc_suggestion_card.cpp"
