#pragma once

#include "core/library/edit/edits.h"

#include <QDialog>
#include <QTimer>

#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QSettings;
class QTreeWidget;

namespace segue::ui {

/// Names files by a pattern: shows where each would go, and what stays for which reason, before
/// anything moves. Moving asks its owner and closes.
class OrganiseDialog : public QDialog {
    Q_OBJECT

public:
    OrganiseDialog(
        Edits& edits, QSettings& settings, std::vector<TrackId> tracks, QWidget* parent = nullptr);

    QComboBox* patternBox() const { return pattern_; }
    const OrganisePlan& plan() const { return plan_; }
    /// Plans anew for this folder.
    void setTarget(const QString& folder);

public Q_SLOTS:
    void accept() override;

Q_SIGNALS:
    void moveRequested(const segue::OrganisePlan& plan);
    /// A new plan is shown.
    void planned();

private:
    void planSoon();
    void dropPlan();
    void makePlan();
    void showPlan(const Result<OrganisePlan>& plan);
    void fill();
    void chooseTarget();

    Edits& edits_;
    QSettings& settings_;
    std::vector<TrackId> tracks_;
    OrganisePlan plan_;
    QByteArray target_; ///< empty: within the music folders
    quint64 asked_ = 0; ///< the plan that is waited for
    QComboBox* pattern_;
    QLabel *message_, *count_;
    QPushButton *place_, *move_;
    QTreeWidget* list_;
    QTimer timer_;
};

} // namespace segue::ui
