#include "ui/pages/playlist_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/dialogs/smart_playlist_dialog.h"
#include "ui/models/filter_source.h"
#include "ui/models/track_model.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_message.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace segue::ui {

using namespace Qt::StringLiterals;

PlaylistPage::PlaylistPage(Commands& commands, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , model_(new TrackModel(this))
    , view_(new TrackView(commands, *model_, u"playlist/columns"_s))
    , icon_(new QLabel)
    , title_(pageTitle())
    , summary_(new QLabel)
    , rule_(new QLabel)
    , message_(new FilterMessage)
    , play_(new QPushButton(iconOnAccent(u"play"_s), u" "_s + tr("Play")))
    , shuffle_(new IconButton(u"shuffle"_s, tr("Play in random order")))
    , edit_(new IconButton(u"smart-playlist"_s, tr("Change the filter")))
    , empty_(new EmptyState)
    , stack_(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(8);
    QHBoxLayout* head = pageHead(title_);
    head->setContentsMargins(4, 0, 24, 0);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (QLabel* label : {summary_, rule_}) {
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setTextFormat(Qt::PlainText);
    }
    rule_->setContentsMargins(8, 0, 24, 0);
    rule_->setWordWrap(true);
    play_->setProperty("primary", true);
    head->addWidget(icon_);
    head->setStretchFactor(title_, 1);
    head->addWidget(summary_);
    head->addWidget(edit_);
    head->addWidget(shuffle_);
    head->addWidget(play_);
    column->addLayout(head);
    column->addWidget(rule_);
    auto* messageRow = new QHBoxLayout;
    messageRow->setContentsMargins(0, 0, 24, 0);
    messageRow->addWidget(message_);
    column->addLayout(messageRow);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    stack_->addWidget(view_);
    stack_->addWidget(empty_);
    view_->setFirstColumns({Column::title, Column::artist, Column::album, Column::rating,
        Column::length, Column::plays});
    view_->restoreColumns();
    view_->setSortKeys({});
    view_->installEventFilter(this);
    connectAll();
}

void PlaylistPage::connectAll()
{
    Services& s = commands_.services();
    connect(view_, &TrackView::playRequested, this, &PlaylistPage::playFrom);
    connect(view_, &TrackView::sortRequested, this, &PlaylistPage::sortBy);
    connect(play_, &QAbstractButton::clicked, this, [this] { playFrom(0); });
    connect(shuffle_, &QAbstractButton::clicked, this,
        [this] { commands_.playlists().play(id_, true); });
    connect(edit_, &QAbstractButton::clicked, this, [this] {
        if (playlist_)
            SmartPlaylistDialog(commands_, playlist_, window()).exec();
    });
    connect(&s.playlists, &Playlists::changed, this, &PlaylistPage::reload);
    connect(&s.library, &Library::tracksChanged, this, &PlaylistPage::reload);
    connect(&commands_.filters(), &FilterSource::changed, this, &PlaylistPage::reload);
    connect(&s.taste, &Taste::statsChanged, this, [this](const std::vector<TrackId>& tracks) {
        model_->setStats(commands_.services().taste.stats(), tracks);
    });
    connect(&s.player, &Player::currentChanged, this, [this] {
        const auto entry = commands_.services().player.current();
        model_->setPlaying(entry ? entry->track : TrackId{});
    });
    connect(model_, &TrackModel::rowsDropped, this, [this](const std::vector<int>& rows, int to) {
        commands_.playlists().moveEntries(id_, keysOf(rows), static_cast<std::size_t>(to));
    });
    connect(model_, &TrackModel::tracksDropped, this,
        [this](const std::vector<TrackId>& tracks, int to) {
            commands_.playlists().insert(id_, static_cast<std::size_t>(to), tracks);
        });
    const auto entry = s.player.current();
    model_->setPlaying(entry ? entry->track : TrackId{});
    model_->setStats(s.taste.stats(), {});
}

void PlaylistPage::open(const QString& argument)
{
    const PlaylistId id{argument.toLongLong()};
    job_.cancel();
    shown_ = nullptr;
    if (id != std::exchange(id_, id)) // nothing of the last one under the name of this
        model_->set(commands_.services().library.tracks(), {});
    reload();
    view_->scrollToTop();
}

QWidget* PlaylistPage::focusTarget()
{
    return view_;
}

void PlaylistPage::reload()
{
    playlist_ = commands_.services().playlists.find(id_);
    const TrackTablePtr table = commands_.services().library.tracks();
    if (playlist_ && playlist_->kind == PlaylistKind::smart) {
        model_->setEditable(false);
        view_->setDragDropMode(QAbstractItemView::DragOnly);
        if (isVisible() || shown_ == nullptr)
            showSmart();
    } else if (playlist_ && (playlist_ != shown_ || table != shownTable_)) {
        shown_ = playlist_;
        shownTable_ = table;
        showList();
    }
    describe();
}

void PlaylistPage::showList()
{
    job_.cancel();
    std::vector<Row> rows;
    TrackModel::Missing missing;
    const PlaylistEntries& entries = *playlist_->entries;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto row = shownTable_->rowOf(entries[i].track);
        rows.push_back(row ? *row : TrackModel::missingRow);
        if (!row)
            missing.emplace(static_cast<int>(i),
                TrackModel::MissingTrack{QString::fromStdString(entries[i].title),
                    QString::fromStdString(entries[i].artist),
                    QString::fromStdString(entries[i].album), entries[i].durationMs});
    }
    model_->setEditable(true);
    view_->setDragDropMode(QAbstractItemView::DragDrop);
    view_->keepingPlace([&] { model_->set(shownTable_, std::move(rows), std::move(missing)); });
}

