#include "ui/views/health_panel.h"

#include "core/library/health/mending.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QCoreApplication>
#include <QDate>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowsAtFirst = 5, rowsMore = 25;
constexpr std::size_t namedItems = 6;

QString tr(const char* text)
{
    return QCoreApplication::translate("health", text);
}

QString number(std::size_t count)
{
    return QLocale().toString(static_cast<qint64>(count));
}

QString tracksText(std::uint32_t count)
{
    return countOf(count, tr("track"), tr("tracks"));
}

bool areNames(HealthKind kind)
{
    return kind == HealthKind::artists || kind == HealthKind::featured
        || kind == HealthKind::genres;
}

QString headOf(const Finding& finding)
{
    switch (finding.kind) {
    case HealthKind::years:
        return tr("The year %1").arg(QString::fromStdString(finding.what));
    case HealthKind::missing:
        return finding.what == "artist" ? tr("No artist")
            : finding.what == "album"   ? tr("No album")
            : finding.what == "year"    ? tr("No year")
            : finding.what == "genre"   ? tr("No genre")
                                        : tr("Only in the names of files");
    case HealthKind::titles:
        return tr("Guests in titles");
    default:
        return QString::fromStdString(finding.items.front().text);
    }
}

/// The other spellings, or where the others are.
QString detailOf(const Finding& finding)
{
    QStringList parts;
    const bool names = areNames(finding.kind);
    const std::size_t from = names ? 1 : 0;
    const std::size_t most
        = finding.items.size() > from + namedItems ? from + namedItems - 1 : finding.items.size();
    for (std::size_t i = from; i < most; ++i) {
        const HealthItem& item = finding.items[i];
        const QString text = QString::fromStdString(item.text);
        if (names)
            parts << u"%1 (%2)"_s.arg(text, number(item.tracks));
        else if (hasRemedy(finding.kind))
            parts << QString::fromStdString(item.detail);
        else
            parts << text;
    }
    if (most < finding.items.size())
        parts << tr("%1 more").arg(number(finding.items.size() - most));
    if (names)
        return tr("also written %1").arg(parts.join(u", "_s));
    return hasRemedy(finding.kind)
        ? parts.join(finding.kind == HealthKind::copies ? u" + "_s : u" · "_s)
        : tr("%1: %2").arg(tracksText(finding.tracks), parts.join(u", "_s));
}

QString writeActionOf(HealthKind kind)
{
    switch (kind) {
    case HealthKind::years:
        return tr("Put right…");
    case HealthKind::missing:
        return tr("Fill in…");
    default:
        return tr("Write into files…");
    }
}

QString actionOf(HealthKind kind)
{
    switch (kind) {
    case HealthKind::featured:
        return tr("Count as one");
    case HealthKind::copies:
        return tr("Merge");
    default:
        return tr("Make one");
    }
}

} // namespace

QString titleOf(HealthKind kind)
{
    switch (kind) {
    case HealthKind::artists:
        return tr("Artists in several spellings");
    case HealthKind::featured:
        return tr("Guests in artists' names");
    case HealthKind::copies:
        return tr("Several files of one track");
    case HealthKind::recordings:
        return tr("One recording on several albums");
    case HealthKind::genres:
        return tr("Genres in several spellings");
    case HealthKind::titles:
        return tr("Guests in titles");
    case HealthKind::years:
        return tr("Impossible years");
    case HealthKind::missing:
        break;
    }
    return tr("Missing tags");
}

QString aboutOf(HealthKind kind)
{
    switch (kind) {
    case HealthKind::artists:
        return tr("Plays and ratings of one spelling say nothing about the others until they count "
                  "as one "
                  "artist.");
    case HealthKind::featured:
        return tr("“A feat. B” counts as an artist of its own. It can count as A.");
    case HealthKind::copies:
        return tr("The best file stays in your lists and plays; the others are hidden, not "
                  "deleted. Plays "
                  "and ratings of all of them count together.");
    case HealthKind::recordings:
        return tr(
            "Each album keeps its track. For suggestions and what you heard they count as one.");
    case HealthKind::genres:
        return tr("Suggestions already take them for one; lists and filters show them as they are "
                  "tagged.");
    case HealthKind::titles:
        return tr("Suggestions already see past “(feat. …)” in titles; these are here for those "
                  "who like tidy "
                  "tags.");
    case HealthKind::years:
        return tr(
            "There were no recordings in these years. Suggestions take such a year for unknown.");
    case HealthKind::missing:
        break;
    }
    return tr("Neither the tags nor the names of folders tell, or the names alone do. Tracks "
              "without an artist are suggested by their sound alone.");
}

