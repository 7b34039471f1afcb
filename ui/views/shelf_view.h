#pragma once

#include "core/recommend/service/for_you.h"

#include <QWidget>

class QPushButton;

namespace segue::ui {

class CardStrip;
class Commands;
class CoverCache;
class ElidedLabel;
class IconButton;

/// A shelf: its name, what can be done with it, and its cards.
class ShelfView : public QWidget {
    Q_OBJECT

public:
    ShelfView(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    void setShelf(const Shelf& shelf, bool animated);
    /// "More of this" and "something else"; shown where the shelf follows a running session.
    void setSteer(Steer steer, bool shown);
    QString shelfId() const { return id_; }
    CardStrip& strip() const { return *strip_; }
    /// What each channel usually adds on this shelf.
    const std::vector<Contribution>& means() const { return means_; }

Q_SIGNALS:
    void playAllRequested();
    void saveRequested();
    void hideRequested(const QString& shelfId);
    void steerRequested(segue::Steer steer);

private:
    void showArrows();

    QString id_;
    std::vector<Contribution> means_;
    ElidedLabel* title_;
    ElidedLabel* subtitle_;
    QPushButton* more_;
    QPushButton* else_;
    IconButton* playAll_;
    IconButton* save_;
    IconButton* hide_;
    IconButton* back_;
    IconButton* forward_;
    CardStrip* strip_;
};

} // namespace segue::ui