void PlaylistPage::showSmart()
{
    const FilterSource::Asked asked = commands_.filters().now();
    if (!asked.index)
        return; // comes when the index is there
    job_.run(
        [asked, rule = playlist_->rule, id = id_](const std::stop_token&) {
            return std::pair(asked.index->table(), smartRows(asked, rule, id));
        },
        [this, of = playlist_](std::pair<TrackTablePtr, std::vector<Row>> found) {
            shown_ = of;
            shownTable_ = std::move(found.first);
            view_->keepingPlace([&] { model_->set(shownTable_, std::move(found.second)); });
            describe();
        });
}

void PlaylistPage::describe()
{
    const bool smart = playlist_ && playlist_->kind == PlaylistKind::smart;
    const int count = model_->rowCount();
    const bool any = playlist_ && count > 0;
    for (QWidget* widget : {static_cast<QWidget*>(play_), static_cast<QWidget*>(shuffle_)})
        widget->setVisible(any);
    edit_->setVisible(smart);
    const bool waits = smart && !shown_; // a moment: no text that comes and goes
    stack_->setCurrentIndex(any || waits ? 0 : 1);
    rule_->setVisible(smart);
    if (!playlist_) {
        title_->clear();
        icon_->clear();
        summary_->clear();
        message_->show({}, {});
        empty_->setTexts(u"playlist"_s, tr("This playlist is gone"),
            tr("It was deleted. Ctrl+Z brings it back while Segue is open."));
        return;
    }
    title_->setText(QString::fromStdString(playlist_->name));
    icon_->setPixmap(iconPixmap(smart ? u"smart-playlist"_s : u"playlist"_s, colors().textDim,
        scaled(24), devicePixelRatioF()));
    qint64 total = 0;
    for (const Row row : model_->rows())
        total += row == TrackModel::missingRow ? 0 : (*model_->table())[row].durationMs;
    QStringList facts;
    if (any)
        facts << countOf(count, tr("track"), tr("tracks")) << formatLongDuration(total);
    if (const auto missing = static_cast<qint64>(model_->missing().size()); missing > 0 && any)
        facts << tr("%1 missing").arg(missing);
    if (playlist_->doNotLearn)
        facts << tr("nothing is learned from it");
    summary_->setText(facts.join(u" · "_s));
    if (!smart) {
        message_->show({}, {});
        empty_->setTexts(u"playlist"_s, tr("An empty playlist"),
            tr("Drag tracks here or on its name, or use “Add to playlist” in the menu of a "
               "track."));
        return;
    }
    const QString filter = QString::fromStdString(playlist_->rule.filter);
    rule_->setText(filter.isEmpty() ? tr("All tracks") : filter);
    message_->show(FilterQuery::parse(playlist_->rule.filter).error(), filter);
    empty_->setTexts(u"smart-playlist"_s, tr("Nothing fits at the moment"),
        tr("The list fills by itself when tracks fit its filter: %1").arg(filter));
}

