#include "ui/widgets/contribution_bars.h"

#include "ui/theme/theme.h"

#include <QLocale>
#include <QPainter>
#include <QStringList>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString number(double value)
{
    return (value > 0 ? u"+"_s : QString()) + QLocale().toString(value, 'f', 2);
}

} // namespace

ContributionBars::ContributionBars(std::vector<WhyBar> bars, QWidget* parent)
    : QWidget(parent)
    , bars_(std::move(bars))
{
    QStringList words;
    for (const WhyBar& bar : bars_)
        words << u"%1: %2"_s.arg(bar.name, number(bar.value));
    setAccessibleName(tr("Contributions"));
    setAccessibleDescription(words.join(u"; "_s));
}

int ContributionBars::rowHeight() const
{
    return QFontMetrics(themeFont(TextSize::small)).height() + scaled(14);
}

QSize ContributionBars::sizeHint() const
{
    return {scaled(300), static_cast<int>(bars_.size()) * rowHeight()};
}

void ContributionBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(themeFont(TextSize::small));
    const Colors& c = colors();
    double largest = 1e-9, lowest = 0;
    for (const WhyBar& bar : bars_) {
        largest = std::max(largest, std::abs(bar.value));
        lowest = std::min(lowest, bar.value);
    }
    // The zero line leaves room on its left only where something speaks against.
    const double zero = lowest < 0 ? width() * .25 * std::min(1.0, -lowest / largest + .1) : 0;
    const double unit = (width() - zero) / largest;
    int y = 0;
    const QFontMetrics fm = painter.fontMetrics();
    for (const WhyBar& bar : bars_) {
        const QString value = number(bar.value);
        painter.setPen(bar.speaks ? c.text : c.textDim);
        const QRect text(0, y, width(), fm.height());
        const QRect numberRect = QStyle::visualRect(layoutDirection(), rect(),
            QRect(width() - fm.horizontalAdvance(value), y, fm.horizontalAdvance(value),
                fm.height()));
        painter.drawText(numberRect, Qt::AlignCenter, value);
        const QRect name = QStyle::visualRect(
            layoutDirection(), rect(), text.adjusted(0, 0, -fm.horizontalAdvance(value) - 8, 0));
        painter.drawText(name,
            static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)),
            fm.elidedText(bar.name, Qt::ElideRight, name.width()));
        const double length = std::max(3.0, std::abs(bar.value) * std::min(unit, double(width())));
        QRectF strip(
            bar.value >= 0 ? zero : std::max(0.0, zero - length), y + fm.height() + 3, length, 5);
        if (isRightToLeft())
            strip.moveLeft(width() - strip.right());
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar.value < 0 ? c.textFaint
                : bar.speaks           ? c.accent
                                       : mix(c.border, c.textDim, .55));
        painter.drawRoundedRect(strip, 2.5, 2.5);
        if (bar.usual) {
            double x = std::clamp(zero + *bar.usual * unit, 1.0, width() - 2.0);
            if (isRightToLeft())
                x = width() - x;
            painter.setBrush(c.text);
            painter.drawRect(QRectF(x - 1, strip.y() - 2, 2, strip.height() + 4));
        }
        y += rowHeight();
    }
}

} // namespace segue::ui

#include "moc_contribution_bars.cpp"
