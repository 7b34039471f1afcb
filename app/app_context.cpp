#include "app/app_context.h"

#include "app/data_folder.h"
#include "core/analysis/service/analysis_service.h"
#include "core/db/store.h"
#include "core/history/import/import_service.h"
#include "core/history/taste_service.h"
#include "core/library/edit/edit_service.h"
#include "core/library/health/health_service.h"
#include "core/library/library_service.h"
#include "core/listeners/listener_service.h"
#include "core/playback/player.h"
#include "core/playlist/playlist_service.h"
#include "core/recommend/packs/pack_service.h"
#include "core/recommend/service/for_you_service.h"
#include "core/recommend/service/insight_service.h"

#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

namespace segue::app {

namespace {

/// Calls `then` once both services are loaded, or lets `io` fail; then goes away.
class LoadWatch : public QObject {
public:
    LoadWatch(
        LibraryService& library, TasteService& taste, const IoPtr& io, std::function<void()> then)
        : QObject(&taste)
        , library_(library)
        , taste_(taste)
        , io_(io)
        , then_(std::move(then))
    {
        connect(&library, &Library::tracksChanged, this, &LoadWatch::look);
        connect(&taste, &TasteService::loaded, this, &LoadWatch::look);
        connect(&library, &Library::problem, this, &LoadWatch::fail);
        connect(&taste, &Taste::problem, this, &LoadWatch::fail);
        if (io)
            connect(io.get(), &Io::cancelled, this, [this] { fail(tr("Broken off.")); });
    }

private:
    void look()
    {
        if (!then_ || !library_.isLoaded() || !taste_.isLoaded())
            return;
        deleteLater();
        std::exchange(then_, nullptr)();
    }
    void fail(const QString& message)
    {
        if (!then_)
            return;
        then_ = nullptr;
        deleteLater();
        if (io_)
            io_->fail(message);
    }

    LibraryService& library_;
    TasteService& taste_;
    IoPtr io_;
    std::function<void()> then_;
};

} // namespace

/// Calls `then` once the writer has everything on the disk, or has refused something.
class AppContext::WriteWatch : public QObject {
public:
    using Then = std::function<void(const Result<void>&)>;

    WriteWatch(db::Store& store, TasteService& taste)
        : QObject(&taste)
        , store_(store)
        , taste_(taste)
    {
        connect(&taste, &Taste::problem, this,
            [this](const QString& message) { end(waiting_.size(), Error{message.toStdString()}); });
    }

    void add(Then then)
    {
        waiting_.push_back(std::move(then));
        if (!looking_)
            look();
    }

private:
    /// The writer works in order: what was asked for before this is done, or refused, when it is.
    void look()
    {
        looking_ = true;
        asked_ = waiting_.size();
        store_.write(
            db::Durability::normal, [](db::Connection&) {},
            [this](const Result<void>&) {
                QMetaObject::invokeMethod(this, &WriteWatch::reached, Qt::QueuedConnection);
            });
    }
    void reached()
    {
        if (!waiting_.empty() && taste_.hasUnwritten()) {
            QTimer::singleShot(lookAgainMs, this, &WriteWatch::look);
            return;
        }
        end(std::min(asked_, waiting_.size()), {});
        looking_ = false;
        if (!waiting_.empty())
            look();
    }
    /// Tells the `count` that wait longest, in their order.
    void end(std::size_t count, const Result<void>& result)
    {
        for (; count > 0; --count) {
            const Then then = std::move(waiting_.front());
            waiting_.pop_front();
            then(result);
        }
    }

