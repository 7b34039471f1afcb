// The part of MainWindow that says what happened: messages of the services and commands.
#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/listeners/listeners.h"
#include "core/playback/player.h"
#include "core/playlist/playlists.h"
#include "core/recommend/service/for_you.h"
#include "ui/edit_actions.h"
#include "ui/main_window.h"
#include "ui/text/format.h"
#include "ui/widgets/toast.h"

#include <QMessageBox>
#include <QPushButton>

namespace segue::ui {

using namespace Qt::StringLiterals;

void MainWindow::connectServices()
{
    connect(&commands_->edits(), &EditActions::failed, this, &MainWindow::showFailedEdits);
    connect(&services_.library, &Library::problem, this, &MainWindow::showProblem);
    connect(&services_.library, &Library::scanFinished, this, &MainWindow::showScanSummary);
    connect(&services_.player, &Player::problem, this, &MainWindow::showProblem);
    connect(&services_.taste, &Taste::problem, this, &MainWindow::showProblem);
    connect(&services_.forYou, &ForYou::problem, this, &MainWindow::showProblem);
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
    offer(
        tr("%1 could not be read; everything else is here.")
            .arg(countOf(std::ssize(summary.problems), tr("file"), tr("files"))),
        tr("Show"),
        [this, lines = summary.problems] {
            listProblems(tr("These files were left out. Nothing else is affected."), lines, false);
        },
        true);
}

void MainWindow::showFailedEdits(
    const QString& text, const std::vector<QString>& lines, bool undoable)
{
    if (lines.size() <= 1) {
        const QString whole = lines.empty() ? text : text + u' ' + lines.front();
        if (undoable)
            offer(
                whole, tr("Undo"), [this] { commands_->undo(); }, true);
        else
            showProblem(whole);
        return;
    }
    offer(
        text, tr("Show"),
        [this, lines, undoable] {
            listProblems(tr("These files are as they were."), lines, undoable);
        },
        true);
}

void MainWindow::offer(
    const QString& text, const QString& action, std::function<void()> act, bool isProblem)
{
    offered_ = text;
    offeredAct_ = std::move(act);
    toast_->showMessage(text, action, isProblem);
}

void MainWindow::toastAction()
{
    if (offeredAct_ && toast_->lastMessage() == offered_) {
        offeredAct_();
        return;
    }
    commands_->undo();
}

void MainWindow::listProblems(const QString& text, const std::vector<QString>& lines, bool undoable)
{
    QMessageBox box(
        QMessageBox::Information, tr("Files with a problem"), text, QMessageBox::Close, this);
    const QAbstractButton* back
        = undoable ? box.addButton(tr("Undo what was changed"), QMessageBox::ActionRole) : nullptr;
    box.setDetailedText(QStringList(lines.begin(), lines.end()).join(u'\n'));
    box.exec();
    if (back && box.clickedButton() == back)
        commands_->undo();
}

} // namespace segue::ui
