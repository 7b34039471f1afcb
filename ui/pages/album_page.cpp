#include "ui/pages/album_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/delegates/track_delegate.h"
#include "ui/models/album_model.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/track_view.h"
#include "ui/widgets/cover_label.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

AlbumPage::AlbumPage(Commands& commands, CoverCache& covers, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , table_(commands.services().library.tracks())
    , scroll_(new QScrollArea)
    , missing_(new EmptyState)
{
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(28, 16, 24, 24);
    column_->setSpacing(8);
    head_ = makeHead(covers);
    column_->addWidget(head_);
    column_->addStretch(1);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    missing_->setTexts(u"albums"_s, tr("This album is not here"),
        tr("Its files may have been moved, or their drive is not connected. Look for new music "
           "with F5 once they are back."));
    auto* stack = new QStackedLayout(this);
    stack->addWidget(scroll_);
    stack->addWidget(missing_);

    Services& s = commands.services();
    connect(&s.library, &Library::tracksChanged, this, &AlbumPage::reload);
    connect(&s.taste, &Taste::statsChanged, this, [this](const std::vector<TrackId>& changed) {
        for (TrackModel* model : models_)
            model->setStats(commands_.services().taste.stats(), changed);
    });
    connect(&s.player, &Player::currentChanged, this, [this] {
        const auto entry = commands_.services().player.current();
        for (TrackModel* model : models_)
            model->setPlaying(entry ? entry->track : TrackId{});
    });
}

QWidget* AlbumPage::makeHead(CoverCache& covers)
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 8);
    row->setSpacing(24);
    cover_ = new CoverLabel(covers, 192);
    cover_->setAccessibleName(tr("Play album"));
    cover_->setToolTip(tr("Play album"));
    title_ = pageTitle();
    title_->setWordWrap(true);
    artist_ = new ElidedLabel;
    artist_->setFont(themeFont(TextSize::large));
    artist_->setDim(true);
    artist_->setLink(true);
    facts_ = new QLabel;
    facts_->setForegroundRole(QPalette::PlaceholderText);
    facts_->setTextFormat(Qt::PlainText);
    facts_->setWordWrap(true);
    auto* play = new QPushButton(iconOnAccent(u"play"_s), u" "_s + tr("Play"));
    play->setProperty("primary", true);
    auto* shuffle = new QPushButton(icon(u"shuffle"_s), u" "_s + tr("Shuffle"));
    auto* queue = new QPushButton(icon(u"queue"_s), u" "_s + tr("Add to queue"));
    auto* text = new QVBoxLayout;
    text->setSpacing(6);
    text->addStretch(1);
    text->addWidget(title_);
    text->addWidget(artist_);
    text->addWidget(facts_);
    text->addSpacing(8);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {play, shuffle, queue})
        buttons->addWidget(button);
    buttons->addStretch(1);
    text->addLayout(buttons);
    text->addStretch(1);
    row->addWidget(cover_, 0, Qt::AlignTop);
    row->addLayout(text, 1);
    const auto playAll = [this] { commands_.play(picksOf(tracks()), 0, StartedBy::album); };
    connect(cover_, &QAbstractButton::clicked, this, playAll);
    connect(play, &QAbstractButton::clicked, this, playAll);
    connect(shuffle, &QAbstractButton::clicked, this,
        [this] { commands_.playShuffled(picksOf(tracks()), StartedBy::album); });
    connect(
        queue, &QAbstractButton::clicked, this, [this] { commands_.enqueue(picksOf(tracks())); });
    connect(artist_, &ElidedLabel::activated, this,
        [this] { Q_EMIT commands_.navigate(u"search:"_s + artist_->fullText()); });
    return head;
}

std::vector<TrackId> AlbumPage::tracks() const
{
    std::vector<TrackId> ids;
    for (Row row : rows_)
        ids.push_back((*table_)[row].id);
    return ids;
}

void AlbumPage::open(const QString& argument)
{
    handle_ = TrackId{argument.toLongLong()};
    reload();
}

