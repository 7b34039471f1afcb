#include "ui/pages/folders_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "core/text/display_path.h"
#include "ui/commands.h"
#include "ui/models/folder_model.h"
#include "ui/models/track_model.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTreeView>

namespace segue::ui {

using namespace Qt::StringLiterals;

FoldersPage::FoldersPage(Commands& commands, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , folders_(new FolderModel(this))
    , tree_(new QTreeView)
    , model_(new TrackModel(this))
    , view_(new TrackView(commands, *model_, u"folders/columns"_s))
    , path_(new QLabel)
    , summary_(new QLabel)
    , play_(new QPushButton(iconOnAccent(u"play"_s), u" "_s + tr("Play")))
    , queue_(new QPushButton(icon(u"queue"_s), u" "_s + tr("Add to queue")))
    , empty_(new EmptyState)
    , stack_(new QStackedLayout(this))
{
    tree_->setModel(folders_);
    tree_->setHeaderHidden(true);
    tree_->setUniformRowHeights(true);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setIndentation(scaled(16));
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setAccessibleName(tr("Folders"));
    tree_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->setFirstColumns({Column::number, Column::title, Column::artist, Column::album,
        Column::rating, Column::length});
    view_->restoreColumns();
    view_->setSortKeys({});
    path_->setTextFormat(Qt::PlainText);
    path_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    path_->setFont(themeFont(TextSize::normal, true));
    summary_->setForegroundRole(QPalette::PlaceholderText);
    play_->setProperty("primary", true);

    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 0, 24, 0);
    head->setSpacing(12);
    head->addWidget(path_, 1);
    head->addWidget(summary_);
    head->addWidget(queue_);
    head->addWidget(play_);
    column->addLayout(head);
    column->addWidget(view_, 1);
    auto* left = new QWidget;
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(24, 16, 0, 0);
    leftColumn->setSpacing(8);
    QHBoxLayout* titleRow = pageHead(pageTitle(tr("Folders")));
    titleRow->setContentsMargins(4, 0, 0, 0);
    leftColumn->addLayout(titleRow);
    leftColumn->addWidget(tree_, 1);
    column->setContentsMargins(12, 16, 0, 0);
    auto* splitter = new QSplitter;
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({scaled(300), scaled(700)});
    splitter->setChildrenCollapsible(false);
    stack_->addWidget(splitter);
    stack_->addWidget(empty_);
    empty_->setTexts(u"folder"_s, tr("No folders yet"),
        tr("Add the folder your music is in, and it appears here as it lies on the disk."));
    connectAll();
}

void FoldersPage::connectAll()
{
    Services& s = commands_.services();
    connect(&s.library, &Library::tracksChanged, this, [this] {
        stale_ = true;
        if (isVisible())
            reload();
    });
    connect(&s.taste, &Taste::statsChanged, this, [this](const std::vector<TrackId>& tracks) {
        model_->setStats(commands_.services().taste.stats(), tracks);
    });
    connect(&s.player, &Player::currentChanged, this, [this] {
        const auto entry = commands_.services().player.current();
        model_->setPlaying(entry ? entry->track : TrackId{});
    });
    model_->setStats(s.taste.stats(), {});
    connect(tree_->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &FoldersPage::showFolder);
    connect(tree_, &QAbstractItemView::doubleClicked, this,
        [this] { commands_.play(picks(), 0, StartedBy::user); });
    connect(tree_, &QWidget::customContextMenuRequested, this, &FoldersPage::showMenu);
    connect(play_, &QAbstractButton::clicked, this,
        [this] { commands_.play(picks(), 0, StartedBy::user); });
    connect(queue_, &QAbstractButton::clicked, this, [this] { commands_.enqueue(picks()); });
    connect(view_, &TrackView::playRequested, this,
        [this](int row) { commands_.play(picks(), row, StartedBy::user); });
}

void FoldersPage::open(const QString&)
{
    if (stale_)
        reload();
}

QWidget* FoldersPage::focusTarget()
{
    return tree_;
}

void FoldersPage::reload()
{
    stale_ = false;
    job_.run([table = commands_.services().library.tracks()](
                 const std::stop_token&) { return makeFolderTree(table); },
        [this](std::shared_ptr<const FolderTree> tree) {
            const std::string current = folders_->pathOf(tree_->currentIndex());
            folders_->set(std::move(tree));
            stack_->setCurrentIndex(folders_->tree()->rows.empty() ? 1 : 0);
            QModelIndex index = folders_->indexOf(current);
            if (!index.isValid())
                index = folders_->index(0, 0);
            tree_->setCurrentIndex(index);
            tree_->expand(index);
            showFolder();
        });
}

void FoldersPage::showFolder()
{
    const QModelIndex index = tree_->currentIndex();
    std::vector<Row> rows = folders_->rowsBelow(index);
    qint64 total = 0;
    for (const Row row : rows)
        total += (*folders_->tree()->table)[row].durationMs;
    path_->setText(displayPath(QByteArray::fromStdString(folders_->pathOf(index))));
    summary_->setText(
        u"%1 · %2"_s.arg(countOf(static_cast<qint64>(rows.size()), tr("track"), tr("tracks")),
            formatLongDuration(total)));
    model_->set(folders_->tree()->table, std::move(rows));
    view_->scrollToTop();
}

std::vector<TrackPick> FoldersPage::picks() const
{
    std::vector<TrackPick> all;
    for (int row = 0; row < model_->rowCount(); ++row)
        all.push_back({model_->trackAt(row), {}});
    return all;
}

void FoldersPage::showMenu(const QPoint& at)
{
    const QModelIndex index = tree_->indexAt(at);
    if (!index.isValid())
        return;
    tree_->setCurrentIndex(index);
    const std::vector<TrackPick> all = picks();
    QMenu menu(this);
    menu.addAction(icon(u"play"_s), tr("Play"), this,
        [this, all] { commands_.play(all, 0, StartedBy::user); });
    menu.addAction(icon(u"shuffle"_s), tr("Play in random order"), this,
        [this, all] { commands_.playShuffled(all, StartedBy::shuffle); });
    menu.addAction(
        icon(u"play-next"_s), tr("Play next"), this, [this, all] { commands_.playNext(all); });
    menu.addAction(
        icon(u"queue"_s), tr("Add to queue"), this, [this, all] { commands_.enqueue(all); });
    commands_.playlists().fillAddMenu(menu, all);
    menu.exec(tree_->viewport()->mapToGlobal(at));
}

} // namespace segue::ui

#include "moc_folders_page.cpp"
