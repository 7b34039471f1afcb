#include "ui/pages/collection_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/delegates/track_delegate.h"
#include "ui/models/album_model.h"
#include "ui/models/group_model.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/album_grid.h"
#include "ui/views/track_view.h"
#include "ui/widgets/cover_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostTop = 8;

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    label->setFont(themeFont(TextSize::large, true));
    label->setContentsMargins(8, 12, 0, 0);
    return label;
}

} // namespace

CollectionPage::CollectionPage(Commands& commands, CoverCache& covers, Kind kind, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , kind_(kind)
    , table_(std::make_shared<const TrackTable>())
    , scroll_(new QScrollArea)
    , stack_(new QStackedLayout(this))
    , empty_(new EmptyState)
    , topTitle_(heading(tr("Most played")))
    , top_(new TrackModel(this))
    , topView_(new TrackView(commands, *top_, u"collection/columns"_s))
    , albumsTitle_(heading(tr("Albums")))
    , albums_(new AlbumModel(this))
    , grid_(new AlbumGrid(commands, covers, *albums_))
{
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(28, 16, 24, 24);
    column->setSpacing(8);
    column->addWidget(makeHead(covers));
    column->addWidget(topTitle_);
    column->addWidget(topView_);
    column->addWidget(albumsTitle_);
    column->addWidget(grid_);
    column->addStretch(1);
    grid_->setWholeHeight(true);
    topView_->setFirstColumns(
        {Column::title, Column::album, Column::rating, Column::plays, Column::length});
    topView_->horizontalHeader()->hide();
    topView_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    topView_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    topView_->setAccessibleName(tr("Most played"));
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    stack_->addWidget(scroll_);
    stack_->addWidget(empty_);

    Services& s = commands.services();
    const auto update = [this] {
        if (isVisible())
            reload();
    };
    connect(&s.library, &Library::tracksChanged, this, update);
    connect(&s.library, &Library::namesChanged, this, update);
    connect(&s.taste, &Taste::statsChanged, this, [this](const std::vector<TrackId>& tracks) {
        top_->setStats(commands_.services().taste.stats(), tracks);
    });
    connect(&s.player, &Player::currentChanged, this, [this] {
        const auto entry = commands_.services().player.current();
        top_->setPlaying(entry ? entry->track : TrackId{});
    });
    connect(topView_, &TrackView::playRequested, this, [this](int row) {
        std::vector<TrackPick> picks;
        for (int i = 0; i < top_->rowCount(); ++i)
            picks.push_back({top_->trackAt(i), {}});
        commands_.play(picks, row, StartedBy::user);
    });
}

QWidget* CollectionPage::makeHead(CoverCache& covers)
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 8);
    row->setSpacing(24);
    cover_ = new CoverLabel(covers, 144);
    cover_->setAccessibleName(tr("Play all"));
    cover_->setToolTip(tr("Play all"));
    title_ = pageTitle();
    title_->setWordWrap(true);
    facts_ = new QLabel;
    facts_->setForegroundRole(QPalette::PlaceholderText);
    facts_->setTextFormat(Qt::PlainText);
    auto* play = new QPushButton(iconOnAccent(u"play"_s), u" "_s + tr("Play"));
    play->setProperty("primary", true);
    auto* shuffle = new QPushButton(icon(u"shuffle"_s), u" "_s + tr("Shuffle"));
    auto* queue = new QPushButton(icon(u"queue"_s), u" "_s + tr("Add to queue"));
    all_ = new QPushButton(icon(u"songs"_s), u" "_s + tr("All tracks"));
    auto* text = new QVBoxLayout;
    text->setSpacing(6);
    text->addStretch(1);
    text->addWidget(title_);
    text->addWidget(facts_);
    text->addSpacing(8);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {play, shuffle, queue, all_})
        buttons->addWidget(button);
    buttons->addStretch(1);
    text->addLayout(buttons);
    text->addStretch(1);
    row->addWidget(cover_, 0, Qt::AlignTop);
    row->addLayout(text, 1);
    const auto playAll = [this] { commands_.play(picksOf(tracks()), 0, StartedBy::user); };
    connect(cover_, &QAbstractButton::clicked, this, playAll);
    connect(play, &QAbstractButton::clicked, this, playAll);
    connect(shuffle, &QAbstractButton::clicked, this,
        [this] { commands_.playShuffled(picksOf(tracks()), StartedBy::shuffle); });
    connect(
        queue, &QAbstractButton::clicked, this, [this] { commands_.enqueue(picksOf(tracks())); });
    connect(all_, &QAbstractButton::clicked, this, [this] {
        QString name = name_;
        name.remove(u'"');
        Q_EMIT commands_.navigate(kind_ == Kind::artist
                ? u"search:artist=\"%1\" OR albumartist=\"%1\""_s.arg(name)
                : u"search:genre=\"%1\""_s.arg(name));
    });
    return head;
}

