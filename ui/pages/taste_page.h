#pragma once

#include "core/recommend/service/insight.h"
#include "ui/pages/page.h"

#include <memory>
#include <vector>

class QBoxLayout;
class QButtonGroup;
class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace segue::ui {

class ChartView;
class Commands;
class EmptyState;

/// Your Taste: pictures of what was heard, and how good the suggestions are.
class TastePage : public Page {
    Q_OBJECT

public:
    explicit TastePage(Commands& commands, QWidget* parent = nullptr);

    void open(const QString& argument) override;
    QWidget* focusTarget() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeSuggestions();
    QWidget* makeReplay();
    void request();
    void showReport(const std::shared_ptr<const TasteReport>& report);
    void showHeard();
    void showCharts();
    void showTops();
    void showSuggestions();
    void showReplay(const std::shared_ptr<const ReplayReport>& report);
    void arrange();

    Commands& commands_;
    std::shared_ptr<const TasteReport> report_;
    std::shared_ptr<const ReplayReport> replayReport_;
    ReportPeriod period_ = ReportPeriod::all;
    QScrollArea* scroll_;
    EmptyState* empty_;
    QButtonGroup* periods_;
    QLabel* summary_;
    QLabel* heardText_;
    QPushButton* heardRest_;
    ChartView* heard_;
    ChartView* clock_;
    ChartView* plays_;
    ChartView* genres_;
    ChartView* ratings_;
    ChartView* weeks_;
    ChartView* shelves_;
    ChartView* channels_;
    QLabel* followed_;
    QLabel* measures_;
    QWidget* tops_[3]{};
    QPushButton* replayButton_;
    QProgressBar* replayBar_;
    QLabel* replayText_;
    ChartView* replay_;
    QGridLayout* grid_;
    std::vector<QWidget*>
        panels_; ///< in order; all but the last two stand in two columns when wide
    int columns_ = 0;
};

} // namespace segue::ui