std::vector<std::uint64_t> PlaylistPage::keysOf(const std::vector<int>& rows) const
{
    std::vector<std::uint64_t> keys;
    const PlaylistEntries& entries = *shown_->entries;
    for (const int row : rows) {
        if (row >= 0 && row < static_cast<int>(entries.size()))
            keys.push_back(entries[static_cast<std::size_t>(row)].key);
    }
    return keys;
}

std::vector<std::uint64_t> PlaylistPage::selectedKeys() const
{
    std::vector<int> rows;
    for (const QItemSelectionRange& range : view_->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    }
    return keysOf(rows);
}

void PlaylistPage::sortBy(Column column)
{
    if (!shown_ || shown_->kind != PlaylistKind::list || shown_->entries->empty())
        return;
    lastSort_ = {column, lastSort_.column == column && !lastSort_.descending};
    // Rows stand for entries: equal tracks keep their order, missing ones go to the end.
    const std::vector<Row> rows = model_->rows();
    std::vector<Row> known;
    for (const Row row : rows) {
        if (row != TrackModel::missingRow)
            known.push_back(row);
    }
    const TrackStatsPtr stats = commands_.services().taste.stats();
    job_.run(
        [table = shownTable_, known, stats, key = lastSort_](
            const std::stop_token& stop) { return sortRows(*table, *stats, known, {key}, stop); },
        [this, rows, of = shown_](const std::vector<Row>& sorted) {
            if (of != shown_)
                return; // edited meanwhile
            std::vector<int> order;
            std::unordered_map<Row, std::vector<std::size_t>> left;
            for (std::size_t i = rows.size(); i-- > 0;)
                left[rows[i]].push_back(i);
            for (const Row row : sorted) {
                order.push_back(static_cast<int>(left[row].back()));
                left[row].pop_back();
            }
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (rows[i] == TrackModel::missingRow)
                    order.push_back(static_cast<int>(i));
            }
            commands_.playlists().reorder(id_, keysOf(order));
        });
}

void PlaylistPage::moveSelected(int by)
{
    const QItemSelection selection = view_->selectionModel()->selection();
    if (selection.isEmpty() || !shown_ || shown_->kind != PlaylistKind::list)
        return;
    int top = selection.front().top(), bottom = selection.front().bottom();
    for (const QItemSelectionRange& range : selection) {
        top = std::min(top, range.top());
        bottom = std::max(bottom, range.bottom());
    }
    const int to = by < 0 ? top - 1 : bottom + 2;
    if (to < 0 || to > model_->rowCount())
        return;
    const auto count = static_cast<int>(selectedKeys().size());
    commands_.playlists().moveEntries(id_, selectedKeys(), static_cast<std::size_t>(to));
    const int first = by < 0 ? to : to - count;
    view_->selectionModel()->select(
        QItemSelection(
            model_->index(first, 0), model_->index(first + count - 1, model_->columnCount() - 1)),
        QItemSelectionModel::ClearAndSelect);
    view_->selectionModel()->setCurrentIndex(
        model_->index(first, 0), QItemSelectionModel::NoUpdate);
}

bool PlaylistPage::eventFilter(QObject* object, QEvent* event)
{
    if (object == view_ && event->type() == QEvent::KeyPress && shown_
        && shown_->kind == PlaylistKind::list) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Delete) {
            if (const auto keys = selectedKeys(); !keys.empty())
                commands_.playlists().removeEntries(id_, keys);
            return true;
        }
        if (key->modifiers() & Qt::AltModifier
            && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            moveSelected(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return Page::eventFilter(object, event);
}

void PlaylistPage::playFrom(int row)
{
    std::vector<TrackPick> picks;
    int index = 0;
    for (int i = 0; i < model_->rowCount(); ++i) {
        if (i == row)
            index = static_cast<int>(picks.size());
        if (const TrackId track = model_->trackAt(i))
            picks.push_back({track, {}, playlist_ && playlist_->doNotLearn});
    }
    commands_.play(picks, index, StartedBy::user);
}

} // namespace segue::ui

#include "moc_playlist_page.cpp"
