#pragma once

#include "core/library/health/findings.h"
#include "ui/widgets/panel.h"

class QLabel;
class QPushButton;

namespace segue::ui {

/// One kind of finding on the Health page: what it is, how many there are, the first of them with
/// what can be done, and more on demand.
class HealthPanel : public Panel {
    Q_OBJECT

public:
    /// `canWrite`: music files can be changed.
    explicit HealthPanel(HealthKind kind, bool canWrite, QWidget* parent = nullptr);

    void showReport(const HealthReportPtr& report);
    /// How many findings have a row.
    int rows() const { return shown_; }

Q_SIGNALS:
    void applied(const std::vector<segue::Finding>& findings);
    void dismissed(const segue::Finding& finding);
    /// What would be written into files so that it is gone is to be shown.
    void writeRequested(const segue::Finding& finding);
    /// The tracks of a finding are to be looked at, as this page of the window.
    void lookedAt(const QString& page);

private:
    void fill();
    QWidget* rowOf(const Finding& finding);
    const std::vector<Finding>& findings() const { return report_->of(kind_); }

    HealthKind kind_;
    bool canWrite_;
    HealthReportPtr report_;
    QLabel* title_;
    QPushButton* all_;
    QPushButton* more_;
    QVBoxLayout* list_;
    int wanted_; ///< rows
    int shown_ = 0;
};

/// In words: heading and explanation of a kind; the button for one finding, empty for none; what
/// its tracks are shown by.
QString titleOf(HealthKind kind);
QString aboutOf(HealthKind kind);
QString pageOf(const Finding& finding);

} // namespace segue::ui
