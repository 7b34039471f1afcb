#include "ui/pages/songs_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/models/filter_source.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/filter_message.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QRandomGenerator>
#include <QSettings>
#include <QStackedLayout>
#include <QTimer>

#include <algorithm>
#include <numeric>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// How much of a long list goes into the queue with a double click: enough for a day.
constexpr int mostQueued = 2000;

std::vector<Row> allRows(const TrackTable& table)
{
    std::vector<Row> rows(table.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    return rows;
}

} // namespace

SongsPage::SongsPage(Commands& commands, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , model_(new TrackModel(this))
    , view_(new TrackView(commands, *model_, u"songs/columns"_s))
    , filter_(new FilterBox([&commands] { return commands.filters().vocabulary(); }))
    , message_(new FilterMessage)
    , empty_(new EmptyState)
    , stack_(new QStackedLayout)
    , summary_(new QLabel)
    , typed_(new QLabel(view_))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(8);
    QHBoxLayout* head = pageHead(pageTitle(tr("Songs")), summary_);
    head->setContentsMargins(4, 0, 24, 0);
    auto* shuffle = new IconButton(u"shuffle"_s, tr("Play all in random order"));
    filter_->setPlaceholderText(tr("Filter songs…"));
    filter_->setAccessibleName(tr("Filter songs"));
    filter_->setToolTip(tr("Words and conditions, as in genre:jazz rating>=4  (Ctrl+Shift+F)"));
    filter_->setClearButtonEnabled(true);
    filter_->setFixedWidth(scaled(260));
    head->addWidget(filter_);
    head->addWidget(shuffle);
    column->addLayout(head);
    auto* messageRow = new QHBoxLayout;
    messageRow->setContentsMargins(0, 0, 24, 0);
    messageRow->addWidget(message_);
    column->addLayout(messageRow);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    stack_->addWidget(view_);
    stack_->addWidget(empty_);
    typed_->setObjectName(u"typed"_s);
    typed_->hide();

    view_->setFirstColumns({Column::title, Column::artist, Column::album, Column::rating,
        Column::length, Column::plays});
    view_->restoreColumns();
    restoreSorting();

    Services& s = commands.services();
    connect(&s.library, &Library::tracksChanged, this, &SongsPage::reload);
    connect(&s.library, &Library::scanProgressed, this, &SongsPage::describe);
    connect(&s.taste, &Taste::statsChanged, this, [this](const std::vector<TrackId>& tracks) {
        model_->setStats(commands_.services().taste.stats(), tracks);
    });
    connect(&s.player, &Player::currentChanged, this, [this] {
        const auto entry = commands_.services().player.current();
        model_->setPlaying(entry ? entry->track : TrackId{});
    });
    connect(view_, &TrackView::playRequested, this, &SongsPage::playFrom);
    connect(view_, &TrackView::sortRequested, this, &SongsPage::sortBy);
    connect(view_, &TrackView::typedAheadChanged, this, &SongsPage::showTypedAhead);
    connect(empty_, &EmptyState::actionTriggered, this, &SongsPage::addFolderRequested);
    connect(filter_, &QLineEdit::textChanged, this, &SongsPage::filter);
    connect(filter_, &QLineEdit::returnPressed, this, [this] { view_->setFocus(); });
    connect(filter_, &FilterBox::filterChanged, this,
        [this] { message_->show(filter_->shownError(), filter_->text()); });
    connect(&commands.filters(), &FilterSource::changed, this, [this] {
        if (!filter_->query().isEmpty())
            filter();
    });
    connect(shuffle, &QAbstractButton::clicked, this, [this] {
        std::vector<TrackPick> picks;
        for (Row row : model_->rows()) {
            const TrackRecord& track = (*model_->table())[row];
            if (track.available && track.kind == TrackKind::music)
                picks.push_back({track.id, {}});
        }
        std::shuffle(picks.begin(), picks.end(), *QRandomGenerator::global());
        picks.resize(std::min(picks.size(), static_cast<std::size_t>(mostQueued)));
        commands_.play(picks, 0, StartedBy::shuffle);
    });

    // The stored order needs no sorting: the first rows are painted at once.
    const auto entry = s.player.current();
    model_->setPlaying(entry ? entry->track : TrackId{});
    model_->setStats(s.taste.stats(), {});
    const TrackTablePtr table = s.library.tracks();
    apply(table, allRows(*table));
    if (keys_ != std::vector<SortKey>{{Column::artist, false}})
        reload();
}

QWidget* SongsPage::focusTarget()
{
    return view_;
}

