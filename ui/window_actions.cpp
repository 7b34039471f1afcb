// The part of MainWindow that reacts: keys, menu, drops, messages of the services.
#include "core/analysis/service/analysis.h"
#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/listeners/listeners.h"
#include "core/playback/player.h"
#include "core/playlist/playlists.h"
#include "ui/dialogs/folders_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/edit_actions.h"
#include "ui/main_window.h"
#include "ui/pages/songs_page.h"
#include "ui/shortcuts.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/listener_menu.h"
#include "ui/views/player_bar.h"
#include "ui/views/top_bar.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/toast.h"

#include <QAbstractButton>
#include <QActionGroup>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

void MainWindow::connectServices()
{
    connect(&commands_->edits(), &EditActions::failed, this, &MainWindow::showFailedEdits);
    connect(&services_.library, &Library::problem, this, &MainWindow::showProblem);
    connect(&services_.library, &Library::scanFinished, this, &MainWindow::showScanSummary);
    connect(&services_.player, &Player::problem, this, &MainWindow::showProblem);
    connect(&services_.taste, &Taste::problem, this, &MainWindow::showProblem);
    connect(&services_.playlists, &Playlists::problem, this, &MainWindow::showProblem);
    if (services_.listeners)
        connect(services_.listeners, &Listeners::problem, this, &MainWindow::showProblem);
    connect(&services_.player, &Player::currentChanged, this, [this] {
        const auto entry = services_.player.current();
        setWindowTitle(!entry             ? u"Segue"_s
                : entry->artist.isEmpty() ? u"%1 – Segue"_s.arg(entry->title)
                                          : u"%1 – %2 – Segue"_s.arg(entry->title, entry->artist));
    });
}

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

QMenu* MainWindow::makeMenu()
{
    auto* menu = new QMenu(this);
    menu->addAction(icon(u"folder-add"_s), tr("Add music folder…"), this, &MainWindow::addFolder);
    menu->addAction(icon(u"folder"_s), tr("Music folders…"), this, [this] {
        FoldersDialog dialog(services_.library, this);
        connect(&dialog, &FoldersDialog::addFolderRequested, this, &MainWindow::addFolder);
        dialog.exec();
    });
    menu->addAction(
        icon(u"refresh"_s), tr("Look for new music"), this, [this] { services_.library.scan(); });
    addAnalysisTo(menu);
    if (Imports* imports = services_.imports) {
        menu->addAction(
            icon(u"import"_s), tr("Import from another player…"), this, [this, imports] {
                auto* dialog = new ImportDialog(*imports, this);
                dialog->setAttribute(Qt::WA_DeleteOnClose);
                dialog->open();
            });
    }
    if (services_.edits) {
        QAction* ratings = menu->addAction(tr("Write ratings and plays into the files"));
        ratings->setToolTip(tr("For other players; Segue itself keeps them in its database"));
        ratings->setCheckable(true);
        ratings->setChecked(services_.settings.value(writeRatingsSetting, false).toBool());
        connect(ratings, &QAction::toggled, this,
            [this](bool on) { services_.settings.setValue(writeRatingsSetting, on); });
    }
    menu->addSeparator();
    if (services_.listeners) {
        listenerMenu_ = new ListenerMenu(*services_.listeners, this);
        menu->addMenu(listenerMenu_);
    }
    QMenu* theme = menu->addMenu(icon(u"theme"_s), tr("Appearance"));
    auto* group = new QActionGroup(this);
    for (const auto& [mode, text] : {std::pair(ThemeMode::system, tr("Like the desktop")),
             std::pair(ThemeMode::dark, tr("Dark")), std::pair(ThemeMode::light, tr("Light"))}) {
        QAction* action = theme->addAction(text, this, [this, mode = mode] { setTheme(mode); });
        action->setCheckable(true);
        action->setChecked(themeMode() == mode);
        group->addAction(action);
    }
    connect(theme, &QMenu::aboutToShow, group,
        [group] { group->actions().at(static_cast<int>(themeMode()))->setChecked(true); });
    menu->addAction(
        icon(u"keyboard"_s), tr("Keyboard…"), this, [this] { ShortcutSheet(this).exec(); });
    menu->addSeparator();
    menu->addAction(icon(u"quit"_s), tr("Quit"), this, &QWidget::close);
    return menu;
}

