#pragma once

#include <QWidget>

#include <functional>

class QPainter;

namespace segue::ui {

/// A picture painted by a function, with its meaning in words for screen readers.
class ChartView : public QWidget {
public:
    using Paint = std::function<void(QPainter&, const QRect&)>;

    explicit ChartView(int heightPx, QWidget* parent = nullptr);
    void setChart(Paint paint, const QString& name, const QString& description);
    void setChartHeight(int px);
    QSize sizeHint() const override { return {200, height_}; }
    QSize minimumSizeHint() const override { return {120, height_}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Paint paint_;
    int height_;
};

} // namespace segue::ui
