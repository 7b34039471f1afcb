#include "ui/pages/groups_page.h"

#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/covers/cover_cache.h"
#include "ui/models/group_model.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/album_grid.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QStackedLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

GroupsPage::GroupsPage(Commands& commands, CoverCache& covers, Kind kind, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , kind_(kind)
    , model_(new GroupModel(kind == Kind::artists ? u"artist"_s : u"genre"_s, this))
    , grid_(new AlbumGrid(commands, covers, *model_))
    , summary_(new QLabel)
    , empty_(new EmptyState)
    , stack_(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 0, 0);
    column->setSpacing(8);
    const QString name = kind == Kind::artists ? tr("Artists") : tr("Genres");
    QHBoxLayout* head = pageHead(pageTitle(name), summary_);
    head->setContentsMargins(8, 0, 24, 0);
    column->addLayout(head);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    stack_->addWidget(grid_);
    stack_->addWidget(empty_);
    grid_->setAccessibleName(name);
    grid_->setRound(kind == Kind::artists);
    const auto changed = [this] {
        stale_ = true;
        if (isVisible())
            reload();
    };
    connect(&commands.services().library, &Library::tracksChanged, this, changed);
    if (kind == Kind::artists)
        connect(&commands.services().library, &Library::namesChanged, this, changed);
}

void GroupsPage::open(const QString&)
{
    if (stale_)
        reload();
}

QWidget* GroupsPage::focusTarget()
{
    return grid_;
}

void GroupsPage::reload()
{
    stale_ = false;
    job_.run(
        [table = commands_.services().library.tracks(),
            names = commands_.services().library.names(), kind = kind_](const std::stop_token&) {
            return std::pair(table,
                kind == Kind::artists ? groupByArtist(*table, *names) : groupByGenre(*table));
        },
        [this](std::pair<TrackTablePtr, std::vector<TrackGroup>> result) {
            const int scroll = grid_->verticalScrollBar()->value();
            model_->set(std::move(result.first), std::move(result.second));
            grid_->verticalScrollBar()->setValue(scroll);
            const int count = model_->rowCount();
            const bool artists = kind_ == Kind::artists;
            summary_->setText(count == 0 ? QString()
                    : artists            ? countOf(count, tr("artist"), tr("artists"))
                                         : countOf(count, tr("genre"), tr("genres")));
            empty_->setTexts(artists ? u"artist"_s : u"genre"_s,
                artists ? tr("No artists yet") : tr("No genres yet"),
                artists ? tr("Add the folder your music is in, and its artists appear here.")
                        : tr("Genres come from the tags of your files; none of them has one."));
            stack_->setCurrentIndex(count == 0 ? 1 : 0);
        });
}

} // namespace segue::ui

#include "moc_groups_page.cpp"
