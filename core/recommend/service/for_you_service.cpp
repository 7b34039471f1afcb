#include "core/recommend/service/for_you_service.h"

#include "core/recommend/service/online_arms.h"
#include "core/recommend/service/page_changes.h"
#include "core/tasks/task_runner.h"

namespace segue {

using namespace Qt::StringLiterals;

namespace {

constexpr int rebuildDelayMs = 1500; // a scan changes the library every second: wait for a pause
constexpr int freshEveryMs = 60'000;

} // namespace

struct ForYouService::Built {
    std::shared_ptr<PageModel> model;
    PageSettings settings;
    ListenerChoices choices;
    suggestions::HighestIds ids;
    Page page;
    std::string weights;
    std::string problem;
    SavedBlend blend;
};

struct ForYouService::Composed {
    Page page;
    std::string weights;
    QStringList changed; ///< empty: a new page
    SavedBlend blend;
};

ForYouService::ForYouService(
    db::Store& store, Library& library, TasteService& taste, const Clock& clock)
    : store_(store)
    , library_(library)
    , taste_(taste)
    , clock_(clock)
    , logger_(store, taste.listener())
    , others_(store, taste.listener())
    , seed_(splitmix64Mix(static_cast<std::uint64_t>(clock.now())))
{
    pool_.setMaxThreadCount(1);
    rebuildTimer_.setSingleShot(true);
    rebuildTimer_.setInterval(rebuildDelayMs);
    freshTimer_.setInterval(freshEveryMs);
    connect(&rebuildTimer_, &QTimer::timeout, this, &ForYouService::rebuild);
    connect(&freshTimer_, &QTimer::timeout, this, &ForYouService::keepFresh);
}

ForYouService::~ForYouService()
{
    pool_.waitForDone();
    // A barrier: the writer runs its jobs in order, so after this none of them calls back.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
}

void ForYouService::start()
{
    // Before the first page every change of the library counts; later only a pause in them.
    connect(&library_, &Library::tracksChanged, this, [this] {
        if (ready_)
            rebuildTimer_.start();
        else
            rebuild();
    });
    connect(&taste_, &TasteService::loaded, this, [this] { rebuild(); });
    connect(&taste_, &TasteService::marksChanged, this, &ForYouService::rebuild);
    connect(&taste_, &Taste::playAdded, this, &ForYouService::onPlayAdded);
    connect(&taste_, &TasteService::playStarted, this, &ForYouService::onPlayStarted);
    connect(&taste_, &TasteService::ratingChanged, this, &ForYouService::onRatingChanged);
    connect(&others_, &CollaborativeService::ready, this, &ForYouService::onOthersReady);
    connect(&others_, &CollaborativeService::problem, this, &ForYou::problem);
    freshTimer_.start();
    started_ = true;
    if (taste_.isLoaded())
        rebuild();
}

PageRequest ForYouService::request() const
{
    PageRequest r;
    const UtcMs now = clock_.now();
    r.at = now - now % pageQuantum;
    r.utcOffsetMin = clock_.utcOffsetMinutes(now);
    r.seed = seed_;
    r.adventurousness = settings_.adventurousness;
    r.useContext = settings_.useContext;
    r.mode = mode_;
    r.steer = steer_;
    r.options.hiddenShelves = settings_.hiddenShelves;
    r.options.isWithheld = [listener = taste_.listener(), at = r.at](
                               TrackId track) { return isWithheld(track, listener, at); };
    r.playing = playing_;
    return r;
}

void ForYouService::rebuild()
{
    if (!taste_.isLoaded())
        return;
    if (building_) {
        buildAgain_ = true;
        return;
    }
    building_ = true;
    const UtcMs today = startOfDay(clock_.now(), clock_.utcOffsetMinutes(clock_.now()));
    runThen(
        pool_, this,
        [&store = store_, listener = taste_.listener(), table = library_.tracks(),
            others = others_.trainedFor(library_.tracks()), asked = request(),
            known = settingsRead_ ? std::optional(settings_) : std::nullopt, today] {
            auto built = std::make_shared<Built>();
            ListenerHistory history;
            std::optional<SavedBlend> saved;
            try {
                const auto reader = store.reader();
                built->settings = known ? *known : readPageSettings(*reader, listener);
                built->ids = suggestions::readHighestIds(*reader);
                saved = blend_store::read(*reader, listener);
                history = readListenerHistory(*reader, listener, endOfTime, today);
            } catch (const std::exception& e) {
                built->problem = e.what();
            }
            built->choices = history.choices;
            built->model = std::make_shared<PageModel>(table, std::move(history), saved);
            built->model->setOthers(others);
            PageRequest now = asked;
            now.adventurousness = built->settings.adventurousness;
            now.useContext = built->settings.useContext;
            now.options.hiddenShelves = built->settings.hiddenShelves;
            built->page = built->model->compose(now);
            built->weights = built->model->weights();
            built->blend = built->model->savedBlend();
            return built;
        },
        [this](const std::shared_ptr<Built>& built) {
            building_ = false;
            model_ = built->model;
            if (!settingsRead_) {
                settings_ = built->settings;
                logger_.startAfter(built->ids);
                settingsRead_ = true;
            }
            if (built->problem.empty())
                choices_ = built->choices;
            adopt({std::move(built->page), built->weights, {}, built->blend});
            Q_EMIT choicesChanged();
            if (!newPlays_.empty()) {
                recompose({u"right_now"_s}, [plays = newPlays_](PageModel& model) {
                    for (const StoredPlay& play : plays)
                        model.observe(play);
                });
            }
            if (std::exchange(buildAgain_, false))
                rebuildTimer_.start();
            else
                others_.prepare(model_->table());
        });
}

void ForYouService::composeAll()
{
    if (!model_)
        return;
    runThen(
        pool_, this,
        [model = model_, asked = request()] {
            return std::make_shared<Composed>(
                Composed{model->compose(asked), model->weights(), {}, model->savedBlend()});
        },
        [this](const std::shared_ptr<Composed>& composed) { adopt(std::move(*composed)); });
}

void ForYouService::recompose(const QSet<QString>& shelves, std::function<void(PageModel&)> change)
{
    if (!model_)
        return;
    PageRequest asked = request();
    for (const Shelf& shelf : page_.shelves) {
        asked.options.order << shelf.id;
        if (!shelves.contains(shelf.id))
            asked.options.kept.push_back(shelf);
    }
    // The first plays and ratings end the cold start: then the page is a new one.
    const bool wasCold = page_.shelves.empty() || page_.shelves.front().id == u"start_here"_s;
    if (wasCold) {
        asked.options.order.clear();
        asked.options.kept.clear();
    }
    runThen(
        pool_, this,
        [model = model_, asked, change = std::move(change), shelves, wasCold] {
            change(*model);
            Composed composed{model->compose(asked), model->weights(), {}, model->savedBlend()};
            if (!wasCold)
                composed.changed = QStringList(shelves.begin(), shelves.end());
            return std::make_shared<Composed>(std::move(composed));
        },
        [this](const std::shared_ptr<Composed>& composed) { adopt(std::move(*composed)); });
}

void ForYouService::startRadio(TrackId from)
{
    if (!model_)
        return;
    PageRequest asked = request();
    asked.seed = splitmix64Mix(seed_ + static_cast<std::uint64_t>(clock_.now()));
    runThen(
        pool_, this,
        [model = model_, asked, from] {
            Composed made;
            made.page.shelves.push_back(model->radio(from, asked));
            made.weights = model->weights();
            return std::make_shared<Composed>(std::move(made));
        },
        [this, from, seed = asked.seed](const std::shared_ptr<Composed>& made) {
            SuggestionBatch batch;
            batch.composedAt = clock_.now();
            batch.utcOffsetMin = clock_.utcOffsetMinutes(batch.composedAt);
            batch.seed = seed;
            batch.adventurousness = settings_.adventurousness;
            batch.weights = made->weights;
            Shelf& shelf = made->page.shelves.front();
            if (!shelf.items.empty())
                logger_.log(made->page, {shelf.id}, std::move(batch));
            Q_EMIT radioReady(from, shelf.items);
        });
}

void ForYouService::adopt(Composed composed)
{
    const Page before = std::exchange(page_, std::move(composed.page));
    const QStringList unlogged = keepIds(before, page_, composed.changed);
    SuggestionBatch batch;
    batch.composedAt = clock_.now();
    batch.utcOffsetMin = clock_.utcOffsetMinutes(batch.composedAt);
    batch.seed = seed_;
    batch.adventurousness = settings_.adventurousness;
    batch.weights = composed.weights;
    logger_.log(page_, unlogged, std::move(batch));
    save(composed.blend);
    ready_ = true;
    if (composed.changed.isEmpty()) {
        trackShelves_.clear();
        artistShelves_.clear();
        Q_EMIT pageChanged();
    } else {
        Q_EMIT shelvesChanged(composed.changed);
    }
}

void ForYouService::logPrinted(Page page, const PageRequest& request)
{
    SuggestionBatch batch;
    batch.composedAt = clock_.now();
    batch.utcOffsetMin = request.utcOffsetMin;
    batch.seed = request.seed;
    batch.adventurousness = request.adventurousness;
    if (!started_) {
        store_.write(
            db::Durability::normal,
            [page = std::move(page), batch, listener = taste_.listener()](
                db::Connection& c) mutable { suggestions::insertPage(c, listener, page, batch); },
            [](const Result<void>&) {}); // a page that could not be logged is still a page
        return;
    }
    if (!settingsRead_)
        return; // the numbers that the log goes on from are on their way
    QStringList shelves;
    std::vector<SuggestionId> shown;
    for (const Shelf& shelf : page.shelves)
        shelves << shelf.id;
    const UtcMs at = batch.composedAt;
    logger_.log(page, shelves, std::move(batch));
    for (const Shelf& shelf : page.shelves) {
        for (const Suggestion& card : shelf.items)
            shown.push_back(card.id);
    }
    logger_.markShown(shown, at);
}

void ForYouService::save(const SavedBlend& blend)
{
    if (blend.newest == savedUpTo_ || blend.weights.learned <= 0)
        return;
    savedUpTo_ = blend.newest;
    write([blend, listener = taste_.listener(), at = clock_.now()](
              db::Connection& c) { blend_store::write(c, listener, blend, at); });
}

Page composePage(db::Connection& connection, ListenerId listener, TrackTablePtr table,
    const PageRequest& request, bool onlyBefore,
    std::shared_ptr<const reco::TrainedCollaborative> others)
{
    PageRequest asked = request;
    asked.at -= asked.at % pageQuantum;
    const UtcMs until = onlyBefore ? request.at : endOfTime;
    // What was learned later than that moment would be known to a saved blend.
    const auto saved = onlyBefore ? std::nullopt : blend_store::read(connection, listener);
    PageModel model(std::move(table),
        readListenerHistory(
            connection, listener, until, startOfDay(request.at, request.utcOffsetMin)),
        saved);
    model.setOthers(std::move(others));
    return model.compose(asked);
}

} // namespace segue

#include "moc_for_you_service.cpp"
