#include "ui/views/artist_picker.h"

#include "core/library/artist_names.h"
#include "core/library/library.h"
#include "core/recommend/service/for_you.h"
#include "core/text/text_fold.h"
#include "ui/commands.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <unordered_map>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostArtists = 30;
constexpr std::size_t fewestArtists = 3;

/// The artists with most tracks, as shown; Various Artists and unknown ones are none.
QStringList largestArtists(const TrackTable& table)
{
    std::unordered_map<std::uint32_t, std::pair<int, Row>> tracks; // names are interned
    for (Row row = 0; row < table.size(); ++row) {
        const TrackRecord& track = table[row];
        const TextRef name = track.albumArtist.size ? track.albumArtist : track.artist;
        if (name.size == 0 || track.compilation || track.kind != TrackKind::music
            || !track.available)
            continue;
        auto& [count, first] = tracks.try_emplace(name.offset, 0, row).first->second;
        ++count;
    }
    std::vector<std::pair<int, Row>> list;
    for (const auto& [key, entry] : tracks)
        list.push_back(entry);
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    QStringList names;
    for (const auto& [count, row] : list) {
        const TrackRecord& track = table[row];
        const TextRef name = track.albumArtist.size ? track.albumArtist : track.artist;
        const QString shown = textOf(table, name);
        const bool isAddress = shown.startsWith(u"www."_s, Qt::CaseInsensitive)
            || shown.contains(u"://"_s); // whoever ripped it
        if (!isNoArtist(foldText(table.text(name))) && !isAddress)
            names << shown;
        if (names.size() == mostArtists)
            break;
    }
    return names;
}

} // namespace

ArtistPicker::ArtistPicker(Commands& commands, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , count_(new QLabel)
    , flow_(new FlowLayout(8))
{
    setAccessibleName(tr("Artists to start with"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 16, 16);
    column->setSpacing(12);
    auto* title = new QLabel(tr("Which of these do you love?"));
    title->setFont(themeFont(TextSize::large, true));
    auto* about = new QLabel(
        tr("Pick a few: the page starts from them at once, and goes by what you play later on."));
    about->setWordWrap(true);
    about->setForegroundRole(QPalette::PlaceholderText);
    auto* foot = new QHBoxLayout;
    auto* enough = new QPushButton(tr("Done"));
    enough->setObjectName(u"picked"_s);
    count_->setForegroundRole(QPalette::PlaceholderText);
    foot->addWidget(enough);
    foot->addWidget(count_, 1);
    column->addWidget(title);
    column->addWidget(about);
    column->addLayout(flow_);
    column->addLayout(foot);
    hide();
    connect(enough, &QAbstractButton::clicked, this, [this] {
        dismissed_ = true;
        Q_EMIT done();
    });
}

void ArtistPicker::offer(bool nothingKnown)
{
    if (nothingKnown && !dismissed_)
        fill();
    setVisible(nothingKnown && !dismissed_ && chips_.size() >= fewestArtists);
}

void ArtistPicker::fill()
{
    const TrackTablePtr table = commands_.services().library.tracks();
    if (filledFrom_ == table->size())
        return;
    filledFrom_ = table->size();
    for (QAbstractButton* chip : chips_)
        delete chip;
    chips_.clear();
    const QStringList picked = commands_.services().forYou.pickedArtists();
    QStringList names = largestArtists(*table);
    for (const QString& name : picked) { // kept, whatever the library grew to
        if (!names.contains(name))
            names << name;
    }
    for (const QString& name : names) {
        auto* chip = new QPushButton;
        chip->setProperty("chip", true);
        chip->setCheckable(true);
        chip->setChecked(picked.contains(name, Qt::CaseInsensitive));
        chip->setAccessibleName(name);
        chip->setProperty("artist", name);
        chip->setText(chip->fontMetrics().elidedText(
            QString(name).replace(u'&', u"&&"_s), Qt::ElideRight, scaled(220)));
        flow_->addWidget(chip);
        chips_.push_back(chip);
        connect(chip, &QAbstractButton::clicked, this, &ArtistPicker::pick);
    }
    showCount();
}

void ArtistPicker::pick()
{
    QStringList names;
    for (const QAbstractButton* chip : chips_) {
        if (chip->isChecked())
            names << chip->property("artist").toString();
    }
    commands_.services().forYou.pickArtists(names);
    showCount();
}

void ArtistPicker::showCount()
{
    const auto count = std::count_if(chips_.begin(), chips_.end(),
        [](const QAbstractButton* chip) { return chip->isChecked(); });
    count_->setText(count == 0 ? QString() : tr("%1 picked").arg(count));
}

void ArtistPicker::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors().border);
    painter.setBrush(mix(colors().window, colors().surface, .45)); // chips on it stand out
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 12, 12);
}

} // namespace segue::ui

#include "moc_artist_picker.cpp"
