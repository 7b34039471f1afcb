#pragma once

#include "ui/models/latest_job.h"
#include "ui/models/search_results.h"
#include "ui/pages/page.h"

class QHBoxLayout;
class QLabel;
class QStackedLayout;

namespace segue::ui {

class Commands;
class CoverCache;
class EmptyState;
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

private:
    void search();
    void showResults();
    void showTop();
    void playFrom(int row);

    Commands& commands_;
    CoverCache& covers_;
    QString query_;
    std::shared_ptr<const SearchIndex> index_;
    TrackTablePtr indexed_; ///< what index_ is being built for
    SearchResults results_;
    TrackModel* model_;
    TrackView* view_;
    QWidget* top_;
    QHBoxLayout* chips_;
    QLabel* heading_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    LatestJob indexing_;
};

} // namespace segue::ui
