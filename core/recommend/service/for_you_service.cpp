#include "core/recommend/service/for_you_service.h"

#include "core/tasks/task_runner.h"

#include <QElapsedTimer>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

constexpr int rebuildDelayMs = 1500; // a scan changes the library every second: wait for a pause
constexpr int freshEveryMs = 60'000;
constexpr std::size_t earlierPages = 10;
constexpr UtcMs quantum = msPerMinute; // pages of one minute are the same page

std::string joined(const QSet<QString>& values)
{
    QStringList list(values.begin(), values.end());
    list.sort();
    return list.join(u',').toStdString();
}

} // namespace

struct ForYouService::Built {
    std::shared_ptr<PageModel> model;
    Settings settings;
    suggestions::HighestIds ids;
    Page page;
    std::string weights;
    std::string problem;
};

struct ForYouService::Composed {
    Page page;
    std::string weights;
    QStringList changed; ///< empty: a new page
};

ForYouService::ForYouService(
    db::Store& store, Library& library, TasteService& taste, const Clock& clock)
    : store_(store)
    , library_(library)
    , taste_(taste)
    , clock_(clock)
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
    freshTimer_.start();
    if (taste_.isLoaded())
        rebuild();
}

ForYouService::Settings ForYouService::readSettings(db::Connection& connection)
{
    Settings settings;
    auto& rows = connection.statement("SELECT key, value FROM setting WHERE key LIKE 'for_you.%'");
    while (rows.executeStep()) {
        const std::string key = rows.getColumn(0).getText();
        const QString value = QString::fromUtf8(rows.getColumn(1).getText());
        const QStringList list = value.split(u',', Qt::SkipEmptyParts);
        if (key == "for_you.adventurousness")
            settings.adventurousness = std::clamp(value.toDouble(), 0., 1.);
        else if (key == "for_you.use_context")
            settings.useContext = value != u"0"_s;
        else if (key == "for_you.hidden_shelves")
            settings.hiddenShelves = QSet<QString>(list.begin(), list.end());
        else if (key == "for_you.less_of") {
            for (const QString& channel : list)
                settings.lessOf.insert(channel.toStdString());
        }
    }
    return settings;
}

void ForYouService::saveSetting(const std::string& key, const std::string& value)
{
    store_.write(
        db::Durability::full,
        [key, value](db::Connection& c) {
            auto& row = c.statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)");
            row.bind(1, key);
            row.bind(2, value);
            row.exec();
        },
        [](const Result<void>&) {});
}

PageRequest ForYouService::request() const
{
    PageRequest r;
    const UtcMs now = clock_.now();
    r.at = now - now % quantum;
    r.utcOffsetMin = clock_.utcOffsetMinutes(now);
    r.seed = seed_;
    r.adventurousness = settings_.adventurousness;
    r.useContext = settings_.useContext;
    r.options.hiddenShelves = settings_.hiddenShelves;
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
            asked = request(), known = settingsRead_ ? std::optional(settings_) : std::nullopt,
            today] {
            auto built = std::make_shared<Built>();
            ListenerHistory history;
            try {
                const auto reader = store.reader();
                built->settings = known ? *known : readSettings(*reader);
                built->ids = suggestions::readHighestIds(*reader);
                history = readListenerHistory(*reader, listener, endOfTime, today);
            } catch (const std::exception& e) {
                built->problem = e.what();
            }
            built->model
                = std::make_shared<PageModel>(table, std::move(history), built->settings.lessOf);
            PageRequest now = asked;
            now.adventurousness = built->settings.adventurousness;
            now.useContext = built->settings.useContext;
            now.options.hiddenShelves = built->settings.hiddenShelves;
            built->page = built->model->compose(now);
            built->weights = built->model->weights();
            return built;
        },
        [this](const std::shared_ptr<Built>& built) {
            building_ = false;
            model_ = built->model;
            if (!settingsRead_) {
                settings_ = built->settings;
                ids_ = built->ids;
                settingsRead_ = true;
            }
            adopt({std::move(built->page), built->weights, {}});
            if (!newPlays_.empty()) {
                recompose({u"right_now"_s}, [plays = newPlays_](PageModel& model) {
                    for (const StoredPlay& play : plays)
                        model.observe(play);
                });
            }
            if (std::exchange(buildAgain_, false))
                rebuildTimer_.start();
        });
}

