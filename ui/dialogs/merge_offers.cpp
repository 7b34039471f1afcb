#include "ui/dialogs/merge_offers.h"

#include "core/text/display_path.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const std::string& title, const std::string& artist)
{
    const QString text = QString::fromStdString(title);
    return artist.empty() ? text : text + u" – "_s + QString::fromStdString(artist);
}

/// Name and place of one of the two, under a heading.
QWidget* half(const QString& heading, const QString& name, const std::string& path)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* head = new QLabel(heading);
    head->setForegroundRole(QPalette::PlaceholderText);
    head->setFont(themeFont(TextSize::small));
    auto* title = new ElidedLabel;
    title->setFullText(name);
    title->setFont(themeFont(TextSize::normal, true));
    auto* place = new ElidedLabel;
    place->setFullText(displayPath(QByteArray::fromStdString(path)));
    place->setDim(true);
    place->setFont(themeFont(TextSize::small));
    place->setToolTip(place->fullText());
    for (QWidget* part :
        {static_cast<QWidget*>(head), static_cast<QWidget*>(title), static_cast<QWidget*>(place)})
        column->addWidget(part);
    return box;
}

} // namespace

MergeOffers::MergeOffers(const std::vector<MergeOffer>& offers, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Moved files"));
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(20);
    auto* intro = new QLabel(
        tr("These tracks are new, and are as long as tracks whose files are gone. Files that are "
           "moved and retagged at once look like that. Where it is the same recording, its plays, "
           "rating and places in lists go with it."));
    intro->setWordWrap(true);
    rows->addWidget(intro);
    for (const MergeOffer& offer : offers)
        rows->addWidget(rowOf(offer));
    rows->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->setContentsMargins(24, 12, 24, 16);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(buttons);
    resize(scaled(720), std::min(scaled(520), parent ? parent->height() - 40 : 520));
}

QWidget* MergeOffers::rowOf(const MergeOffer& offer)
{
    ++open_;
    auto* row = new QWidget;
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(8);
    const QString lost = nameOf(offer.lostTitle, offer.lostArtist);
    const QString found = nameOf(offer.foundTitle, offer.foundArtist);
    const QString heard = offer.plays == 0
        ? tr("Gone, rated")
        : tr("Gone, %1").arg(countOf(offer.plays, tr("play"), tr("plays")));
    grid->addWidget(half(heard, lost, offer.lostPath), 0, 0);
    grid->addWidget(half(tr("New"), found, offer.foundPath), 0, 1);
    auto* same = new QPushButton(tr("Same recording"));
    same->setAccessibleName(tr("%1 is the same recording as %2").arg(found, lost));
    same->setToolTip(QString::fromStdString(offer.why));
    auto* different = new QPushButton(tr("Not the same"));
    different->setAccessibleName(tr("%1 is another recording than %2").arg(found, lost));
    different->setProperty("quiet", true);
    grid->addWidget(same, 0, 2);
    grid->addWidget(different, 0, 3);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    const auto answer = [this, row] {
        row->setEnabled(false);
        if (--open_ == 0)
            accept();
    };
    connect(same, &QPushButton::clicked, this, [this, answer, offer] {
        Q_EMIT sameRequested(offer.lost, offer.found);
        answer();
    });
    connect(different, &QPushButton::clicked, this, [this, answer, offer] {
        Q_EMIT differentRequested(offer.lost, offer.found);
        answer();
    });
    return row;
}

} // namespace segue::ui

#include "moc_merge_offers.cpp"
