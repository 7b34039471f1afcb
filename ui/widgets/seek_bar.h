#pragma once

#include "ui/widgets/waveform_paint.h"

#include <QPixmap>
#include <QWidget>

#include <memory>

namespace segue::ui {

/// Position in the track: click or drag to seek, arrows 5 s, Page Up/Down 30 s, Home to the start.
/// While dragging it shows the time under the pointer and seeks once, on release. With a waveform
/// it shows the track's low, mid and high energies over time, else a plain bar.
class SeekBar : public QWidget {
    Q_OBJECT

public:
    explicit SeekBar(QWidget* parent = nullptr);

    void setDuration(qint64 ms);
    void setPosition(qint64 ms);
    qint64 position() const { return position_; }
    /// Null: there is none (yet).
    void setWaveform(std::shared_ptr<const analysis::Waveform> waveform);
    bool hasWaveform() const { return waveform_ != nullptr; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void seeked(qint64 ms);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    qint64 timeAt(double x) const;
    void describe();
    double shownShare() const;
    void paintPlain(QPainter& painter, bool hot) const;
    void paintWaveform(QPainter& painter, bool hot);
    void drawPictures();

    qint64 duration_ = 0;
    qint64 position_ = 0;
    double pointer_ = -1; ///< x under the pointer, -1 outside
    bool dragging_ = false;
    std::shared_ptr<const analysis::Waveform> waveform_;
    /// Drawn once for a track, size and theme; a paint event copies parts of them.
    struct Picture {
        QPixmap pixmap;
        WaveformColors colors;
    };
    Picture played_, ahead_;
};

} // namespace segue::ui