QString pageOf(const Finding& finding)
{
    const QString what = QString::fromStdString(finding.what);
    if (finding.kind == HealthKind::missing)
        return what == u"names" ? u"search:is:untagged"_s : u"search:-has:"_s + what;
    if (finding.kind == HealthKind::genres) {
        QStringList names;
        for (const HealthItem& item : finding.items)
            names << u"genre=\"%1\""_s.arg(QString::fromStdString(item.text).remove(u'"'));
        return u"search:"_s + names.join(u" OR "_s);
    }
    if (finding.kind == HealthKind::years)
        return u"search:year:%1 OR released:%1"_s.arg(what);
    return u"search:title:feat OR title:ft OR title:featuring"_s;
}

HealthPanel::HealthPanel(HealthKind kind, bool canWrite, QWidget* parent)
    : Panel(titleOf(kind), parent)
    , kind_(kind)
    , canWrite_(canWrite && isMendable(kind))
    , title_(findChild<QLabel*>())
    , all_(new QPushButton)
    , more_(new QPushButton)
    , list_(new QVBoxLayout)
    , wanted_(rowsAtFirst)
{
    auto* about = new QLabel(aboutOf(kind));
    about->setWordWrap(true);
    about->setForegroundRole(QPalette::PlaceholderText);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(about, 1);
    all_->setProperty("chip", true);
    head->addWidget(all_, 0, Qt::AlignTop);
    list_->setSpacing(0);
    more_->setProperty("quiet", true);
    column().addLayout(head);
    column().addLayout(list_);
    column().addWidget(more_, 0, Qt::AlignLeft);
    connect(all_, &QPushButton::clicked, this, [this] { Q_EMIT applied(findings()); });
    connect(more_, &QPushButton::clicked, this, [this] {
        wanted_ += rowsMore;
        fill();
    });
}

void HealthPanel::showReport(const HealthReportPtr& report)
{
    report_ = report;
    fill();
}

void HealthPanel::fill()
{
    while (QLayoutItem* item = list_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // its button may be the one that was clicked
        delete item;
    }
    const auto count = static_cast<int>(findings().size());
    setVisible(count > 0);
    title_->setText(hasRemedy(kind_) ? u"%1 (%2)"_s.arg(titleOf(kind_), QLocale().toString(count))
                                     : titleOf(kind_));
    all_->setVisible(hasRemedy(kind_) && count > 1);
    all_->setText(kind_ == HealthKind::copies ? tr("Merge all")
            : kind_ == HealthKind::featured   ? tr("Count all as one")
                                              : tr("Make all one"));
    all_->setAccessibleName(u"%1: %2"_s.arg(titleOf(kind_), all_->text()));
    shown_ = std::min(count, wanted_);
    for (int i = 0; i < shown_; ++i)
        list_->addWidget(rowOf(findings()[static_cast<std::size_t>(i)]));
    more_->setVisible(shown_ < count);
    more_->setText(tr("Show more (%1)").arg(QLocale().toString(count - shown_)));
}

QWidget* HealthPanel::rowOf(const Finding& finding)
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 6, 0, 6);
    line->setSpacing(8);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto* head = new ElidedLabel;
    head->setFullText(headOf(finding));
    head->setFont(themeFont(TextSize::normal, true));
    auto* detail = new ElidedLabel;
    detail->setFullText(detailOf(finding));
    detail->setDim(true);
    detail->setToolTip(detail->fullText());
    texts->addWidget(head);
    texts->addWidget(detail);
    line->addLayout(texts, 1);
    const auto button = [&](const QString& text, const char* look) {
        auto* one = new QPushButton(text);
        one->setProperty(look, true);
        one->setAccessibleName(u"%1: %2"_s.arg(text, headOf(finding)));
        line->addWidget(one);
        return one;
    };
    if (hasRemedy(kind_)) {
        connect(button(actionOf(kind_), "flat"), &QPushButton::clicked, this,
            [this, finding] { Q_EMIT applied({finding}); });
    } else {
        connect(button(tr("Show"), "flat"), &QPushButton::clicked, this,
            [this, page = pageOf(finding)] { Q_EMIT lookedAt(page); });
    }
    if (canWrite_) {
        QPushButton* write = button(writeActionOf(kind_), "quiet");
        write->setToolTip(tr("Shows first what would be written"));
        connect(write, &QPushButton::clicked, this,
            [this, finding] { Q_EMIT writeRequested(finding); });
    }
    connect(button(tr("Leave it"), "quiet"), &QPushButton::clicked, this,
        [this, finding] { Q_EMIT dismissed(finding); });
    return row;
}

} // namespace segue::ui

#include "moc_health_panel.cpp"
