#pragma once

#include "core/history/taste.h"
#include "ui/commands.h"
#include "ui/pages/page.h"

class QLabel;
class QListView;
class QStackedLayout;

namespace segue::ui {

class CoverCache;
class EmptyState;
class HistoryModel;

/// What was played when, newest first; more comes when one scrolls to the end. Plays can be played
/// again, rated as anywhere, and taken out.
class HistoryPage : public Page, public TrackTarget {
    Q_OBJECT

public:
    HistoryPage(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    void open(const QString& argument) override;
    QWidget* focusTarget() override;
    std::vector<TrackPick> targetTracks() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void read();
    void show(std::vector<PlayEvent> plays);
    void showMore();
    void showMenu(const QPoint& at);
    void takeOut(const std::vector<PlayId>& plays);
    void showSummary();
    void select(const std::vector<PlayId>& plays);
    std::vector<PlayId> selectedPlays() const;

    Commands& commands_;
    HistoryModel* model_;
    QListView* list_;
    QLabel* summary_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    std::size_t limit_; ///< plays asked for
    bool reading_ = false, again_ = false;
    bool all_ = false; ///< there are no older ones
};

} // namespace segue::ui