// Filtering is done here, as it takes less than a frame; sorting elsewhere.
void SongsPage::filter()
{
    const bool stored = keys_ == std::vector<SortKey>{{Column::artist, false}};
    FilterRun* run = filter_->query().isEmpty() ? nullptr : commands_.filters().run();
    if (!run || !stored) {
        reload();
        return;
    }
    job_.cancel();
    apply(run->index().table(), run->rows(filter_->query()));
}

void SongsPage::reload()
{
    Services& s = commands_.services();
    TrackTablePtr table = s.library.tracks();
    std::vector<Row> rows;
    if (filter_->query().isEmpty()) {
        rows = allRows(*table);
    } else {
        FilterRun* run = commands_.filters().run();
        if (!run)
            return; // comes when the index is there
        table = run->index().table();
        rows = run->rows(filter_->query());
    }
    job_.run(
        [table, rows = std::move(rows), stats = s.taste.stats(), keys = keys_](
            const std::stop_token& stop) mutable {
            return std::pair(table, sortRows(*table, *stats, std::move(rows), keys, stop));
        },
        [this](std::pair<TrackTablePtr, std::vector<Row>> result) {
            apply(std::move(result.first), std::move(result.second));
        });
}

void SongsPage::apply(TrackTablePtr table, std::vector<Row> rows)
{
    totalMs_ = 0;
    for (const Row row : rows)
        totalMs_ += (*table)[row].durationMs;
    view_->keepingPlace([&] { model_->set(std::move(table), std::move(rows)); });
    describe();
}

void SongsPage::describe()
{
    const TrackTable& table = *model_->table();
    const bool scanning = commands_.services().library.progress().running;
    if (table.size() == 0) {
        if (scanning)
            empty_->setTexts(u"songs"_s, tr("Reading your music…"),
                tr("The first tracks appear here in a moment."));
        else
            empty_->setTexts(u"songs"_s, tr("No music yet"),
                tr("Segue plays the music files on this computer. Show it the folder they are in."),
                tr("Add a music folder…"));
    }
    const auto shown = static_cast<qint64>(model_->rows().size());
    if (table.size() != 0)
        empty_->setTexts(u"search"_s, tr("No song fits this filter"),
            tr("Take a condition out, or make one wider. Ctrl+Space in the field shows what can be "
               "asked for."));
    stack_->setCurrentIndex(shown == 0 ? 1 : 0);
    const QString all = countOf(static_cast<qint64>(table.size()), tr("track"), tr("tracks"));
    summary_->setText(shown == 0 ? QString()
                                 : tr("%1 · %2").arg(filter_->query().isEmpty()
                                         ? all
                                         : tr("%1 of %2").arg(QLocale().toString(shown), all),
                                     formatLongDuration(totalMs_)));
}

void SongsPage::sortBy(Column column)
{
    keys_ = sortedBy(keys_, column);
    view_->setSortKeys(keys_);
    QStringList stored;
    for (const SortKey& key : keys_)
        stored << columnKey(key.column) + (key.descending ? u":d"_s : u":a"_s);
    commands_.services().settings.setValue(u"songs/sort"_s, stored);
    reload();
}

void SongsPage::restoreSorting()
{
    std::vector<SortKey> keys;
    for (const QString& entry :
        commands_.services().settings.value(u"songs/sort"_s).toStringList()) {
        for (int i = 0; i < columnCount; ++i) {
            if (columnKey(static_cast<Column>(i)) == entry.section(u':', 0, 0))
                keys.push_back({static_cast<Column>(i), entry.endsWith(u":d")});
        }
    }
    if (!keys.empty())
        keys_ = keys;
    view_->setSortKeys(keys_);
}

void SongsPage::playFrom(int row)
{
    const int count = model_->rowCount();
    const int first = std::clamp(row - mostQueued / 10, 0, std::max(0, count - mostQueued));
    std::vector<TrackPick> picks;
    for (int i = first; i < std::min(count, first + mostQueued); ++i)
        picks.push_back({model_->trackAt(i), {}});
    commands_.play(picks, row - first, StartedBy::user);
}

void SongsPage::showTypedAhead(const QString& text)
{
    typed_->setText(text.isEmpty() ? tr("Jump to a title…") : tr("Jump to: %1").arg(text));
    typed_->adjustSize();
    typed_->move((view_->width() - typed_->width()) / 2, view_->height() - typed_->height() - 16);
    typed_->show();
    typed_->raise();
    QTimer::singleShot(1600, typed_, [this, text] {
        if (view_->typedAhead() == text)
            typed_->hide();
    });
}

} // namespace segue::ui

#include "moc_songs_page.cpp"
