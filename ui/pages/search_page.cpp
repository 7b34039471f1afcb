// Typing searches on this thread: a search takes 1 to 4 ms for 100,000 tracks, less than handing it
// over and one frame. Only the index is built elsewhere.
#include "ui/pages/search_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/models/album_model.h"
#include "ui/models/filter_source.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_message.h"
#include "ui/widgets/result_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

SearchPage::SearchPage(Commands& commands, CoverCache& covers, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , covers_(covers)
    , model_(new TrackModel(this))
    , view_(new TrackView(commands, *model_, u"search/columns"_s))
    , top_(new QWidget)
    , heading_(new QLabel)
    , message_(new FilterMessage)
    , empty_(new EmptyState)
    , stack_(new QStackedLayout)
{
    heading_->setFont(themeFont(TextSize::large, true));
    heading_->setContentsMargins(8, 0, 0, 0);
    heading_->setTextFormat(Qt::PlainText);
    chips_ = new QHBoxLayout(top_);
    chips_->setContentsMargins(8, 0, 8, 8);
    chips_->setSpacing(8);
    auto* strip = new QScrollArea;
    strip->setWidget(top_);
    strip->setWidgetResizable(true);
    strip->setFrameShape(QFrame::NoFrame);
    strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    strip->setFixedHeight(ResultChip::usualHeight() + 24);
    strip->setFocusPolicy(Qt::NoFocus);
    top_->setObjectName(u"page"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(12);
    column->addWidget(heading_);
    auto* messageRow = new QHBoxLayout; // as far from the right as the other texts
    messageRow->setContentsMargins(0, 0, 24, 0);
    messageRow->addWidget(message_);
    column->addLayout(messageRow);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    auto* found = new QWidget;
    auto* inner = new QVBoxLayout(found);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(4);
    inner->addWidget(strip);
    inner->addWidget(view_, 1);
    stack_->addWidget(found);
    stack_->addWidget(empty_);
    view_->setFirstColumns({Column::title, Column::artist, Column::album, Column::rating,
        Column::length, Column::plays});
    view_->restoreColumns();
    view_->setSortKeys({});

    Services& s = commands.services();
    connect(view_, &TrackView::playRequested, this, &SearchPage::playFrom);
    connect(&s.library, &Library::tracksChanged, this, [this] {
        if (isVisible())
            showResults();
    });
    connect(&commands.filters(), &FilterSource::changed, this, [this] {
        if (isVisible())
            showResults();
    });
    connect(&s.taste, &Taste::statsChanged, this, [this](const std::vector<TrackId>& tracks) {
        model_->setStats(commands_.services().taste.stats(), tracks);
    });
    connect(&s.player, &Player::currentChanged, this, [this] {
        const auto entry = commands_.services().player.current();
        model_->setPlaying(entry ? entry->track : TrackId{});
    });
    model_->setStats(s.taste.stats(), {});
}

void SearchPage::open(const QString& query)
{
    query_ = query;
    showResults();
}

QWidget* SearchPage::focusTarget()
{
    return view_;
}

void SearchPage::showError(const std::optional<FilterError>& error)
{
    message_->show(error, query_);
}

void SearchPage::showResults()
{
    FilterRun* run = commands_.filters().run();
    if (!run) {
        heading_->clear();
        empty_->setTexts(u"search"_s, tr("Searching…"), {});
        stack_->setCurrentIndex(1);
        return;
    }
    const FilterQuery query = FilterQuery::parse(query_.toStdString());
    results_ = searchEverything(*run, query);
    model_->set(run->index().table(), results_.tracks);
    view_->scrollToTop();
    showTop();
    const auto count = static_cast<qint64>(results_.tracks.size());
    heading_->setVisible(count > 0);
    heading_->setText(
        tr("%1 for “%2”").arg(countOf(count, tr("track"), tr("tracks")), query_.trimmed()));
    if (count == 0 && query.isEmpty())
        empty_->setTexts(u"search"_s, tr("Search or filter"),
            tr("Words are looked for everywhere. Conditions narrow it down: artist:bowie, "
               "rating>=4, played<30d, genre:\"post punk\", -live. Ctrl+Space shows them all."));
    else if (count == 0)
        empty_->setTexts(u"search"_s, tr("Nothing found for “%1”").arg(query_.trimmed()),
            query.error() ? tr("This is about the part that is understood.")
                : query.isPlain()
                ? tr("Every word has to be in the title, artist, album, composer or genre. Case "
                     "and accents do not matter. Try fewer or shorter words.")
                : tr("No track fits all of this. Take a condition out, or make one wider."));
    stack_->setCurrentIndex(count == 0 ? 1 : 0);
}

void SearchPage::showTop()
{
    while (QLayoutItem* item = chips_->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const TrackTable& table = *model_->table();
    const auto pathOf = [&](Row row) {
        const std::string_view path = table.text(table[row].path);
        return QByteArray(path.data(), static_cast<qsizetype>(path.size()));
    };
    for (const SearchResults::Artist& artist : results_.artists) {
        auto* chip = new ResultChip(covers_, pathOf(artist.coverRow), artist.name,
            tr("Artist · %1").arg(countOf(artist.tracks, tr("track"), tr("tracks"))), true);
        connect(chip, &QAbstractButton::clicked, this,
            [this, name = artist.name] { Q_EMIT commands_.navigate(u"search:"_s + name); });
        chips_->addWidget(chip);
    }
    for (std::uint32_t index : results_.albums) {
        const AlbumRecord& album = table.albums()[index];
        auto* chip = new ResultChip(covers_, pathOf(album.coverRow), albumTitle(table, album),
            tr("Album · %1").arg(textOf(table, album.artist)), false);
        const TrackId handle = table[table.rowsOfAlbum(index).front()].id;
        connect(
            chip, &QAbstractButton::clicked, this, [this, handle] { commands_.goToAlbum(handle); });
        chips_->addWidget(chip);
    }
    chips_->addStretch(1);
    top_->parentWidget()->parentWidget()->setVisible(chips_->count() > 1);
}

void SearchPage::playBest()
{
    if (!results_.tracks.empty())
        playFrom(0);
}

void SearchPage::playFrom(int row)
{
    // The track alone, and the queue behind it stays: one searched for one track.
    commands_.playKeepingQueue({{model_->trackAt(row), {}}}, {}, StartedBy::user);
}

} // namespace segue::ui

#include "moc_search_page.cpp"
