#pragma once

#include "ui/commands.h"

#include <QWidget>

class QLabel;
class QListView;
class QStackedLayout;

namespace segue::ui {

class CoverCache;
class IconButton;
class QueueModel;

/// What plays next: drag to reorder (or Alt+Up/Down), Del removes, Enter jumps there.
class QueuePanel : public QWidget, public TrackTarget {
    Q_OBJECT

public:
    QueuePanel(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    std::vector<TrackPick> targetTracks() const override;
    QListView* list() const { return list_; }

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void connectAll(CoverCache& covers);
    void reload();
    void describe();
    void moveSelected(int by);
    void showMenu(const QPoint& at);
    std::vector<std::uint64_t> selectedKeys() const;

    Commands& commands_;
    QueueModel* model_;
    QListView* list_;
    QLabel* summary_;
    IconButton* save_;
    IconButton* clear_;
    QStackedLayout* stack_;
};

} // namespace segue::ui
