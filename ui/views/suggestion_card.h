#pragma once

#include "core/library/track_table.h"
#include "core/recommend/service/for_you.h"
#include "ui/commands.h"

#include <QAbstractButton>

namespace segue::ui {

class CoverCache;

/// One suggestion: cover, title, artist, reason. A click on the cover plays it; a click on the
/// reason asks why. The controls that appear on it are CardControls.
class SuggestionCard : public QAbstractButton, public TrackTarget {
    Q_OBJECT
    Q_PROPERTY(double opacity READ opacity WRITE setOpacity)

public:
    SuggestionCard(Commands& commands, CoverCache& covers, QWidget* parent);

    void setSuggestion(const Suggestion& suggestion);
    const Suggestion& suggestion() const { return suggestion_; }
    TrackPick pick() const
    {
        return {suggestion_.track, suggestion_.id ? std::optional(suggestion_.id) : std::nullopt};
    }
    std::vector<TrackPick> targetTracks() const override { return {pick()}; }
    /// Everything it plays: its track, or the tracks of its album or work.
    std::vector<TrackPick> picks() const { return picksOf(suggestion_); }
    static std::vector<TrackPick> picksOf(const Suggestion& suggestion);

    QRect coverRect() const;
    /// Reached by keyboard, not by a click: shows its controls without the pointer.
    bool hasKeyboardFocus() const { return keyboardFocus_; }
    double opacity() const { return opacity_; }
    void setOpacity(double opacity);
    /// No longer on the page, but under the pointer.
    void setLeaving(bool leaving);
    QSize sizeHint() const override;
    static QSize cardSize();
    void fillMenu(QMenu& menu);

Q_SIGNALS:
    void whyRequested();
    void pointed(bool inside);
    /// Arrow keys: to the neighbour, or to the shelf above or below.
    void focusMoveRequested(int dx, int dy);
    void focused();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool hitButton(const QPoint& at) const override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void describe();
    void paintPicture(QPainter& painter, const QRect& cover, bool hot);
    QRect reasonRect() const;

    Commands& commands_;
    CoverCache& covers_;
    Suggestion suggestion_;
    void nameGroup(const TrackTable& table, const TrackRecord& track);

    QString title_, artist_, album_;
    QByteArray path_;
    double opacity_ = 1;
    bool leaving_ = false;
    bool keyboardFocus_ = false;
};

} // namespace segue::ui
