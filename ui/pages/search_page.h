#pragma once

#include "ui/models/search_results.h"
#include "ui/pages/page.h"

class QHBoxLayout;
class QLabel;
class QStackedLayout;

namespace segue::ui {

class Commands;
class CoverCache;
class EmptyState;
class FilterMessage;
class TrackModel;
class TrackView;

/// Results over everything: artists and albums on top, tracks below; Enter plays the best.
class SearchPage : public Page {
    Q_OBJECT

public:
    SearchPage(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    void open(const QString& query) override;
    QWidget* focusTarget() override;
    /// Plays the first track found.
    void playBest();
    const SearchResults& results() const { return results_; }
    /// What is wrong with the query, under the heading; nothing hides it.
    void showError(const std::optional<FilterError>& error);

private:
    void showResults();
    void showTop();
    void playFrom(int row);

    Commands& commands_;
    CoverCache& covers_;
    QString query_;
    SearchResults results_;
    TrackModel* model_;
    TrackView* view_;
    QWidget* top_;
    QHBoxLayout* chips_;
    QLabel* heading_;
    FilterMessage* message_;
    EmptyState* empty_;
    QStackedLayout* stack_;
};

} // namespace segue::ui
