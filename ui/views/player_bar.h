#pragma once

#include "core/base/ids.h"

#include <QWidget>

class QLabel;

namespace segue::ui {

class Commands;
class CoverCache;
class CoverLabel;
class ElidedLabel;
class IconButton;
class SeekBar;
class SlimSlider;
class StarRating;

/// What plays, and the controls.
class PlayerBar : public QWidget {
    Q_OBJECT

public:
    PlayerBar(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    void setQueueShown(bool shown);
    /// Leaves out what is also reachable by keyboard and menu, for narrow windows.
    void setNarrow(bool narrow);

Q_SIGNALS:
    void queueToggled();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeTrack(CoverCache& covers);
    QWidget* makeControls();
    QWidget* makeRight();
    void showCurrent();
    void showState();
    void showStats();
    void showModes();
    void showTimes();
    void showWaveform();
    void goToCurrent();

    Commands& commands_;
    CoverLabel* cover_;
    ElidedLabel* title_;
    ElidedLabel* artist_;
    StarRating* stars_;
    IconButton* love_;
    IconButton* previous_;
    IconButton* play_;
    IconButton* next_;
    IconButton* shuffle_;
    IconButton* repeat_;
    IconButton* queue_;
    IconButton* mute_;
    SeekBar* seek_;
    TrackId waveformOf_; ///< that the seek bar shows, or waits for
    QLabel* elapsed_;
    QLabel* total_;
    SlimSlider* volume_;
    double volumeBefore_ = .8; ///< what un-muting goes back to
};

} // namespace segue::ui
