#pragma once

#include "core/library/health/findings.h"
#include "ui/pages/page.h"

#include <array>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace segue {
class Health;
}

namespace segue::ui {

class Commands;
class EmptyState;
class HealthPanel;

/// What is unclean about the collection, kind by kind, with one click for each finding and for all
/// of a kind. Files are touched only by what is asked for, looked at and agreed to in a dialog.
class HealthPage : public Page {
    Q_OBJECT

public:
    explicit HealthPage(Commands& commands, QWidget* parent = nullptr);

    void open(const QString& argument) override;
    QWidget* focusTarget() override;

private:
    void showReport();

    Commands& commands_;
    Health* health_;
    QScrollArea* scroll_;
    EmptyState* empty_;
    QLabel* summary_;
    std::array<HealthPanel*, healthKinds> panels_{};
    HealthReportPtr shown_;
};

} // namespace segue::ui
