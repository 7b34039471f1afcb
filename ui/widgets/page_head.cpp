#include "ui/widgets/page_head.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace segue::ui {

QLabel* pageTitle(const QString& text)
{
    auto* title = new QLabel(text);
    title->setFont(themeFont(TextSize::title, true));
    title->setTextFormat(Qt::PlainText);
    return title;
}

QHBoxLayout* pageHead(QLabel* title, QLabel* summary)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    const QFontMetrics large(title->font());
    const int height = std::max(scaled(38), large.height());
    title->setFixedHeight(height);
    head->addWidget(title, 0, Qt::AlignTop);
    if (summary) {
        const QFontMetrics small(summary->font());
        summary->setForegroundRole(QPalette::PlaceholderText);
        summary->setFixedHeight(height);
        // Both are centred in the height: the base lines differ by what the ascents are more.
        const int lower = (large.ascent() - large.descent() - small.ascent() + small.descent()) / 2;
        summary->setContentsMargins(0, 2 * lower, 0, 0);
        head->addWidget(summary, 1, Qt::AlignTop);
    }
    return head;
}

} // namespace segue::ui
