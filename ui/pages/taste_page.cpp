#include "ui/pages/taste_page.h"

#include "core/history/taste.h"
#include "ui/commands.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/taste_paint.h"
#include "ui/widgets/chart_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"
#include "ui/widgets/panel.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>

#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wide = 860; // from here on two columns

QLabel* text(bool dim = false)
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    if (dim)
        label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

TastePage::TastePage(Commands& commands, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , scroll_(new QScrollArea)
    , empty_(new EmptyState)
    , periods_(new QButtonGroup(this))
    , summary_(text(true))
    , heardText_(text())
    , heardRest_(new QPushButton(tr("Show the rest")))
    , heard_(new ChartView(scaled(10)))
    , clock_(new ChartView(scaled(190)))
    , plays_(new ChartView(scaled(190)))
    , genres_(new ChartView(scaled(230)))
    , ratings_(new ChartView(scaled(230)))
    , weeks_(new ChartView(scaled(170)))
    , shelves_(new ChartView(0))
    , channels_(new ChartView(0))
    , followed_(text())
    , measures_(text())
    , replayButton_(new QPushButton(tr("Replay my history")))
    , replayBar_(new QProgressBar)
    , replayText_(text(true))
    , replay_(new ChartView(0))
    , grid_(new QGridLayout)
{
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, 16, 24, 24);
    column->setSpacing(16);
    column->addWidget(makeHead());
    auto* heard = new Panel(tr("Your collection"));
    auto* heardRow = new QHBoxLayout;
    heardRest_->setProperty("chip", true);
    replayButton_->setProperty("chip", true);
    heardRow->addWidget(heardText_, 1);
    heardRow->addWidget(heardRest_);
    heard->column().addLayout(heardRow);
    heard->column().addWidget(heard_);
    column->addWidget(heard);

    const auto chart = [&](const QString& title, ChartView* view) {
        auto* panel = new Panel(title);
        panel->column().addWidget(view);
        panel->column().addStretch(1);
        panels_.push_back(panel);
    };
    chart(tr("When you listen"), clock_);
    chart(tr("Plays over time"), plays_);
    const QString titles[3]{tr("Artists"), tr("Albums"), tr("Tracks")};
    for (std::size_t i = 0; i < 3; ++i) {
        auto* panel = new Panel(titles[i]);
        tops_[i] = new TopList(commands);
        panel->column().addWidget(tops_[i]);
        panel->column().addStretch(1);
        panels_.push_back(panel);
    }
    chart(tr("Genres: heard and suggested"), genres_);
    chart(tr("Your ratings"), ratings_);
    grid_->setSpacing(16);
    column->addLayout(grid_);
    column->addWidget(makeSuggestions());
    column->addWidget(makeReplay());
    column->addStretch(1);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll_);
    whole->addWidget(empty_);
    empty_->setTexts(u"taste"_s, tr("Nothing heard yet"),
        tr("Play some music: when, what and how much you listen is drawn here."));
    empty_->hide();

    Insight& insight = commands.services().insight;
    connect(&insight, &Insight::reportReady, this, &TastePage::showReport);
    connect(&insight, &Insight::replayReady, this, &TastePage::showReplay);
    connect(&insight, &Insight::replayProgressed, this,
        [this](double share) { replayBar_->setValue(static_cast<int>(share * 1000)); });
    connect(&insight, &Insight::problem, this,
        [this](const QString& message) { Q_EMIT commands_.notice(message, false); });
    connect(&commands.services().taste, &Taste::playAdded, this, [this] {
        if (isVisible())
            request();
    });
    connect(heardRest_, &QAbstractButton::clicked, this,
        [this] { Q_EMIT commands_.navigate(u"search:plays:0"_s); });
    arrange();
}

