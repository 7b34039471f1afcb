#include "ui/pages/albums_page.h"

#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/covers/cover_cache.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/album_grid.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStackedLayout>

#include <array>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

const std::array<std::pair<QString, const char*>, 4> orders{{
    {u"artist"_s, QT_TRANSLATE_NOOP("segue::ui::AlbumsPage", "By artist")},
    {u"title"_s, QT_TRANSLATE_NOOP("segue::ui::AlbumsPage", "By title")},
    {u"newest"_s, QT_TRANSLATE_NOOP("segue::ui::AlbumsPage", "Newest additions first")},
    {u"year"_s, QT_TRANSLATE_NOOP("segue::ui::AlbumsPage", "By year")},
}};

} // namespace

AlbumsPage::AlbumsPage(Commands& commands, CoverCache& covers, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , model_(new AlbumModel(this))
    , grid_(new AlbumGrid(commands, covers, *model_))
    , empty_(new EmptyState)
    , stack_(new QStackedLayout)
    , summary_(new QLabel)
    , order_(new QPushButton)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 0, 0);
    column->setSpacing(8);
    QHBoxLayout* head = pageHead(pageTitle(tr("Albums")), summary_);
    head->setContentsMargins(8, 0, 24, 0);
    order_->setProperty("quiet", true);
    order_->setIcon(icon(u"sort-down"_s));
    order_->setToolTip(tr("Order of the albums"));
    head->addWidget(order_);
    column->addLayout(head);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    stack_->addWidget(grid_);
    stack_->addWidget(empty_);

    auto* menu = new QMenu(this);
    auto* group = new QActionGroup(this);
    const QString stored = commands.services().settings.value(u"albums/order"_s).toString();
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const auto order = static_cast<AlbumOrder>(i);
        QAction* action
            = menu->addAction(tr(orders[i].second), this, [this, order] { setOrder(order); });
        action->setCheckable(true);
        group->addAction(action);
        if (orders[i].first == stored)
            by_ = order;
        action->setChecked(by_ == order);
    }
    order_->setMenu(menu);
    connect(empty_, &EmptyState::actionTriggered, this, &AlbumsPage::addFolderRequested);
    connect(&commands.services().library, &Library::tracksChanged, this, [this, &covers] {
        covers.forgetMissing();
        reload();
    });
    connect(&commands.services().library, &Library::scanProgressed, this, [this] {
        if (model_->rowCount() == 0)
            reload();
    });
    reload();
}

QWidget* AlbumsPage::focusTarget()
{
    return grid_;
}

void AlbumsPage::setOrder(AlbumOrder order)
{
    by_ = order;
    commands_.services().settings.setValue(
        u"albums/order"_s, orders[static_cast<std::size_t>(order)].first);
    reload();
}

void AlbumsPage::reload()
{
    const TrackTablePtr table = commands_.services().library.tracks();
    const int row = grid_->currentIndex().row();
    const TrackId current = row >= 0 ? model_->handleAt(row) : TrackId{};
    const int scroll = grid_->verticalScrollBar()->value();
    model_->set(table, by_);
    if (const int to = model_->positionOf(current); to >= 0)
        grid_->setCurrentIndex(model_->index(to));
    grid_->verticalScrollBar()->setValue(scroll);
    order_->setText(tr(orders[static_cast<std::size_t>(by_)].second));
    const int count = model_->rowCount();
    summary_->setText(count == 0 ? QString() : countOf(count, tr("album"), tr("albums")));
    order_->setVisible(count > 0);
    stack_->setCurrentIndex(count == 0 ? 1 : 0);
    if (commands_.services().library.progress().running)
        empty_->setTexts(u"albums"_s, tr("Reading your music…"),
            tr("The first albums appear here in a moment."));
    else
        empty_->setTexts(u"albums"_s, tr("No albums yet"),
            tr("Add the folder your music is in, and its albums appear here with their covers."),
            tr("Add a music folder…"));
}

} // namespace segue::ui

#include "moc_albums_page.cpp"
