#include "ui/pages/for_you_page.h"

#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/pages/welcome_page.h"
#include "ui/text/format.h"
#include "ui/views/artist_picker.h"
#include "ui/views/card_controls.h"
#include "ui/views/card_strip.h"
#include "ui/views/for_you_head.h"
#include "ui/views/shelf_view.h"
#include "ui/views/suggestion_card.h"
#include "ui/widgets/empty_state.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int above = 2; // widgets over the shelves: head, picker
}

ForYouPage::ForYouPage(Commands& commands, CoverCache& covers, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , covers_(covers)
    , stack_(new QStackedLayout(this))
    , welcome_(new WelcomePage)
    , state_(new EmptyState)
    , scroll_(new QScrollArea)
    , head_(new ForYouHead(commands))
    , picker_(new ArtistPicker(commands))
    , controls_(new CardControls(commands))
{
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(24, 8, 24, 24);
    column_->setSpacing(24);
    column_->addWidget(head_);
    column_->addWidget(picker_);
    column_->addStretch(1);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    stack_->addWidget(scroll_);
    stack_->addWidget(state_);
    stack_->addWidget(welcome_);
    connectAll();
    showPage();
}

void ForYouPage::connectAll()
{
    Services& s = commands_.services();
    connect(&s.forYou, &ForYou::pageChanged, this, &ForYouPage::showPage);
    connect(&s.forYou, &ForYou::shelvesChanged, this, &ForYouPage::showShelves);
    connect(&s.library, &Library::tracksChanged, this, &ForYouPage::showState);
    connect(&s.library, &Library::rootsChanged, this, &ForYouPage::showState);
    connect(&s.library, &Library::scanProgressed, this, &ForYouPage::showState);
    connect(&s.library, &Library::scanFinished, this, &ForYouPage::showState);
    connect(welcome_, &WelcomePage::addFolderRequested, this, &ForYouPage::addFolderRequested);
    connect(welcome_, &WelcomePage::foldersDropped, this, &ForYouPage::foldersDropped);
    connect(state_, &EmptyState::actionTriggered, &s.forYou, &ForYou::refresh);
    reportTimer_.setSingleShot(true);
    reportTimer_.setInterval(600); // what is scrolled past was not shown
    connect(&reportTimer_, &QTimer::timeout, this, &ForYouPage::reportShown);
    connect(scroll_->verticalScrollBar(), &QScrollBar::valueChanged, &reportTimer_,
        qOverload<>(&QTimer::start));
    connect(picker_, &ArtistPicker::done, picker_, &QWidget::hide);
}

QWidget* ForYouPage::focusTarget()
{
    if (stack_->currentWidget() == welcome_)
        return welcome_->focusTarget();
    return this;
}

/// The focus stays with the page: what comes up first in its order was not chosen by anybody.
void ForYouPage::bringUp(QWidget* widget)
{
    if (stack_->currentWidget() == widget)
        return;
    const bool mine = window()->focusWidget() == nullptr || window()->focusWidget() == this
        || isAncestorOf(window()->focusWidget());
    stack_->setCurrentWidget(widget);
    if (mine)
        focusTarget()->setFocus(Qt::OtherFocusReason);
}

void ForYouPage::showState()
{
    Services& s = commands_.services();
    const bool music = s.library.tracks()->size() > 0;
    const bool scanning = s.library.progress().running;
    if (!music && !scanning && s.library.roots().empty()) {
        bringUp(welcome_);
        return;
    }
    if (!s.forYou.page().shelves.empty() && music) {
        bringUp(scroll_);
        return;
    }
    if (!music && !scanning)
        state_->setTexts(u"songs"_s, tr("No music found"),
            tr("There are no tracks in your music folders. Add another folder, or look at them "
               "again with F5."));
    else if (!music || !s.forYou.isReady())
        state_->setTexts(u"for-you"_s, tr("Getting to know your music…"),
            tr("Suggestions appear as soon as the first tracks are read. You can play and search "
               "meanwhile."));
    else if (std::ranges::none_of(s.library.tracks()->tracks(), &TrackRecord::available))
        state_->setTexts(u"folder"_s, tr("Your music is not there"),
            tr("None of the files of %1 can be found now. Connect the drive they are on, then look "
               "again with F5. Plays, ratings and playlists are kept.")
                .arg(countOf(
                    static_cast<qint64>(s.library.tracks()->size()), tr("track"), tr("tracks"))));
    else
        state_->setTexts(u"for-you"_s, tr("Nothing to suggest just now"),
            tr("A shelf is shown once at least four tracks fit it. Play or rate some tracks, add "
               "more music, or try again."),
            tr("Try again"));
    bringUp(state_);
}

void ForYouPage::showPage()
{
    const segue::Page& page = commands_.services().forYou.page();
    const bool first = shelves_.empty();
    // The same shelf keeps its place on screen and its cards slide; others come and go.
    std::vector<ShelfView*> next;
    for (const Shelf& shelf : page.shelves) {
        const auto it = std::find_if(shelves_.begin(), shelves_.end(),
            [&](const ShelfView* view) { return view && view->shelfId() == shelf.id; });
        ShelfView* view = it != shelves_.end() ? std::exchange(*it, nullptr) : makeShelf();
        view->setShelf(shelf, !first);
        view->setSteer(page.steer, page.inSession && shelf.id == u"right_now");
        next.push_back(view);
    }
    for (ShelfView* gone : shelves_) {
        if (!gone)
            continue;
        if (controls_->card() && gone->isAncestorOf(controls_->card()))
            controls_->setCard(nullptr);
        column_->removeWidget(gone);
        gone->hide();
        gone->deleteLater();
    }
    shelves_ = std::move(next);
    for (std::size_t i = 0; i < shelves_.size(); ++i) {
        if (column_->indexOf(shelves_[i]) != static_cast<int>(i) + above) {
            column_->removeWidget(shelves_[i]);
            column_->insertWidget(static_cast<int>(i) + above, shelves_[i]);
        }
        shelves_[i]->show();
    }
    reported_.clear();
    picker_->offer(page.coldStart && page.plays == 0);
    head_->showState();
    showState();
    reportTimer_.start();
}

void ForYouPage::showShelves(const QStringList& ids)
{
    const segue::Page& page = commands_.services().forYou.page();
    for (const QString& id : ids) {
        const auto shelf = std::find_if(
            page.shelves.begin(), page.shelves.end(), [&](const Shelf& s) { return s.id == id; });
        const auto view = std::find_if(shelves_.begin(), shelves_.end(),
            [&](const ShelfView* v) { return v->shelfId() == id; });
        if (shelf == page.shelves.end() || view == shelves_.end()) {
            showPage(); // a shelf came or went
            return;
        }
        (*view)->setShelf(*shelf, true);
        (*view)->setSteer(page.steer, page.inSession && id == u"right_now");
    }
    head_->showState();
    reportTimer_.start();
}

} // namespace segue::ui

#include "moc_for_you_page.cpp"
