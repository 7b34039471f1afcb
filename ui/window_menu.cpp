// The part of MainWindow that is its menu, and what it is given: folders.
#include "core/analysis/service/analysis.h"
#include "core/library/library.h"
#include "core/listeners/listeners.h"
#include "ui/dialogs/folders_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/packs_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/edit_actions.h"
#include "ui/main_window.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/listener_menu.h"

#include <QActionGroup>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

namespace segue::ui {

using namespace Qt::StringLiterals;

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
    if (Packs* packs = services_.packs) {
        QAction* action
            = menu->addAction(icon(u"artist"_s), tr("Packs of listeners…"), this, [this, packs] {
                  auto* dialog = new PacksDialog(*packs, this);
                  dialog->setAttribute(Qt::WA_DeleteOnClose);
                  dialog->open();
              });
        action->setToolTip(tr("Public lists of who plays what, to learn from"));
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

} // namespace segue::ui
