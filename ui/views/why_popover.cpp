#include "ui/views/why_popover.h"

#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/text/channel_names.h"
#include "ui/text/format.h"
#include "ui/text/shelf_names.h"
#include "ui/theme/theme.h"
#include "ui/widgets/contribution_bars.h"
#include "ui/widgets/cover_label.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScreen>

#include <algorithm>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int corner = 10;

} // namespace

std::vector<WhyBar> whyBars(const Suggestion& suggestion, const std::vector<Contribution>& usual)
{
    std::vector<WhyBar> bars;
    double largest = 0;
    for (const Contribution& part : suggestion.contributions) {
        WhyBar bar{
            channelName(part.channel), part.value, part.channel == suggestion.reasonChannel, {}};
        const auto mean = std::find_if(usual.begin(), usual.end(),
            [&](const Contribution& c) { return c.channel == part.channel; });
        if (mean != usual.end())
            bar.usual = mean->value;
        bars.push_back(std::move(bar));
        largest = std::max(largest, std::abs(part.value));
    }
    std::erase_if(bars, [largest](const WhyBar& bar) {
        return !bar.speaks && std::abs(bar.value) < largest * .01;
    });
    std::stable_sort(bars.begin(), bars.end(),
        [](const WhyBar& a, const WhyBar& b) { return a.value > b.value; });
    return bars;
}

WhyPopover::WhyPopover(Commands& commands, CoverCache& covers, const Suggestion& suggestion,
    const std::vector<Contribution>& usual, QWidget* parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , suggestion_(suggestion)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Why is this here?"));
    setAccessibleDescription(suggestion.reason);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    const auto heading = [&](const QString& text) {
        auto* label = new QLabel(text);
        label->setFont(themeFont(TextSize::small, true));
        label->setForegroundRole(QPalette::PlaceholderText);
        column->addWidget(label);
    };
    auto* head = new QHBoxLayout;
    auto* title = new ElidedLabel;
    title->setFont(themeFont(TextSize::normal, true));
    title->setFullText(tr("Why “%1”?").arg(commands.titleOf(suggestion.track)));
    auto* close = new IconButton(u"close"_s, tr("Close"), nullptr, tr("Esc"));
    close->setSizes(14, 26);
    head->addWidget(title, 1);
    head->addWidget(close);
    column->addLayout(head);
    auto* reason = new QLabel(suggestion.reason);
    reason->setTextFormat(Qt::PlainText);
    reason->setWordWrap(true);
    column->addWidget(reason);
    column->addSpacing(4);
    heading(tr("What added up to %1").arg(QLocale().toString(suggestion.score, 'f', 2)));
    column->addWidget(new ContributionBars(whyBars(suggestion, usual)));
    if (!usual.empty()) {
        auto* legend = new QLabel(tr("The mark shows what is usual on this shelf."));
        legend->setFont(themeFont(TextSize::small));
        legend->setForegroundRole(QPalette::PlaceholderText);
        legend->setWordWrap(true);
        column->addWidget(legend);
    }
    if (!suggestion.evidence.empty()) {
        heading(tr("It rests on"));
        column->addWidget(makeEvidence(commands, covers));
    }
    auto* less = new QPushButton(tr("Less of this"));
    less->setObjectName(u"lessOf"_s);
    less->setProperty("flat", true);
    less->setToolTip(suggestion.less.name.isEmpty()
            ? tr("“%1” will count less for you.").arg(channelName(suggestion.reasonChannel))
            : tr("%1. It can be taken back in the page’s menu.")
                  .arg(lessOfAction(suggestion.less)));
    less->setVisible(!suggestion.less.term.isEmpty());
    column->addWidget(less, 0, Qt::AlignLeft);
    connect(close, &QAbstractButton::clicked, this, &QWidget::close);
    connect(less, &QAbstractButton::clicked, this, [this] {
        Q_EMIT lessOfRequested(suggestion_);
        QWidget::close();
    });
}

QWidget* WhyPopover::makeEvidence(Commands& commands, CoverCache& covers)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    const TrackTablePtr table = commands.services().library.tracks();
    int shown = 0;
    for (TrackId id : suggestion_.evidence) {
        const auto row = table->rowOf(id);
        if (!row || ++shown > 5)
            continue;
        const TrackRecord& track = (*table)[*row];
        auto* line = new QHBoxLayout;
        line->setSpacing(10);
        auto* cover = new CoverLabel(covers, 32);
        const std::string_view path = table->text(track.path);
        cover->setCover(QByteArray(path.data(), static_cast<qsizetype>(path.size())),
            textOf(*table, track.album));
        cover->setFocusPolicy(Qt::NoFocus);
        auto* name = new ElidedLabel;
        name->setLink(true);
        const QString title = textOf(*table, track.title);
        const QString artist = textOf(*table, track.artist);
        name->setFullText(artist.isEmpty() ? title : u"%1 – %2"_s.arg(title, artist));
        line->addWidget(cover);
        line->addWidget(name, 1);
        column->addLayout(line);
        const auto go = [this, &commands, id] {
            close();
            commands.goToAlbum(id);
        };
        connect(name, &ElidedLabel::activated, this, go);
        connect(cover, &QAbstractButton::clicked, this, go);
    }
    return box;
}

void WhyPopover::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), colors().raised);
    painter.setPen(mix(colors().border, colors().textFaint, .5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), corner, corner);
}

void WhyPopover::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    // A mask, not transparency: that would be black where nothing composes windows.
    QPainterPath path;
    path.addRoundedRect(QRectF(rect()), corner, corner);
    setMask(QRegion(path.toFillPolygon().toPolygon()));
}

void WhyPopover::showBeside(const QRect& area)
{
    setFixedWidth(scaled(340));
    adjustSize();
    QRect room = parentWidget()
        ? QRect(parentWidget()->window()->mapToGlobal(QPoint()), parentWidget()->window()->size())
        : screen()->availableGeometry();
    room.adjust(8, 8, -8, -8);
    int x = area.right() + 8;
    if (x + width() > room.right())
        x = area.left() - width() - 8;
    x = std::clamp(x, room.left(), std::max(room.left(), room.right() - width()));
    const int y
        = std::clamp(area.top(), room.top(), std::max(room.top(), room.bottom() - height()));
    move(x, y);
    show();
}

} // namespace segue::ui

#include "moc_why_popover.cpp"
