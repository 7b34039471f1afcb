#include "ui/edit_actions.h"

#include "core/library/health/mending.h"
#include "core/library/library.h"
#include "core/tasks/task_runner.h"
#include "ui/commands.h"
#include "ui/dialogs/organise_dialog.h"
#include "ui/dialogs/tag_dialog.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"

#include <QDate>
#include <QMenu>
#include <QPointer>

#include <memory>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostAtOnce = 5000;

std::vector<TrackId> tracksOf(const std::vector<TrackPick>& picks)
{
    std::vector<TrackId> tracks;
    for (const TrackPick& pick : picks)
        tracks.push_back(pick.track);
    return tracks;
}

/// What mending a finding is called.
QString mendingText(const Finding& finding)
{
    const QString what = QString::fromStdString(finding.what);
    switch (finding.kind) {
    case HealthKind::years:
        return EditActions::tr("The year %1").arg(what);
    case HealthKind::missing:
        return what == u"artist" ? EditActions::tr("Artists that are missing")
            : what == u"album"   ? EditActions::tr("Albums that are missing")
            : what == u"year"    ? EditActions::tr("Years that are missing")
            : what == u"genre"   ? EditActions::tr("Genres that are missing")
                                 : EditActions::tr("Tags from the names of files");
    default:
        return EditActions::tr("“%1” in one spelling")
            .arg(QString::fromStdString(finding.items.front().text));
    }
}

QString filesText(std::int64_t count)
{
    return countOf(count, EditActions::tr("file"), EditActions::tr("files"));
}

} // namespace

EditActions::EditActions(Commands& commands, QObject* parent)
    : QObject(parent)
    , commands_(commands)
{
    if (Edits* edits = commands.services().edits)
        connect(edits, &Edits::problem, this,
            [this](const QString& line) { Q_EMIT failed(line, {}, false); });
}

bool EditActions::isPossible() const
{
    return commands_.services().edits != nullptr;
}

void EditActions::editTags(const std::vector<TrackPick>& picks, QWidget* over)
{
    if (!isPossible() || picks.empty())
        return;
    if (picks.size() > mostAtOnce) {
        Q_EMIT commands_.notice(tr("%1 are selected: edit at most %2 at a time.")
                                    .arg(countOf(std::ssize(picks), tr("track"), tr("tracks")))
                                    .arg(mostAtOnce),
            false);
        return;
    }
    auto* dialog = new TagDialog(*commands_.services().edits, tracksOf(picks), over);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TagDialog::saveRequested, this, &EditActions::write);
    dialog->open();
}

void EditActions::mend(const Finding& finding, QWidget* over)
{
    if (!isPossible() || !isMendable(finding.kind))
        return;
    std::vector<std::string> roots;
    for (const RootFolder& root : commands_.services().library.roots())
        roots.push_back(root.path.toStdString());
    runThen(
        this,
        [table = commands_.services().library.tracks(), finding, roots] {
            return std::make_shared<const Mending>(
                table, finding, roots, QDate::currentDate().year());
        },
        [this, over = QPointer(over)](const std::shared_ptr<const Mending>& mending) {
            if (over)
                showMending(mending, over);
        });
}

void EditActions::showMending(const std::shared_ptr<const Mending>& mending, QWidget* over)
{
    std::vector<TrackId> tracks = mending->tracks();
    if (tracks.empty()) {
        Q_EMIT commands_.notice(
            tr("There is no file to write into: these are parts of files, or not there now."),
            false);
        return;
    }
    QString what = mendingText(mending->finding());
    if (tracks.size() > mostAtOnce) {
        what += u' ' + tr("(the first %1 of %2)").arg(mostAtOnce).arg(tracks.size());
        tracks.resize(mostAtOnce);
    }
    auto* dialog = new TagDialog(*commands_.services().edits, tracks, over);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->propose(what,
        [mending](const LoadedFile& file) { return mending->fieldsFor(file.track, file.fields); });
    connect(dialog, &TagDialog::saveRequested, this, &EditActions::write);
    dialog->open();
}

