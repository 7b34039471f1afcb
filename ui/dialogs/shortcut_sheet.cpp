#include "ui/dialogs/shortcut_sheet.h"

#include "ui/shortcuts.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QKeySequence>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

ShortcutSheet::ShortcutSheet(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard"));
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(24, 16, 24, 24);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    QString group;
    for (const Shortcut& shortcut : allShortcuts()) {
        if (shortcut.text.isEmpty())
            continue;
        const int row = grid->rowCount();
        if (shortcut.group != group) {
            group = shortcut.group;
            auto* head = new QLabel(group);
            head->setFont(themeFont(TextSize::normal, true));
            head->setContentsMargins(0, 12, 0, 2);
            grid->addWidget(head, row, 0, 1, 2);
        }
        QString keys = shortcut.keys;
        keys.replace(u"; "_s, tr("  or  "));
        auto* keyLabel = new QLabel(keys);
        keyLabel->setForegroundRole(QPalette::Link);
        auto* text = new QLabel(shortcut.text);
        text->setBuddy(keyLabel);
        grid->addWidget(keyLabel, row + 1, 0);
        grid->addWidget(text, row + 1, 1);
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(grid->rowCount(), 1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    resize(scaled(520), std::min(scaled(640), parent ? parent->height() - 40 : 640));
}

} // namespace segue::ui

#include "moc_shortcut_sheet.cpp"