void MainWindow::addAnalysisTo(QMenu* menu)
{
    Analysis* analysis = services_.analysis;
    if (!analysis)
        return;
    QAction* action = menu->addAction(tr("Listen to new music in the background"));
    action->setToolTip(tr("Finds tempo, key, loudness and what sounds alike"));
    action->setCheckable(true);
    action->setChecked(services_.settings.value(analyseSetting, true).toBool());
    connect(action, &QAction::toggled, this, [this, analysis](bool on) {
        services_.settings.setValue(analyseSetting, on);
        on ? analysis->start({}) : analysis->cancel();
    });
}

void MainWindow::setTheme(ThemeMode mode)
{
    services_.settings.setValue(u"window/theme"_s, toString(mode));
    applyTheme(*qApp, mode);
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

void MainWindow::addFolder()
{
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Add a music folder"), music);
    if (!folder.isEmpty())
        addFolders({QUrl::fromLocalFile(folder)});
}

void MainWindow::addFolders(const QList<QUrl>& urls)
{
    for (const QUrl& url : urls) {
        if (!url.isLocalFile())
            continue;
        const QString folder = url.toLocalFile();
        if (const Result<void> added = services_.library.addRoot(QFile::encodeName(folder)); !added)
            showProblem(QString::fromStdString(added.error().message));
        else
            showNotice(tr("Added “%1”. Tracks appear while it is being read.").arg(folder), false);
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    addFolders(event->mimeData()->urls());
    event->acceptProposedAction();
}

void MainWindow::showNotice(const QString& text, bool undoable)
{
    toast_->showMessage(text, undoable ? tr("Undo") : QString());
}

void MainWindow::showProblem(const QString& text)
{
    toast_->showMessage(text, {}, true);
}

void MainWindow::showScanSummary(const ScanSummary& summary)
{
    if (summary.cancelled) {
        showNotice(
            tr("Stopped. What was read so far is here; “Look for new music” goes on."), false);
        return;
    }
    if (summary.problems.empty()) {
        if (summary.added > 0)
            showNotice(
                tr("%1 added.").arg(countOf(summary.added, tr("track"), tr("tracks"))), false);
        return;
    }
    problems_ = summary.problems;
    toast_->showMessage(
        tr("%1 could not be read; everything else is here.")
            .arg(countOf(static_cast<qint64>(problems_.size()), tr("file"), tr("files"))),
        tr("Show"), true);
}

void MainWindow::showFailedEdits(const QString& text, const std::vector<QString>& lines)
{
    if (lines.size() <= 1) {
        showProblem(lines.empty() ? text : lines.front());
        return;
    }
    problems_ = lines;
    toast_->showMessage(text, tr("Show"), true);
}

void MainWindow::offer(const QString& text, const QString& action, std::function<void()> act)
{
    offered_ = text;
    offeredAct_ = std::move(act);
    toast_->showMessage(text, action);
}

void MainWindow::toastAction()
{
    if (offeredAct_ && toast_->lastMessage() == offered_) {
        offeredAct_();
        return;
    }
    if (!toast_->isProblem()) {
        commands_->undo();
        return;
    }
    QMessageBox box(QMessageBox::Information, tr("Files with a problem"),
        tr("These files were left out. Nothing else is affected."), QMessageBox::Close, this);
    QStringList lines;
    for (const QString& line : problems_)
        lines << line;
    box.setDetailedText(lines.join(u'\n'));
    box.exec();
}

} // namespace segue::ui
