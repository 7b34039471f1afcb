#include "ui/dialogs/dialog_parts.h"

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

QLabel* dimLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* titleLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setFont(themeFont(TextSize::large, true));
    return label;
}

QVBoxLayout* stepColumn(QWidget* step)
{
    auto* column = new QVBoxLayout(step);
    column->setContentsMargins(dialogSide, 20, dialogSide, 8);
    column->setSpacing(12);
    return column;
}

void emptyLayout(QVBoxLayout& column)
{
    while (QLayoutItem* item = column.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // its button may be the one that was clicked
        }
        delete item;
    }
}

QWidget* offerRow(
    const QString& icon, const QString& name, const QString& detail, QPushButton* button)
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 4, 0, 4);
    line->setSpacing(12);
    line->addWidget(new IconLabel(icon, scaled(20)));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto* title = new ElidedLabel;
    title->setFullText(name);
    title->setFont(themeFont(TextSize::normal, true));
    auto* under = new ElidedLabel;
    under->setFullText(detail);
    under->setDim(true);
    under->setFont(themeFont(TextSize::small));
    texts->addWidget(title);
    texts->addWidget(under);
    line->addLayout(texts, 1);
    button->setAccessibleName(u"%1: %2"_s.arg(button->text(), name));
    line->addWidget(button);
    return row;
}

} // namespace segue::ui
