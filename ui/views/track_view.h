#pragma once

#include "ui/commands.h"
#include "ui/models/track_columns.h"

#include <QElapsedTimer>
#include <QTableView>

namespace segue::ui {

class TrackDelegate;
class TrackHeader;
class TrackModel;

/// A list of tracks: single click selects, double click and Enter play, stars are clicked in
/// place, letters jump to a title. Selection is kept as ranges; nothing is done per selected row
/// until something is asked for. Columns are remembered under `settingsKey`.
class TrackView : public QTableView, public TrackTarget {
    Q_OBJECT

public:
    TrackView(
        Commands& commands, TrackModel& model, QString settingsKey, QWidget* parent = nullptr);

    /// Columns shown when nothing is remembered yet.
    void setFirstColumns(const std::vector<Column>& columns);
    void restoreColumns();
    void saveColumns() const;
    void setColumnShown(Column column, bool shown);
    void setSortKeys(const std::vector<SortKey>& keys);

    std::vector<TrackPick> targetTracks() const override;
    /// Keeps current row, selection (up to 1,000 rows, or everything) and scroll position over
    /// `change`, which resets the model.
    void keepingPlace(const std::function<void()>& change);
    QString typedAhead() const { return typed_; }
    void keyboardSearch(const QString& text) override;

Q_SIGNALS:
    void playRequested(int row);
    void sortRequested(segue::ui::Column column);
    void typedAheadChanged(const QString& text);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool isTypingAhead() const;
    void fitColumns();
    void setHover(const QPoint& at, bool inside);
    void showColumnMenu(const QPoint& at);
    bool clickInPlace(const QModelIndex& index, const QPoint& at);

    Commands& commands_;
    TrackModel& model_;
    TrackDelegate* delegate_;
    TrackHeader* header_;
    QString settingsKey_;
    QString typed_;
    bool fitted_ = true; ///< widths follow the window until the user sets one
    bool fitting_ = false;
    bool typing_ = false; ///< until typedAt_ is too long ago
    QElapsedTimer typedAt_;
    QModelIndex pressedInPlace_;
};

} // namespace segue::ui
