#include "ui/pages/health_page.h"

#include "core/library/health/health.h"
#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/edit_actions.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/health_panel.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

HealthPage::HealthPage(Commands& commands, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , health_(commands.services().health)
    , scroll_(new QScrollArea)
    , empty_(new EmptyState)
    , summary_(new QLabel)
{
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, 16, 24, 24);
    column->setSpacing(16);
    summary_->setWordWrap(true);
    summary_->setForegroundRole(QPalette::PlaceholderText);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(4, 0, 0, 0);
    head->setSpacing(4);
    head->addLayout(pageHead(pageTitle(tr("Health"))));
    head->addWidget(summary_);
    column->addLayout(head);
    for (std::size_t kind = 0; kind < healthKinds; ++kind) {
        auto* panel = new HealthPanel(static_cast<HealthKind>(kind), commands.edits().isPossible());
        panel->hide();
        column->addWidget(panel);
        panels_[kind] = panel;
        connect(panel, &HealthPanel::lookedAt, &commands, &Commands::navigate);
        connect(panel, &HealthPanel::applied, this, [this](const std::vector<Finding>& findings) {
            if (health_)
                health_->apply(findings);
        });
        connect(panel, &HealthPanel::writeRequested, this,
            [this](const Finding& finding) { commands_.edits().mend(finding, window()); });
        connect(panel, &HealthPanel::dismissed, this, [this](const Finding& finding) {
            if (health_)
                health_->dismiss(finding);
        });
    }
    column->addStretch(1);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll_);
    whole->addWidget(empty_);
    if (health_) {
        connect(health_, &Health::changed, this, &HealthPage::showReport);
        connect(health_, &Health::decided, &commands, &Commands::healthDecided);
        connect(health_, &Health::problem, this,
            [&commands](const QString& message) { Q_EMIT commands.notice(message, false); });
        // While the page is open it follows the library.
        connect(&commands.services().library, &Library::tracksChanged, this, [this] {
            if (isVisible())
                health_->look();
        });
    }
    showReport();
}

void HealthPage::open(const QString&)
{
    if (health_)
        health_->look();
}

QWidget* HealthPage::focusTarget()
{
    return scroll_;
}

void HealthPage::showReport()
{
    const HealthReportPtr report = health_ ? health_->report() : nullptr;
    const bool hasFindings = report && report->count() > 0;
    scroll_->setVisible(hasFindings);
    empty_->setVisible(!hasFindings);
    if (!report) {
        empty_->setTexts(u"health"_s, tr("Looking through your collection…"),
            tr("For names in several spellings, copies, and tags that are missing."));
        return;
    }
    if (!hasFindings) {
        empty_->setTexts(u"health"_s,
            report->tracks > 0 ? tr("Nothing to clean up") : tr("No music yet"),
            report->tracks > 0
                ? tr("%1 looked through: every artist has one name, and nothing is there twice.")
                      .arg(countOf(
                          static_cast<qint64>(report->tracks), tr("track was"), tr("tracks were")))
                : tr("Once there is music, what is unclean about its names and tags is shown "
                     "here."));
        return;
    }
    if (shown_ == report)
        return;
    shown_ = report;
    summary_->setText(
        tr("%1 looked through. What you decide here is kept in Segue; files are written only where "
           "you ask for it, and shown first. All of it can be undone.")
            .arg(countOf(static_cast<qint64>(report->tracks), tr("track"), tr("tracks"))));
    for (HealthPanel* panel : panels_)
        panel->showReport(report);
}

} // namespace segue::ui

#include "moc_health_page.cpp"
