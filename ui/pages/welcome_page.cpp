#include "ui/pages/welcome_page.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/page_head.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QUrl>

namespace segue::ui {

using namespace Qt::StringLiterals;

WelcomePage::WelcomePage(QWidget* parent)
    : Page(parent)
    , zone_(new QWidget)
    , add_(new QPushButton(tr("Add a music folder…")))
{
    setAcceptDrops(true);
    QLabel* title = pageTitle(tr("Welcome to Segue"));
    auto* intro = new QLabel(tr("Show Segue where your music is. It plays it, and learns from what "
                                "you play and rate what to suggest next."));
    intro->setForegroundRole(QPalette::PlaceholderText);
    add_->setProperty("primary", true);
    auto* drop = new QLabel(tr("or drop folders here"));
    drop->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* label : {title, intro, drop}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto* zone = new QVBoxLayout(zone_);
    zone->setContentsMargins(24, 28, 24, 28);
    zone->setSpacing(10);
    zone->addWidget(new IconLabel(u"folder-add"_s, 40), 0, Qt::AlignHCenter);
    zone->addWidget(add_, 0, Qt::AlignHCenter);
    zone->addWidget(drop);

    auto* middle = new QVBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(title);
    middle->addWidget(intro);
    middle->addSpacing(8);
    middle->addWidget(zone_);
    middle->addSpacing(8);
    middle->addWidget(makePromises());
    auto* box = new QWidget;
    box->setLayout(middle);
    box->setMaximumWidth(scaled(560));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->addStretch(2);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(box, 100);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(3);
    connect(add_, &QAbstractButton::clicked, this, &WelcomePage::addFolderRequested);
}

QWidget* WelcomePage::makePromises() const
{
    auto* box = new QWidget;
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    for (const auto& [name, text] :
        {std::pair(u"songs"_s,
             tr("Segue reads the tags of your files, and changes them only "
                "when you ask. You can play at once, while it reads.")),
            std::pair(u"for-you"_s,
                tr("For You is filled from your tags first, and gets better with each play and "
                   "rating. Every suggestion says why.")),
            std::pair(u"private"_s,
                tr("Everything stays on this computer. Segue does not use the network."))}) {
        auto* row = new QHBoxLayout;
        row->setSpacing(12);
        auto* label = new QLabel(text);
        label->setWordWrap(true);
        row->addWidget(new IconLabel(name, 20), 0, Qt::AlignTop);
        row->addWidget(label, 1);
        rows->addLayout(row);
    }
    return box;
}

QWidget* WelcomePage::focusTarget()
{
    return add_;
}

void WelcomePage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    const QRectF area
        = QRectF(QRect(zone_->mapTo(this, QPoint()), zone_->size())).adjusted(1, 1, -1, -1);
    QPen pen(dragging_ ? c.accent : c.textFaint, 1.5, Qt::CustomDashLine);
    pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.setBrush(dragging_ ? c.accentSoft : mix(c.window, c.surface, .5));
    painter.drawRoundedRect(area, 12, 12);
}

void WelcomePage::dragEnterEvent(QDragEnterEvent* event)
{
    if (!event->mimeData()->hasUrls())
        return;
    dragging_ = true;
    update();
    event->acceptProposedAction();
}

void WelcomePage::dragLeaveEvent(QDragLeaveEvent*)
{
    dragging_ = false;
    update();
}

void WelcomePage::dropEvent(QDropEvent* event)
{
    dragging_ = false;
    update();
    Q_EMIT foldersDropped(event->mimeData()->urls());
    event->acceptProposedAction();
}

} // namespace segue::ui

#include "moc_welcome_page.cpp"