std::vector<TrackId> CollectionPage::tracks() const
{
    std::vector<TrackId> ids;
    for (const Row row : rows_) {
        if ((*table_)[row].available)
            ids.push_back((*table_)[row].id);
    }
    return ids;
}

void CollectionPage::open(const QString& argument)
{
    if (argument != name_)
        scroll_->verticalScrollBar()->setValue(0);
    name_ = argument;
    reload();
}

QWidget* CollectionPage::focusTarget()
{
    return grid_;
}

QString CollectionPage::shownName() const
{
    if (kind_ == Kind::genre)
        return name_;
    const std::string name = name_.toStdString();
    const std::string_view shown = commands_.services().library.names()->shownArtist(name);
    return QString::fromUtf8(shown.data(), static_cast<qsizetype>(shown.size()));
}

void CollectionPage::reload()
{
    job_.run(
        [table = commands_.services().library.tracks(),
            names = commands_.services().library.names(), name = name_,
            kind = kind_](const std::stop_token&) {
            return std::pair(table,
                kind == Kind::artist ? rowsOfArtist(*table, name, *names)
                                     : rowsOfGenre(*table, name));
        },
        [this](std::pair<TrackTablePtr, std::vector<Row>> result) {
            show(std::move(result.first), std::move(result.second));
        });
}

void CollectionPage::show(TrackTablePtr table, std::vector<Row> rows)
{
    table_ = std::move(table);
    rows_ = std::move(rows);
    stack_->setCurrentIndex(rows_.empty() ? 1 : 0);
    const bool artist = kind_ == Kind::artist;
    empty_->setTexts(artist ? u"artist"_s : u"genre"_s, tr("Nothing by “%1”").arg(name_),
        artist ? tr("No track has this artist any more.")
               : tr("No track has this genre any more."));
    if (rows_.empty())
        return;
    std::vector<std::uint32_t> albums;
    qint64 total = 0;
    for (const Row row : rows_) {
        const TrackRecord& track = (*table_)[row];
        total += track.durationMs;
        if (albums.empty() || albums.back() != track.albumIndex)
            albums.push_back(track.albumIndex);
    }
    // By year within the artist, as the table has them; appearances elsewhere follow.
    std::ranges::sort(albums);
    albums.erase(std::unique(albums.begin(), albums.end()), albums.end());
    const AlbumRecord& first = table_->albums()[albums.front()];
    const std::string_view path = table_->text((*table_)[first.coverRow].path);
    cover_->setCover(QByteArray(path.data(), static_cast<qsizetype>(path.size())), name_);
    title_->setText(shownName());
    facts_->setText(
        QStringList{countOf(static_cast<qint64>(albums.size()), tr("album"), tr("albums")),
            countOf(static_cast<qint64>(rows_.size()), tr("track"), tr("tracks")),
            formatLongDuration(total)}
            .join(u" · "_s));
    albums_->set(table_, std::move(albums));
    showTop();
}

void CollectionPage::showTop()
{
    const TrackStatsPtr stats = commands_.services().taste.stats();
    std::vector<std::pair<std::uint32_t, Row>> played;
    for (const Row row : rows_) {
        const auto found = stats->find((*table_)[row].id);
        if (found != stats->end() && found->second.plays > 0)
            played.emplace_back(found->second.plays, row);
    }
    const std::size_t count = std::min(played.size(), mostTop);
    std::partial_sort(played.begin(), played.begin() + static_cast<std::ptrdiff_t>(count),
        played.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
    std::vector<Row> top;
    for (std::size_t i = 0; i < count; ++i)
        top.push_back(played[i].second);
    topTitle_->setVisible(count > 0);
    topView_->setVisible(count > 0);
    topView_->setFixedHeight(static_cast<int>(count) * trackRowHeight() + 2);
    top_->set(table_, std::move(top));
    top_->setStats(stats, {});
    const auto entry = commands_.services().player.current();
    top_->setPlaying(entry ? entry->track : TrackId{});
}

} // namespace segue::ui

#include "moc_collection_page.cpp"
