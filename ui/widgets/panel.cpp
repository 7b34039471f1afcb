#include "ui/widgets/panel.h"

#include "ui/commands.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

Panel::Panel(const QString& title, QWidget* parent)
    : QWidget(parent)
    , column_(new QVBoxLayout(this))
{
    column_->setContentsMargins(20, 16, 20, 18);
    column_->setSpacing(10);
    auto* label = new QLabel(title);
    label->setFont(themeFont(TextSize::normal, true));
    column_->addWidget(label);
    setAccessibleName(title);
}

void Panel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors().border);
    painter.setBrush(mix(colors().window, colors().surface, .45)); // chips on it stand out
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 12, 12);
}

TopList::TopList(Commands& commands, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , column_(new QVBoxLayout(this))
{
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(4);
}

void TopList::setEntries(const std::vector<TasteReport::Entry>& entries)
{
    while (QLayoutItem* item = column_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (entries.empty()) {
        auto* none = new QLabel(QCoreApplication::translate("Taste", "Nothing yet"));
        none->setForegroundRole(QPalette::PlaceholderText);
        column_->addWidget(none);
    }
    for (const TasteReport::Entry& entry : entries) {
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(10);
        auto* name = new ElidedLabel;
        name->setLink(true);
        name->setFullText(
            entry.detail.isEmpty() ? entry.name : u"%1 – %2"_s.arg(entry.name, entry.detail));
        auto* count = new QLabel(QLocale().toString(entry.plays));
        count->setForegroundRole(QPalette::PlaceholderText);
        row->addWidget(name, 1);
        row->addWidget(count);
        column_->addWidget(line);
        connect(name, &ElidedLabel::activated, this,
            [this, track = entry.track] { commands_.goToAlbum(track); });
    }
}

} // namespace segue::ui
