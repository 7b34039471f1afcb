#include "ui/widgets/icon_label.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace segue::ui {

IconLabel::IconLabel(QString name, int px, QWidget* parent)
    : QWidget(parent)
    , name_(std::move(name))
    , px_(px)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString& name)
{
    name_ = name;
    update();
}

void IconLabel::setStrong(bool strong)
{
    strong_ = strong;
    update();
}

QSize IconLabel::sizeHint() const
{
    return {scaled(px_), scaled(px_)};
}

void IconLabel::paintEvent(QPaintEvent*)
{
    if (name_.isEmpty())
        return;
    QPainter(this).drawPixmap(0, 0,
        iconPixmap(
            name_, strong_ ? colors().accent : colors().textDim, scaled(px_), devicePixelRatioF()));
}

} // namespace segue::ui

#include "moc_icon_label.cpp"