QWidget* TastePage::makeHead()
{
    auto* head = new QWidget;
    auto* rows = new QVBoxLayout(head);
    rows->setContentsMargins(4, 0, 0, 0);
    rows->setSpacing(6);
    QHBoxLayout* upper = pageHead(pageTitle(tr("Your Taste")));
    upper->setSpacing(8);
    upper->addStretch(1);
    for (const auto& [period, name] :
        {std::pair(ReportPeriod::month, tr("30 days")), std::pair(ReportPeriod::year, tr("A year")),
            std::pair(ReportPeriod::all, tr("All time"))}) {
        auto* chip = new QPushButton(name);
        chip->setProperty("chip", true);
        chip->setCheckable(true);
        chip->setChecked(period == period_);
        periods_->addButton(chip, static_cast<int>(period));
        upper->addWidget(chip);
    }
    rows->addLayout(upper);
    rows->addWidget(summary_);
    connect(periods_, &QButtonGroup::idClicked, this, [this](int id) {
        period_ = static_cast<ReportPeriod>(id);
        request();
    });
    return head;
}

QWidget* TastePage::makeSuggestions()
{
    auto* panel = new Panel(tr("How good are the suggestions?"));
    panel->column().addWidget(followed_);
    panel->column().addWidget(weeks_);
    const auto heading = [&](const QString& words) {
        auto* label = new QLabel(words);
        label->setFont(themeFont(TextSize::small, true));
        label->setForegroundRole(QPalette::PlaceholderText);
        panel->column().addWidget(label);
    };
    heading(tr("By shelf"));
    panel->column().addWidget(shelves_);
    heading(tr("By what spoke for the card"));
    panel->column().addWidget(channels_);
    panel->column().addWidget(measures_);
    return panel;
}

QWidget* TastePage::makeReplay()
{
    auto* panel = new Panel(tr("Against plain rules, on your own history"));
    replayText_->setText(tr("Segue can replay what you heard and ask at each step which track came "
                            "next: how often was it among twenty suggestions? It takes a while, in "
                            "the background."));
    replayBar_->setRange(0, 1000);
    replayBar_->setTextVisible(false);
    replayBar_->setAccessibleName(tr("Replay progress"));
    replayBar_->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(replayButton_);
    row->addWidget(replayBar_, 1);
    row->addStretch(1);
    panel->column().addWidget(replayText_);
    panel->column().addLayout(row);
    panel->column().addWidget(replay_);
    connect(replayButton_, &QAbstractButton::clicked, this, [this] {
        Insight& insight = commands_.services().insight;
        if (insight.isReplaying()) {
            insight.stopReplay();
            return;
        }
        replayBar_->setValue(0);
        replayBar_->show();
        replayButton_->setText(tr("Stop"));
        insight.startReplay();
    });
    return panel;
}

void TastePage::open(const QString&)
{
    request();
}

QWidget* TastePage::focusTarget()
{
    return periods_->checkedButton() ? static_cast<QWidget*>(periods_->checkedButton()) : this;
}

void TastePage::request()
{
    commands_.services().insight.request(period_);
}

void TastePage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrange();
}

void TastePage::arrange()
{
    const int columns = width() >= scaled(wide) ? 6 : 1;
    if (columns == columns_)
        return;
    columns_ = columns;
    for (QWidget* panel : panels_)
        grid_->removeWidget(panel);
    // Wide: two, three and two beside each other.
    static constexpr int spans[]{3, 3, 2, 2, 2, 3, 3};
    int row = 0, at = 0;
    for (std::size_t i = 0; i < panels_.size(); ++i) {
        const int span = columns == 1 ? 1 : spans[i];
        grid_->addWidget(panels_[i], row, at, 1, span);
        at += span;
        if (at >= columns) {
            at = 0;
            ++row;
        }
    }
    for (int i = 0; i < 6; ++i)
        grid_->setColumnStretch(i, i < columns ? 1 : 0);
}

void TastePage::showReport(const std::shared_ptr<const TasteReport>& report)
{
    if (report->period != period_)
        return;
    report_ = report;
    const bool nothing = report->heard == 0 && report->plays == 0 && report->suggestedCards == 0
        && period_ == ReportPeriod::all;
    empty_->setVisible(nothing);
    scroll_->setVisible(!nothing);
    const QLocale locale;
    summary_->setText(report->plays == 0
            ? tr("Nothing was played in this time.")
            : tr("%1, %2 of music")
                  .arg(countOf(report->plays, tr("play"), tr("plays")),
                      formatLongDuration(std::llround(report->hours * 3'600'000))));
    showHeard();
    showCharts();
    showTops();
    showSuggestions();
}

} // namespace segue::ui

#include "moc_taste_page.cpp"
