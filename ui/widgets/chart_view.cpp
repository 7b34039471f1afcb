#include "ui/widgets/chart_view.h"

#include <QPainter>

namespace segue::ui {

ChartView::ChartView(int heightPx, QWidget* parent)
    : QWidget(parent)
    , height_(heightPx)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChartView::setChart(Paint paint, const QString& name, const QString& description)
{
    paint_ = std::move(paint);
    setAccessibleName(name);
    setAccessibleDescription(description);
    update();
}

void ChartView::setChartHeight(int px)
{
    height_ = px;
    updateGeometry();
}

void ChartView::paintEvent(QPaintEvent*)
{
    if (!paint_)
        return;
    QPainter painter(this);
    paint_(painter, rect());
}

} // namespace segue::ui
