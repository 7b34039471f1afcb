#include "ui/main_window.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "core/recommend/service/for_you.h"
#include "ui/covers/cover_cache.h"
#include "ui/dialogs/unread_files.h"
#include "ui/pages/album_page.h"
#include "ui/pages/albums_page.h"
#include "ui/pages/collection_page.h"
#include "ui/pages/folders_page.h"
#include "ui/pages/for_you_page.h"
#include "ui/pages/groups_page.h"
#include "ui/pages/health_page.h"
#include "ui/pages/history_page.h"
#include "ui/pages/playlist_page.h"
#include "ui/pages/search_page.h"
#include "ui/pages/songs_page.h"
#include "ui/pages/taste_page.h"
#include "ui/theme/theme.h"
#include "ui/views/player_bar.h"
#include "ui/views/queue_panel.h"
#include "ui/views/sidebar.h"
#include "ui/views/top_bar.h"
#include "ui/widgets/toast.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Services services, QWidget* parent)
    : QMainWindow(parent)
    , services_(std::move(services))
    , commands_(new Commands(services_, this))
    , covers_(new CoverCache(services_.covers,
          QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/covers"_s, this))
{
    setWindowTitle(u"Segue"_s);
    setWindowIcon(QIcon(u":/segue/app_icon.svg"_s));
    setAcceptDrops(true);
    setMinimumSize(640, 420);
    build();
    connectServices();
    installShortcuts();
    resize(1280, 800);
    restoreGeometry(services_.settings.value(u"window/geometry"_s).toByteArray());
    display(u"for_you"_s);
    history_ = {u"for_you"_s};
    place_ = 0;
    topBar_->setHistory(false, false);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    menu_ = makeMenu();
    sidebar_ = new Sidebar(*commands_);
    topBar_ = new TopBar(*commands_, menu_, listenerMenu_);
    playerBar_ = new PlayerBar(*commands_, *covers_);
    stack_ = new QStackedWidget;
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(topBar_);
    column->addWidget(stack_, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(sidebar_);
    middle->addWidget(centre, 1);
    queue_ = new QueuePanel(*commands_, *covers_);
    middle->addWidget(queue_);
    queue_->setVisible(services_.settings.value(u"window/queue"_s, false).toBool());
    auto* whole = new QWidget;
    auto* rows = new QVBoxLayout(whole);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addLayout(middle, 1);
    rows->addWidget(playerBar_);
    setCentralWidget(whole);
    toast_ = new Toast(centre);
    playerBar_->setQueueShown(isQueueShown());

    connect(sidebar_, &Sidebar::pageRequested, this, &MainWindow::showPage);
    connect(sidebar_, &Sidebar::addFolderRequested, this, &MainWindow::addFolder);
    connect(sidebar_, &Sidebar::unreadRequested, this, [this] {
        auto* dialog = new UnreadFiles(services_.library, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(topBar_, &TopBar::backRequested, this, [this] { goBack(1); });
    connect(topBar_, &TopBar::forwardRequested, this, [this] { goBack(-1); });
    connect(topBar_, &TopBar::leaveRequested, this, [this] {
        static_cast<Page*>(stack_->currentWidget())->focusTarget()->setFocus(Qt::OtherFocusReason);
    });
    connect(topBar_, &TopBar::searched, this, &MainWindow::search);
    connect(queue_, &QueuePanel::closeRequested, this, [this] { setQueueShown(false); });
    connect(playerBar_, &PlayerBar::queueToggled, this, [this] { setQueueShown(!isQueueShown()); });
    connect(toast_, &Toast::actionTriggered, this, &MainWindow::toastAction);
    connect(commands_, &Commands::notice, this, &MainWindow::showNotice);
    connect(commands_, &Commands::navigate, this, &MainWindow::showPage);
}

Page* MainWindow::pageFor(const QString& kind)
{
    if (const auto it = pages_.find(kind); it != pages_.end())
        return it->second;
    Page* page = nullptr;
    if (kind == u"songs") {
        auto* songs = new SongsPage(*commands_);
        connect(songs, &SongsPage::addFolderRequested, this, &MainWindow::addFolder);
        page = songs;
    }
    if (kind == u"for_you") {
        auto* forYou = new ForYouPage(*commands_, *covers_);
        connect(forYou, &ForYouPage::addFolderRequested, this, &MainWindow::addFolder);
        connect(forYou, &ForYouPage::foldersDropped, this, &MainWindow::addFolders);
        page = forYou;
    }
    if (kind == u"albums") {
        auto* albums = new AlbumsPage(*commands_, *covers_);
        connect(albums, &AlbumsPage::addFolderRequested, this, &MainWindow::addFolder);
        page = albums;
    }
    if (kind == u"taste")
        page = new TastePage(*commands_);
    if (kind == u"health")
        page = new HealthPage(*commands_);
    if (kind == u"album")
        page = new AlbumPage(*commands_, *covers_);
    if (kind == u"artists" || kind == u"genres")
        page = new GroupsPage(*commands_, *covers_,
            kind == u"artists" ? GroupsPage::Kind::artists : GroupsPage::Kind::genres);
    if (kind == u"artist" || kind == u"genre")
        page = new CollectionPage(*commands_, *covers_,
            kind == u"artist" ? CollectionPage::Kind::artist : CollectionPage::Kind::genre);
    if (kind == u"folders")
        page = new FoldersPage(*commands_);
    if (kind == u"history")
        page = new HistoryPage(*commands_, *covers_);
    if (kind == u"playlist")
        page = new PlaylistPage(*commands_);
    if (kind == u"search") {
        auto* results = new SearchPage(*commands_, *covers_);
        connect(topBar_, &TopBar::resultsWanted, results, [this, results](bool play) {
            if (stack_->currentWidget() != results)
                return;
            play ? results->playBest() : results->focusTarget()->setFocus(Qt::OtherFocusReason);
        });
        connect(topBar_, &TopBar::filterChanged, results, [this, results] {
            if (stack_->currentWidget() == results)
                results->showError(topBar_->shownError());
        });
        page = results;
    }
    if (!page)
        return nullptr;
    stack_->addWidget(page);
    pages_[kind] = page;
    return page;
}

void MainWindow::showPage(const QString& name)
{
    if (name == u"queue") {
        setQueueShown(true);
        return;
    }
    if (name != currentPage()) {
        history_.resize(static_cast<std::size_t>(place_) + 1);
        // Typing in the search box is one step back, not one a letter.
        if (name.startsWith(u"search:") && currentPage().startsWith(u"search:"))
            history_.back() = name;
        else
            history_.push_back(name);
        place_ = static_cast<int>(history_.size()) - 1;
    }
    display(name);
}

void MainWindow::goBack(int steps)
{
    const int to = place_ - steps;
    if (to < 0 || to >= static_cast<int>(history_.size()))
        return;
    place_ = to;
    display(currentPage());
}

QString MainWindow::currentPage() const
{
    return place_ >= 0 ? history_[static_cast<std::size_t>(place_)] : QString();
}

void MainWindow::display(const QString& name)
{
    Page* page = pageFor(name.section(u':', 0, 0));
    if (!page)
        page = pageFor(u"for_you"_s);
    const QString argument = name.section(u':', 1);
    topBar_->setSearchText(name.startsWith(u"search:") ? argument : QString());
    page->open(argument);
    const bool searching = name.startsWith(u"search:");
    stack_->setCurrentWidget(page);
    if (searching)
        static_cast<SearchPage*>(page)->showError(topBar_->shownError());
    else
        page->focusTarget()->setFocus(Qt::OtherFocusReason);
    sidebar_->setCurrent(name);
    topBar_->setHistory(place_ > 0, place_ + 1 < static_cast<int>(history_.size()));
}

void MainWindow::search(const QString& text)
{
    if (!text.trimmed().isEmpty())
        showPage(u"search:"_s + text);
    else if (currentPage().startsWith(u"search:"))
        goBack(1);
}

bool MainWindow::isQueueShown() const
{
    return !queue_->isHidden();
}

void MainWindow::setQueueShown(bool shown)
{
    if (!shown && queue_->isAncestorOf(focusWidget()))
        stack_->currentWidget()->setFocus();
    queue_->setVisible(shown);
    playerBar_->setQueueShown(shown);
    services_.settings.setValue(u"window/queue"_s, shown);
}

void MainWindow::settle()
{
    covers_->waitForAll();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < scaled(960);
    sidebar_->setNarrow(narrow);
    playerBar_->setNarrow(narrow);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveGeometryNow();
    QMainWindow::closeEvent(event);
}

void MainWindow::saveGeometryNow()
{
    services_.settings.setValue(u"window/geometry"_s, saveGeometry());
}

} // namespace segue::ui

#include "moc_main_window.cpp"
