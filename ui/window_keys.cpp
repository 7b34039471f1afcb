// The part of MainWindow that the keyboard reaches, and what its keys act on.
#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/edit_actions.h"
#include "ui/main_window.h"
#include "ui/pages/songs_page.h"
#include "ui/shortcuts.h"
#include "ui/views/top_bar.h"
#include "ui/widgets/filter_box.h"

#include <QAbstractButton>
#include <QAction>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

void MainWindow::installShortcuts()
{
    for (const Shortcut& shortcut : allShortcuts()) {
        if (shortcut.id.isEmpty())
            continue;
        auto* action = new QAction(shortcut.text, this);
        action->setShortcuts(QKeySequence::listFromString(shortcut.keys));
        action->setObjectName(shortcut.id);
        connect(action, &QAction::triggered, this, [this, id = shortcut.id] { trigger(id); });
        addAction(action);
    }
}

void MainWindow::trigger(const QString& id)
{
    Player& player = services_.player;
    const std::vector<std::pair<QString, std::function<void()>>> table{
        {u"pause"_s, [&] { player.togglePause(); }},
        {u"next"_s, [&] { player.next(); }},
        {u"previous"_s, [&] { player.previous(); }},
        {u"louder"_s, [&] { player.setVolume(std::min(1.0, player.volume() + .05)); }},
        {u"quieter"_s, [&] { player.setVolume(std::max(0.0, player.volume() - .05)); }},
        {u"shuffle"_s, [&] { player.setShuffle(!player.shuffle()); }},
        {u"repeat"_s,
            [&] {
                player.setRepeatMode(
                    player.repeatMode() == RepeatMode::off ? RepeatMode::all : RepeatMode::off);
            }},
        {u"love"_s, [&] { loveTargets(); }},
        {u"private"_s,
            [&] { services_.taste.setPrivateSession(!services_.taste.isPrivateSession()); }},
        {u"guest"_s, [&] { services_.taste.setGuest(!services_.taste.isGuest()); }},
        {u"search"_s, [&] { topBar_->focusSearch(); }},
        {u"filter"_s, [&] { filterSongs(); }},
        {u"page1"_s, [&] { showPage(u"for_you"_s); }},
        {u"page2"_s, [&] { showPage(u"songs"_s); }},
        {u"page3"_s, [&] { showPage(u"albums"_s); }},
        {u"page4"_s, [&] { showPage(u"artists"_s); }},
        {u"page5"_s, [&] { showPage(u"genres"_s); }},
        {u"page6"_s, [&] { showPage(u"folders"_s); }},
        {u"page7"_s, [&] { showPage(u"history"_s); }},
        {u"page8"_s, [&] { showPage(u"taste"_s); }},
        {u"page9"_s, [&] { showPage(u"health"_s); }},
        {u"queue"_s, [&] { setQueueShown(!isQueueShown()); }},
        {u"back"_s, [&] { goBack(1); }},
        {u"forward"_s, [&] { goBack(-1); }},
        {u"edit_tags"_s, [&] { commands_->edits().editTags(targets(), this); }},
        {u"undo"_s, [&] { commands_->undo(); }},
        {u"add_folder"_s, [&] { addFolder(); }},
        {u"rescan"_s, [&] { services_.library.scan(); }},
        {u"menu"_s,
            [&] {
                menu_->popup(mapToGlobal(QPoint(width() - menu_->sizeHint().width() - 16, 56)));
            }},
        {u"help"_s, [&] { ShortcutSheet(this).exec(); }},
        {u"quit"_s, [&] { close(); }},
    };
    if (id.startsWith(u"rate")) {
        const int stars = id.mid(4).toInt();
        rateTargets(stars > 0 ? std::optional<int>(2 * stars) : std::nullopt);
        return;
    }
    const auto it
        = std::find_if(table.begin(), table.end(), [&](const auto& e) { return e.first == id; });
    if (it != table.end())
        it->second();
}

void MainWindow::filterSongs()
{
    showPage(u"songs"_s);
    FilterBox* box = static_cast<SongsPage*>(pageFor(u"songs"_s))->filterBox();
    box->setFocus(Qt::ShortcutFocusReason);
    box->selectAll();
}

bool MainWindow::event(QEvent* event)
{
    // The space bar presses the button that has the focus; it pauses everywhere else.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && qobject_cast<QAbstractButton*>(focusWidget())) {
            key->accept();
            return true;
        }
    }
    return QMainWindow::event(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    Player& player = services_.player;
    if (event->modifiers() == Qt::NoModifier && player.current()
        && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        const std::int64_t by = event->key() == Qt::Key_Left ? -5000 : 5000;
        player.seek(std::clamp<std::int64_t>(player.positionMs() + by, 0, player.durationMs()));
        return;
    }
    QMainWindow::keyPressEvent(event);
}

std::vector<TrackPick> MainWindow::targets() const
{
    for (QWidget* widget = focusWidget(); widget; widget = widget->parentWidget()) {
        if (auto* target = dynamic_cast<TrackTarget*>(widget)) {
            if (std::vector<TrackPick> picks = target->targetTracks(); !picks.empty())
                return picks;
        }
    }
    const auto entry = services_.player.current();
    return entry && entry->track ? std::vector<TrackPick>{{entry->track, {}}}
                                 : std::vector<TrackPick>();
}

void MainWindow::rateTargets(std::optional<int> halfStars)
{
    commands_->rate(targets(), halfStars);
}

void MainWindow::loveTargets()
{
    const std::vector<TrackPick> picks = targets();
    const bool all = std::all_of(picks.begin(), picks.end(),
        [this](const TrackPick& pick) { return services_.taste.statsOf(pick.track).loved; });
    commands_->love(picks, !all);
}

} // namespace segue::ui