void ForYouService::composeAll()
{
    if (!model_)
        return;
    runThen(
        pool_, this,
        [model = model_, asked = request()] {
            Composed composed;
            composed.page = model->compose(asked);
            composed.weights = model->weights();
            return std::make_shared<Composed>(std::move(composed));
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
    if (wasCold)
        asked.options = {settings_.hiddenShelves, {}, {}, false};
    runThen(
        pool_, this,
        [model = model_, asked, change = std::move(change), shelves, wasCold] {
            change(*model);
            Composed composed;
            composed.page = model->compose(asked);
            composed.weights = model->weights();
            if (!wasCold)
                composed.changed = QStringList(shelves.begin(), shelves.end());
            return std::make_shared<Composed>(std::move(composed));
        },
        [this](const std::shared_ptr<Composed>& composed) { adopt(std::move(*composed)); });
}

void ForYouService::adopt(Composed composed)
{
    // Cards that stay keep their id: they were logged when they came.
    std::map<std::pair<QString, std::int64_t>, SuggestionId> known;
    for (const Shelf& shelf : page_.shelves) {
        for (const Suggestion& card : shelf.items)
            known[{shelf.id, card.track.value}] = card.id;
    }
    page_ = std::move(composed.page);
    QStringList logged;
    for (Shelf& shelf : page_.shelves) {
        for (Suggestion& card : shelf.items) {
            const auto it = composed.changed.isEmpty() ? known.end()
                                                       : known.find({shelf.id, card.track.value});
            if (it != known.end())
                card.id = it->second;
            else if (!card.id && !logged.contains(shelf.id))
                logged << shelf.id;
        }
    }
    logShelves(logged, composed.weights);
    ready_ = true;
    if (composed.changed.isEmpty()) {
        trackShelves_.clear();
        artistShelves_.clear();
        Q_EMIT pageChanged();
    } else {
        Q_EMIT shelvesChanged(composed.changed);
    }
}

void ForYouService::logShelves(const QStringList& shelfIds, const std::string& weights)
{
    if (shelfIds.isEmpty())
        return;
    SuggestionBatch batch;
    batch.id = ids_.batch = {ids_.batch.value + 1};
    batch.composedAt = clock_.now();
    batch.utcOffsetMin = clock_.utcOffsetMinutes(batch.composedAt);
    batch.seed = seed_;
    batch.adventurousness = settings_.adventurousness;
    batch.weights = weights;
    struct Logged {
        QString shelf;
        int position;
        Suggestion card;
    };
    std::vector<Logged> cards;
    for (Shelf& shelf : page_.shelves) {
        for (std::size_t i = 0; i < shelf.items.size(); ++i) {
            if (shelf.items[i].id || !shelfIds.contains(shelf.id))
                continue;
            shelf.items[i].id = ids_.suggestion = {ids_.suggestion.value + 1};
            cards.push_back({shelf.id, static_cast<int>(i), shelf.items[i]});
        }
    }
    store_.write(
        db::Durability::normal,
        [batch, cards = std::move(cards), listener = taste_.listener()](db::Connection& c) {
            suggestions::insertBatch(c, listener, batch);
            for (const Logged& one : cards)
                suggestions::insertCard(c, batch.id, one.shelf, one.position, one.card);
        },
        [](const Result<void>&) {});
}

void ForYouService::onPlayStarted(TrackId track)
{
    playing_ = track;
    // A card that was just clicked stays where it is until the play has ended.
    const auto now = std::ranges::find(page_.shelves, u"right_now"_s, &Shelf::id);
    if (building_ || now == page_.shelves.end()
        || std::ranges::find(now->items, track, &Suggestion::track) != now->items.end())
        return;
    recompose({u"right_now"_s}, [](PageModel&) {});
}

void ForYouService::onPlayAdded(const PlayEvent& event)
{
    StoredPlay play{event.id, event.session, event.listen, {}};
    play.marks.isPrivate = event.isPrivate;
    lastPlayEnd_ = event.listen.startedAt + event.listen.msHeard;
    newPlays_.push_back(play);
    if (playing_ == play.listen.track)
        playing_ = {};
    if (building_ || !model_)
        return; // taken in when the build is done
    recompose({u"right_now"_s}, [play](PageModel& model) { model.observe(play); });
}

void ForYouService::onRatingChanged(const RatingEvent& event)
{
    if (building_ || !model_) {
        buildAgain_ = true;
        return;
    }
    const UtcMs at = clock_.now();
    QSet<QString> shelves;
    if (event.kind == RatingKind::neverArtist) {
        const std::string key = artistKey(event.artist);
        shelves = artistShelves_[key].unite(shelvesWithArtist(key));
    } else {
        shelves = trackShelves_[event.track.value].unite(shelvesWith(event.track));
    }
    shelves.insert(u"right_now"_s);
    recompose(shelves, [event, at, log = taste_.ratings()](PageModel& model) {
        model.setRatings(log);
        if (event.kind == RatingKind::neverArtist)
            model.setArtistNever(event.artist, log.isArtistNever(event.artist), at);
        else
            model.setRating(event.track, log.of(event.track), at);
    });
}

QSet<QString> ForYouService::shelvesWith(TrackId track) const
{
    QSet<QString> ids;
    for (const Shelf& shelf : page_.shelves) {
        for (const Suggestion& card : shelf.items) {
            const bool speaks = std::ranges::find(card.evidence, track) != card.evidence.end();
            if (card.track == track || speaks
                || std::ranges::find(card.plays, track) != card.plays.end())
                ids.insert(shelf.id);
        }
    }
    return ids;
}

QSet<QString> ForYouService::shelvesWithArtist(const std::string& key) const
{
    QSet<QString> ids;
    const auto table = library_.tracks();
    for (const Shelf& shelf : page_.shelves) {
        for (const Suggestion& card : shelf.items) {
            const auto row = table->rowOf(card.track);
            if (row && artistKey(table->text((*table)[*row].artist)) == key)
                ids.insert(shelf.id);
        }
    }
    return ids;
}

void ForYouService::refresh()
{
    if (!model_)
        return;
    earlier_.push_back(page_);
    if (earlier_.size() > earlierPages)
        earlier_.erase(earlier_.begin());
    seed_ = splitmix64Mix(seed_ + 1);
    composeAll();
}

void ForYouService::back()
{
    if (earlier_.empty())
        return;
    page_ = std::move(earlier_.back());
    earlier_.pop_back();
    Q_EMIT pageChanged();
}

void ForYouService::hideShelf(const QString& shelfId)
{
    edits_.push_back({settings_, page_});
    settings_.hiddenShelves.insert(shelfId);
    saveEdits();
    std::erase_if(page_.shelves, [&](const Shelf& shelf) { return shelf.id == shelfId; });
    Q_EMIT pageChanged();
}

bool ForYouService::undo()
{
    if (edits_.empty())
        return false;
    settings_.hiddenShelves = edits_.back().settings.hiddenShelves;
    settings_.lessOf = edits_.back().settings.lessOf;
    page_ = std::move(edits_.back().page);
    edits_.pop_back();
    saveEdits();
    if (model_)
        pool_.start([model = model_, channels = settings_.lessOf] { model->setLessOf(channels); });
    Q_EMIT pageChanged();
    return true;
}

void ForYouService::saveEdits()
{
    QSet<QString> channels;
    for (const std::string& channel : settings_.lessOf)
        channels.insert(QString::fromStdString(channel));
    saveSetting("for_you.hidden_shelves", joined(settings_.hiddenShelves));
    saveSetting("for_you.less_of", joined(channels));
}

void ForYouService::setAdventurousness(double value)
{
    settings_.adventurousness = std::clamp(value, 0., 1.);
    saveSetting("for_you.adventurousness", std::to_string(settings_.adventurousness));
    composeAll();
}

void ForYouService::setUsesContext(bool on)
{
    settings_.useContext = on;
    saveSetting("for_you.use_context", on ? "1" : "0");
    composeAll();
}

void ForYouService::markShown(const std::vector<SuggestionId>& cards)
{
    store_.write(
        db::Durability::normal,
        [cards, at = clock_.now()](db::Connection& c) { suggestions::markShown(c, cards, at); },
        [](const Result<void>&) {});
}

void ForYouService::lessOf(const Suggestion& card)
{
    edits_.push_back({settings_, page_});
    settings_.lessOf.insert(card.reasonChannel.toStdString());
    saveEdits();
    QSet<QString> all;
    for (const Shelf& shelf : page_.shelves)
        all.insert(shelf.id);
    recompose(all, [channels = settings_.lessOf](PageModel& model) { model.setLessOf(channels); });
}

void ForYouService::keepFresh()
{
    if (!ready_ || building_)
        return;
    const UtcMs now = clock_.now();
    const int offset = clock_.utcOffsetMinutes(now);
    const bool newDay = startOfDay(now, offset) != startOfDay(page_.composedAt, offset);
    const bool sessionOver = lastPlayEnd_ > page_.composedAt && now - lastPlayEnd_ >= sessionGap;
    if (newDay || sessionOver) {
        seed_ = splitmix64Mix(seed_ + 1);
        newPlays_.clear(); // long written
        earlier_.push_back(page_);
        rebuild();
    }
}

Page composePage(db::Connection& connection, ListenerId listener, TrackTablePtr table,
    const PageRequest& request, bool onlyBefore)
{
    PageRequest asked = request;
    asked.at -= asked.at % quantum;
    const UtcMs until = onlyBefore ? request.at : endOfTime;
    PageModel model(std::move(table),
        readListenerHistory(
            connection, listener, until, startOfDay(request.at, request.utcOffsetMin)));
    return model.compose(asked);
}

} // namespace segue

#include "moc_for_you_service.cpp"