    static constexpr int lookAgainMs = 10;
    db::Store& store_;
    TasteService& taste_;
    std::deque<Then> waiting_;
    std::size_t asked_ = 0; // of them, before the look that is under way
    bool looking_ = false;
};

Result<std::unique_ptr<AppContext>> AppContext::open(const std::filesystem::path& dataFolder)
{
    auto opened = db::Store::open(databasePath(dataFolder), SystemClock());
    if (!opened)
        return opened.error();
    try {
        return std::unique_ptr<AppContext>(new AppContext(
            dataFolder, std::move(opened->store), QString::fromStdString(opened->notice)));
    } catch (const std::exception& e) {
        return Error{"The listeners in " + databasePath(dataFolder).string()
            + " could not be read: " + e.what()};
    }
}

AppContext::AppContext(
    std::filesystem::path dataFolder, std::unique_ptr<db::Store> store, QString notice)
    : dataFolder_(std::move(dataFolder))
    , notice_(std::move(notice))
    , store_(std::move(store))
    , listeners_(std::make_unique<ListenerService>(*store_, clock_))
{
}

AppContext::~AppContext()
{
    endPlayer();
    analysis_.reset();
    packs_.reset();
    edits_.reset();
    imports_.reset();
    health_.reset();
    // Work in the pool may still use the store. What it reads is not wanted any more.
    store_->stopReading();
    QThreadPool::globalInstance()->clear();
    QThreadPool::globalInstance()->waitForDone();
}

LibraryService& AppContext::library()
{
    if (!library_) {
        library_ = std::make_unique<LibraryService>(*store_, clock_);
        // Ratings and counts in tags come with a scan.
        connect(library_.get(), &Library::scanFinished, this, [this] {
            if (taste_)
                taste_->reloadImported();
        });
        connect(library_.get(), &LibraryService::merged, this, [this] {
            if (taste_)
                taste_->readAgain();
        });
    }
    return *library_;
}

TasteService& AppContext::taste()
{
    if (!taste_)
        taste_ = std::make_unique<TasteService>(*store_, clock_, listeners_->current());
    return *taste_;
}

ForYouService& AppContext::forYou()
{
    if (!forYou_)
        forYou_ = std::make_unique<ForYouService>(*store_, library(), taste(), clock_);
    return *forYou_;
}

InsightService& AppContext::insight()
{
    if (!insight_) {
        insight_ = std::make_unique<InsightService>(*store_, library(), taste().listener(), clock_);
    }
    return *insight_;
}

PlaylistService& AppContext::playlists()
{
    if (!playlists_)
        playlists_ = std::make_unique<PlaylistService>(*store_, taste().listener());
    return *playlists_;
}

AnalysisService& AppContext::analysis()
{
    if (!analysis_) {
        analysis_ = std::make_unique<AnalysisService>(*store_, clock_);
        connect(analysis_.get(), &Analysis::analysed, this, &AppContext::showAnalysedSoon);
        connect(analysis_.get(), &Analysis::finished, this, [this] {
            if (showAnalysed_.isActive())
                showAnalysed();
        });
        showAnalysed_.setSingleShot(true);
        connect(&showAnalysed_, &QTimer::timeout, this, &AppContext::showAnalysed);
    }
    return *analysis_;
}

ImportService& AppContext::imports()
{
    if (!imports_) {
        imports_ = std::make_unique<ImportService>(
            *store_, library(), taste(), playlists(), listeners(), clock_);
    }
    return *imports_;
}

HealthService& AppContext::health()
{
    if (!health_) {
        health_ = std::make_unique<HealthService>(*store_, library(), clock_);
        // What counts as one shows in counts and suggestions: both are made from events again.
        connect(health_.get(), &HealthService::cleaned, this, [this] {
            if (taste_)
                taste_->readAgain();
        });
    }
    return *health_;
}

EditService& AppContext::edits()
{
    if (!edits_) {
        edits_ = std::make_unique<EditService>(*store_, library(), clock_);
        connect(edits_.get(), &Edits::edited, this, [this] {
            if (taste_)
                taste_->reloadImported();
        });
    }
    return *edits_;
}

PackService& AppContext::packs()
{
    if (!packs_) {
        packs_ = std::make_unique<PackService>(*store_, library(), clock_);
        connect(packs_.get(), &Packs::changed, this, [this] {
            if (forYou_)
                forYou_->othersChanged();
        });
    }
    return *packs_;
}

// A new table makes the models of all pages anew, off the window's thread but not for nothing.
void AppContext::showAnalysedSoon()
{
    constexpr std::chrono::seconds pause(30);
    if (!showAnalysed_.isActive())
        showAnalysed_.start(pause);
}

// Audio keys tell which new tracks are old ones that were moved and retagged.
void AppContext::showAnalysed()
{
    showAnalysed_.stop();
    library().mergeSureOnes();
    library().refresh();
}

void AppContext::usePlayer(std::unique_ptr<Player> player)
{
    endPlayer();
    player_ = std::move(player);
    connect(player_.get(), &Player::listenStarted, &taste(), &TasteService::listenStarted);
    connect(player_.get(), &Player::listenProgressed, &taste(), &TasteService::listenProgressed);
    connect(player_.get(), &Player::listenEnded, &taste(), &TasteService::listenEnded);
}

void AppContext::endPlayer()
{
    player_.reset();
}

void AppContext::beginLoading(bool showKept)
{
    if (std::exchange(loading_, true))
        return;
    library().loadInBackground(
        showKept ? LibraryService::FirstShow::kept : LibraryService::FirstShow::right);
    taste().loadInBackground();
}

void AppContext::whenLoaded(const IoPtr& io, std::function<void()> then)
{
    if (library().isLoaded() && taste().isLoaded()) {
        then();
        return;
    }
    new LoadWatch(library(), taste(), io, std::move(then));
    beginLoading();
}

void AppContext::whenWritten(std::function<void(const Result<void>&)> then)
{
    if (!writeWatch_)
        writeWatch_ = new WriteWatch(*store_, taste());
    writeWatch_->add(std::move(then));
}

void AppContext::startForWindow()
{
    beginLoading(true);
    // A page composed before the library is there would be an empty one.
    whenLoaded(nullptr, [this] { forYou().start(); });
    playlists().loadInBackground();
}

ui::Services AppContext::windowServices(QSettings& settings)
{
    ui::Services services{
        library(), *player(), taste(), forYou(), insight(), playlists(), settings};
    services.analysis = &analysis();
    services.listeners = listeners_.get();
    services.imports = &imports();
    services.health = &health();
    services.edits = &edits();
    services.packs = &packs();
    return services;
}

bool AppContext::isReady() const
{
    return library_ && library_->isLoaded() && taste_ && taste_->isLoaded() && forYou_
        && forYou_->isReady() && playlists_ && playlists_->isLoaded();
}

} // namespace segue::app

#include "moc_app_context.cpp"