QWidget* AlbumPage::focusTarget()
{
    return views_.empty() ? this : static_cast<QWidget*>(views_.front());
}

void AlbumPage::reload()
{
    table_ = commands_.services().library.tracks();
    const auto row = table_->rowOf(handle_);
    static_cast<QStackedLayout*>(layout())->setCurrentIndex(row ? 0 : 1);
    if (!row)
        return;
    const std::uint32_t index = (*table_)[*row].albumIndex;
    const AlbumRecord& album = table_->albums()[index];
    const auto rows = table_->rowsOfAlbum(index);
    rows_.assign(rows.begin(), rows.end());
    const QString name = albumTitle(*table_, album);
    const std::string_view path = table_->text((*table_)[album.coverRow].path);
    cover_->setCover(QByteArray(path.data(), static_cast<qsizetype>(path.size())), name);
    title_->setText(name);
    artist_->setFullText(textOf(*table_, album.artist));
    QStringList facts;
    if (album.year > 0)
        facts << QString::number(album.year);
    facts << countOf(album.trackCount, tr("track"), tr("tracks"));
    facts << formatLongDuration(album.durationMs);
    if (const QString genres = formatGenres(textOf(*table_, (*table_)[rows_.front()].genres));
        !genres.isEmpty())
        facts << genres;
    facts_->setText(facts.join(u" · "_s));
    showDiscs();
}

void AlbumPage::showDiscs()
{
    for (QWidget* widget : headings_)
        widget->deleteLater();
    for (TrackView* view : views_) {
        view->hide();
        view->deleteLater();
    }
    headings_.clear();
    views_.clear();
    models_.clear();
    for (auto from = rows_.begin(); from != rows_.end();) {
        const std::uint16_t disc = (*table_)[*from].disc;
        const auto to
            = std::find_if(from, rows_.end(), [&](Row row) { return (*table_)[row].disc != disc; });
        const bool several = !(from == rows_.begin() && to == rows_.end());
        addDisc(several ? tr("Disc %1").arg(std::max<int>(1, disc)) : QString(),
            std::vector<Row>(from, to));
        from = to;
    }
}

void AlbumPage::addDisc(const QString& heading, std::vector<Row> rows)
{
    int place = column_->count() - 1; // before the stretch
    if (!heading.isEmpty()) {
        auto* label = new QLabel(heading);
        label->setFont(themeFont(TextSize::normal, true));
        label->setContentsMargins(8, 8, 0, 0);
        column_->insertWidget(place++, label);
        headings_.push_back(label);
    }
    Services& s = commands_.services();
    const bool oneArtist = std::all_of(rows.begin(), rows.end(),
        [&](Row row) { return (*table_)[row].artist == (*table_)[rows_.front()].albumArtist; });
    auto* model = new TrackModel(this);
    auto* view = new TrackView(commands_, *model, u"album/columns"_s);
    model->setParent(view);
    view->setFirstColumns(oneArtist ? std::vector{Column::number, Column::title, Column::rating,
                              Column::plays, Column::length}
                                    : std::vector{Column::number, Column::title, Column::artist,
                                        Column::rating, Column::plays, Column::length});
    view->horizontalHeader()->hide();
    const int count = static_cast<int>(rows.size());
    model->set(table_, std::move(rows));
    model->setStats(s.taste.stats(), {});
    const auto entry = s.player.current();
    model->setPlaying(entry ? entry->track : TrackId{});
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setFixedHeight(count * trackRowHeight() + 2);
    view->setAccessibleName(heading.isEmpty() ? tr("Tracks") : heading);
    column_->insertWidget(place, view);
    connect(view, &TrackView::playRequested, this, [this, model](int row) {
        const std::vector<TrackId> all = tracks();
        const auto at = std::find(all.begin(), all.end(), model->trackAt(row));
        commands_.play(picksOf(all), static_cast<int>(at - all.begin()), StartedBy::album);
    });
    views_.push_back(view);
    models_.push_back(model);
}

} // namespace segue::ui

#include "moc_album_page.cpp"