void EditActions::organise(const std::vector<TrackPick>& picks, QWidget* over)
{
    if (!isPossible() || picks.empty())
        return;
    auto* dialog = new OrganiseDialog(
        *commands_.services().edits, commands_.services().settings, tracksOf(picks), over);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OrganiseDialog::moveRequested, this, &EditActions::move);
    dialog->open();
}

void EditActions::writeGains(const std::vector<TrackPick>& picks)
{
    if (isPossible() && !picks.empty())
        commands_.services().edits->writeGains(tracksOf(picks), [this](const EditOutcome& outcome) {
            tell(outcome, tr("ReplayGain was written into %1."));
        });
}

void EditActions::write(EditRequest request)
{
    if (!isPossible() || request.files.empty())
        return;
    commands_.services().edits->write(std::move(request),
        [this](const EditOutcome& outcome) { tell(outcome, tr("Tags of %1 were changed.")); });
}

void EditActions::move(OrganisePlan plan)
{
    if (!isPossible() || plan.ready() == 0)
        return;
    commands_.services().edits->organise(std::move(plan),
        [this](const EditOutcome& outcome) { tell(outcome, tr("%1 were moved.")); });
}

void EditActions::tell(const EditOutcome& outcome, const QString& what)
{
    QString text = outcome.changed > 0 ? what.arg(filesText(outcome.changed)) : QString();
    const auto add
        = [&text](const QString& more) { text += (text.isEmpty() ? QString() : u" "_s) + more; };
    if (outcome.waiting > 0)
        add(tr("%1 will be written when it has ended playing.").arg(filesText(outcome.waiting)));
    if (!outcome.problems.empty())
        add(outcome.problems.size() == 1 ? tr("1 file could not be changed and is as it was.")
                                         : tr("%1 could not be changed and are as they were.")
                                               .arg(filesText(std::ssize(outcome.problems))));
    if (!outcome.notes.empty())
        add(outcome.notes.size() == 1 ? outcome.notes.front()
                                      : tr("%1 And %2 more notes.")
                                            .arg(outcome.notes.front())
                                            .arg(outcome.notes.size() - 1));
    if (text.isEmpty())
        text = tr("Nothing had to be changed.");
    if (outcome.id != 0)
        commands_.remember(
            outcome.problems.empty() ? text : QString(), [this, id = outcome.id] { undo(id); });
    else if (outcome.problems.empty())
        Q_EMIT commands_.notice(text, false);
    if (!outcome.problems.empty())
        Q_EMIT failed(text, outcome.problems, outcome.id != 0);
}

void EditActions::undo(std::int64_t id)
{
    commands_.services().edits->undo(id, [this, id](const EditOutcome& outcome) {
        if (outcome.problems.empty()) {
            Q_EMIT commands_.notice(tr("Put back: %1.").arg(filesText(outcome.changed)), false);
            return;
        }
        // What is left of it can be tried again: when a file has ended playing, or is there again.
        commands_.remember({}, [this, id] { undo(id); });
        QString text = tr("%1 could not be put back.").arg(filesText(std::ssize(outcome.problems)));
        if (outcome.changed > 0)
            text = tr("Put back: %1.").arg(filesText(outcome.changed)) + u' ' + text;
        Q_EMIT failed(text, outcome.problems, true);
    });
}

void EditActions::fillMenu(QMenu& menu, const std::vector<TrackPick>& picks)
{
    if (!isPossible())
        return;
    const auto shared = std::make_shared<const std::vector<TrackPick>>(picks);
    QWidget* over = menu.parentWidget() ? menu.parentWidget()->window() : nullptr;
    QAction* edit = menu.addAction(
        icon(u"edit"_s), tr("Edit tags…"), this, [this, shared, over] { editTags(*shared, over); });
    edit->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Return));
    edit->setShortcutVisibleInContextMenu(true);
    menu.addAction(icon(u"volume"_s), tr("Write ReplayGain into files"), this,
        [this, shared] { writeGains(*shared); });
    menu.addAction(icon(u"folder"_s), tr("Organise files…"), this,
        [this, shared, over] { organise(*shared, over); });
}

} // namespace segue::ui

#include "moc_edit_actions.cpp"
