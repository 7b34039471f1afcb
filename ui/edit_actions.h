#pragma once

#include "core/library/edit/edits.h"
#include "core/library/health/findings.h"

#include <QLatin1StringView>
#include <QObject>
#include <QString>

#include <memory>
#include <vector>

class QMenu;
class QWidget;

namespace segue {
class Mending;
}

namespace segue::ui {

class Commands;
struct TrackPick;

/// Setting: whether ratings and play counts are written into the files' tags. Off by default.
inline constexpr QLatin1StringView writeRatingsSetting("files/ratings");

/// Everything that changes music files, wherever tracks are shown: opens the dialogs, tells what
/// came of an edit with a way back, remembers it for undo. A part of Commands. Main thread.
class EditActions : public QObject {
    Q_OBJECT

public:
    EditActions(Commands& commands, QObject* parent);

    /// Whether files can be changed at all.
    bool isPossible() const;
    /// The dialogs open over `over` and go by themselves.
    void editTags(const std::vector<TrackPick>& picks, QWidget* over);
    /// Shows what would be written into files so that the finding is gone; written when that is
    /// agreed to.
    void mend(const Finding& finding, QWidget* over);
    void writeGains(const std::vector<TrackPick>& picks);
    void organise(const std::vector<TrackPick>& picks, QWidget* over);

    /// Writes, moves; the outcome is told as a message of the window.
    void write(EditRequest request);
    void move(OrganisePlan plan);

    /// "Edit tags…" and "Organise files…".
    void fillMenu(QMenu& menu, const std::vector<TrackPick>& picks);

Q_SIGNALS:
    /// Files stay as they were: what is wrong with each, a line each. `undoable`: Commands::undo()
    /// has something of it to take back.
    void failed(const QString& text, const std::vector<QString>& lines, bool undoable);

private:
    void showMending(const std::shared_ptr<const Mending>& mending, QWidget* over);
    void undo(std::int64_t id);
    void tell(const EditOutcome& outcome, const QString& what);

    Commands& commands_;
};

} // namespace segue::ui
