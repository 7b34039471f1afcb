#pragma once

#include <QSlider>

namespace segue::ui {

/// A slim slider, 0 to 100; a click jumps there, the wheel moves by 5.
class SlimSlider : public QSlider {
    Q_OBJECT

public:
    explicit SlimSlider(QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    int valueAt(double x) const;
};

} // namespace segue::ui
