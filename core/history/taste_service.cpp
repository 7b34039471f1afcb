#include "core/history/taste_service.h"

#include "core/db/connection.h"
#include "core/tasks/task_runner.h"

#include <array>

namespace segue {

namespace {
constexpr int retryMs = 5000;
constexpr int againMs = 200;

bool isLearned(const StoredPlay& play)
{
    const Outcome outcome = outcomeOf(play.listen);
    return play.marks.learnable() && (outcome == Outcome::follow || outcome == Outcome::skip);
}
} // namespace

void countPlay(TrackStats& stats, const StoredPlay& play)
{
    if (play.marks.removed || play.marks.guest)
        return;
    const Outcome outcome = outcomeOf(play.listen);
    if (outcome == Outcome::follow)
        ++stats.plays;
    else if (outcome == Outcome::skip)
        ++stats.skips;
    if (outcome != Outcome::browse)
        stats.lastPlayed = std::max(stats.lastPlayed, play.listen.startedAt);
}

struct TasteService::Loaded {
    RatingLog ratings;
    std::vector<ImportedTotals> imported;
    std::shared_ptr<TrackStatsMap> stats = std::make_shared<TrackStatsMap>();
    qint64 learnedPlays = 0;
    history::HighestIds ids;
    std::string problem;
};

namespace {

void addImported(TrackStats& stats, const ImportedTotals& totals)
{
    stats.plays += static_cast<std::uint32_t>(std::clamp<std::int64_t>(totals.plays, 0, 1'000'000));
    stats.skips += static_cast<std::uint32_t>(std::clamp<std::int64_t>(totals.skips, 0, 1'000'000));
    stats.lastPlayed = std::max(stats.lastPlayed, totals.lastPlayed);
}

void layRating(TrackStats& stats, const TrackRating& rating, const ImportedTotals* imported)
{
    stats.ratingImported = !rating.stars && imported && imported->rating;
    stats.rating.reset();
    if (rating.stars)
        stats.rating = static_cast<std::uint8_t>(*rating.stars);
    else if (stats.ratingImported)
        stats.rating = static_cast<std::uint8_t>(std::clamp(*imported->rating, 0, 10));
    stats.loved = rating.loved;
    stats.never = rating.never;
    stats.notNowUntil = rating.notNowUntil;
}

} // namespace

TasteService::TasteService(db::Store& store, const Clock& clock, ListenerId listener)
    : store_(store)
    , clock_(clock)
    , listener_(listener)
    , stats_(std::make_shared<TrackStatsMap>())
{
    retry_.setSingleShot(true);
    retry_.setInterval(retryMs);
    connect(&retry_, &QTimer::timeout, this, &TasteService::sendNextWrite);
}

TasteService::~TasteService()
{
    // A barrier: the writer runs its jobs in order, so after this none of them calls back.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
    if (sending_ && *written_)
        outbox_.pop_front();
    for (Write& write : outbox_)
        (void)store_.writeAndWait(db::Durability::full, std::move(write.job));
}

TasteService::Loaded TasteService::read(db::Store& store, ListenerId listener, bool atStart)
{
    Loaded loaded;
    if (atStart) {
        const auto closed = store.writeAndWait(db::Durability::full,
            [listener](db::Connection& c) { history::closeLeftover(c, listener); });
        if (!closed)
            loaded.problem = closed.error().message;
    }
    try {
        const auto reader = store.reader();
        loaded.ratings = history::readRatings(*reader, listener);
        loaded.imported = history::readImportedTotals(*reader, listener);
        loaded.ids = history::readHighestIds(*reader, listener);
        for (const StoredPlay& play : history::readPlays(*reader, listener)) {
            countPlay((*loaded.stats)[play.listen.track], play);
            loaded.learnedPlays += isLearned(play);
        }
    } catch (const std::exception& e) {
        loaded.problem
            = "Plays and ratings could not be read from " + store.path().string() + ": " + e.what();
    }
    for (const ImportedTotals& totals : loaded.imported)
        addImported((*loaded.stats)[totals.track], totals);
    return loaded;
}

void TasteService::adopt(Loaded loaded)
{
    ratings_ = std::move(loaded.ratings);
    imported_.clear();
    for (const ImportedTotals& totals : loaded.imported)
        imported_.emplace(totals.track, totals);
    learnedPlays_ = loaded.learnedPlays;
    highestPlay_ = loaded.ids.play;
    highestRating_ = loaded.ids.rating;
    sessions_ = loaded.ids.sessions;
    stats_ = std::move(loaded.stats);
    for (const auto& [track, totals] : imported_)
        layRating((*stats_)[track], ratings_.of(track), &totals);
    for (const auto& [track, rating] : ratings_.tracks()) {
        const auto it = imported_.find(track);
        layRating((*stats_)[track], rating, it == imported_.end() ? nullptr : &it->second);
    }
    loaded_ = true;
    if (!loaded.problem.empty())
        Q_EMIT problem(QString::fromStdString(loaded.problem));
    for (const auto& action : std::exchange(untilLoaded_, {}))
        action();
    Q_EMIT this->loaded();
    Q_EMIT statsChanged({});
}

void TasteService::load()
{
    adopt(read(store_, listener_, true));
}

void TasteService::loadInBackground()
{
    runThen(
        this,
        [&store = store_, listener = listener_] {
            return std::make_shared<Loaded>(read(store, listener, true));
        },
        [this](const std::shared_ptr<Loaded>& result) { adopt(std::move(*result)); });
}

void TasteService::readAgain()
{
    if (!loaded_)
        return;
    if (hasUnwritten()) {
        QTimer::singleShot(againMs, this, &TasteService::readAgain);
        return;
    }
    runThen(
        this,
        [&store = store_, listener = listener_] {
            return std::make_shared<Loaded>(read(store, listener, false));
        },
        [this, play = highestPlay_, rating = highestRating_](
            const std::shared_ptr<Loaded>& result) {
            // What was played or rated meanwhile must not be forgotten.
            if (hasUnwritten() || highestPlay_ != play || highestRating_ != rating)
                readAgain();
            else
                adopt(std::move(*result));
        });
}

void TasteService::reloadImported()
{
    whenLoaded([this] {
        runThen(
            this,
            [&store = store_, listener = listener_] {
                std::vector<ImportedTotals> totals;
                try {
                    totals = history::readImportedTotals(*store.reader(), listener);
                } catch (const std::exception&) {
                    totals.clear(); // the next scan brings them again
                }
                return totals;
            },
            [this](const std::vector<ImportedTotals>& totals) {
                auto next = std::make_shared<TrackStatsMap>(*stats_);
                for (const ImportedTotals& t : totals) {
                    TrackStats& stats = (*next)[t.track];
                    if (const auto it = imported_.find(t.track); it != imported_.end()) {
                        stats.plays -= std::min<std::uint32_t>(
                            stats.plays, static_cast<std::uint32_t>(it->second.plays));
                        stats.skips -= std::min<std::uint32_t>(
                            stats.skips, static_cast<std::uint32_t>(it->second.skips));
                    }
                    addImported(stats, t);
                    imported_[t.track] = t;
                    layRating(stats, ratings_.of(t.track), &t);
                }
                stats_ = std::move(next);
                Q_EMIT statsChanged({});
            });
    });
}

void TasteService::whenLoaded(std::function<void()> action)
{
    if (loaded_)
        action();
    else
        untilLoaded_.push_back(std::move(action));
}

TrackStats TasteService::statsOf(TrackId track) const
{
    const auto it = stats_->find(track);
    return it == stats_->end() ? TrackStats{} : it->second;
}

bool TasteService::isArtistNever(const QString& artist) const
{
    return ratings_.isArtistNever(artist.toStdString());
}

qint64 TasteService::ratingCount() const
{
    return static_cast<qint64>(ratings_.ratedTracks());
}

void TasteService::append(RatingEvent event)
{
    event.at = clock_.now();
    event.utcOffsetMin = clock_.utcOffsetMinutes(event.at);
    whenLoaded([this, event]() mutable {
        highestRating_ = event.id = {highestRating_.value + 1};
        ratings_.append(event);
        queueWrite([listener = listener_, event](
                       db::Connection& c) { history::insertRating(c, listener, event); });
        if (event.track)
            refreshRatingOf(event.track);
        if (event.kind != RatingKind::undo)
            Q_EMIT ratingChanged(event);
        Q_EMIT statsChanged(event.track ? std::vector{event.track} : std::vector<TrackId>{});
    });
}

void TasteService::appendMany(std::vector<RatingEvent> events)
{
    for (RatingEvent& event : events) {
        event.at = clock_.now();
        event.utcOffsetMin = clock_.utcOffsetMinutes(event.at);
        highestRating_ = event.id = {highestRating_.value + 1};
        ratings_.append(event);
    }
    if (events.empty())
        return;
    queueWrite([listener = listener_, events = std::move(events)](db::Connection& c) {
        for (const RatingEvent& event : events)
            history::insertRating(c, listener, event);
    });
}

std::vector<RatingEventId> TasteService::rateMany(const std::vector<std::pair<TrackId, int>>& stars)
{
    std::vector<RatingEvent> events;
    std::vector<RatingEventId> ids;
    for (const auto& [track, halfStars] : stars) {
        RatingEvent event;
        event.kind = RatingKind::stars;
        event.track = track;
        event.value = std::clamp(halfStars, 0, 10);
        events.push_back(std::move(event));
        ids.push_back({highestRating_.value + static_cast<std::int64_t>(events.size())});
    }
    appendMany(std::move(events));
    return ids;
}

void TasteService::undoRatings(const std::vector<RatingEventId>& events)
{
    std::vector<RatingEvent> undos;
    for (const RatingEventId id : events) {
        RatingEvent event;
        event.kind = RatingKind::undo;
        event.undoes = id;
        undos.push_back(std::move(event));
    }
    appendMany(std::move(undos));
}

void TasteService::refreshRatingOf(TrackId track)
{
    auto next = stats_.use_count() == 1 ? stats_ : std::make_shared<TrackStatsMap>(*stats_);
    const auto it = imported_.find(track);
    layRating((*next)[track], ratings_.of(track), it == imported_.end() ? nullptr : &it->second);
    stats_ = std::move(next);
}

void TasteService::rate(TrackId track, std::optional<int> halfStars)
{
    RatingEvent event;
    event.kind = RatingKind::stars;
    event.track = track;
    if (halfStars)
        event.value = std::clamp(*halfStars, 0, 10);
    append(std::move(event));
}

void TasteService::love(TrackId track, bool on)
{
    RatingEvent event;
    event.kind = RatingKind::love;
    event.track = track;
    event.value = on ? 1 : 0;
    append(std::move(event));
}

void TasteService::neverTrack(TrackId track, bool on)
{
    RatingEvent event;
    event.kind = RatingKind::neverTrack;
    event.track = track;
    event.value = on ? 1 : 0;
    append(std::move(event));
}

void TasteService::neverArtist(const QString& artist, bool on)
{
    RatingEvent event;
    event.kind = RatingKind::neverArtist;
    event.artist = artist.toStdString();
    event.value = on ? 1 : 0;
    append(std::move(event));
}

void TasteService::notNow(TrackId track)
{
    RatingEvent event;
    event.kind = RatingKind::notNow;
    event.track = track;
    event.value = 1;
    append(std::move(event));
}

std::optional<QString> TasteService::undo()
{
    const RatingEvent* last = loaded_ ? ratings_.lastUndoable() : nullptr;
    if (!last)
        return std::nullopt;
    static constexpr std::array words{QT_TR_NOOP("Rating"), QT_TR_NOOP("Love"),
        QT_TR_NOOP("Never suggest this track"), QT_TR_NOOP("Never suggest this artist"),
        QT_TR_NOOP("Not now")};
    const QString what = tr(words.at(static_cast<std::size_t>(last->kind)));
    const RatingEvent undone = *last;
    RatingEvent event;
    event.kind = RatingKind::undo;
    event.undoes = last->id;
    append(std::move(event));
    if (undone.track) {
        refreshRatingOf(undone.track);
        Q_EMIT statsChanged({undone.track});
    }
    Q_EMIT ratingChanged(undone);
    return what;
}

void TasteService::setPrivateSession(bool on)
{
    if (on == private_)
        return;
    private_ = on;
    Q_EMIT privateSessionChanged(on);
}

void TasteService::setGuest(bool on)
{
    if (on == guest_)
        return;
    guest_ = on;
    Q_EMIT guestChanged(on);
}

Listen TasteService::inMode(Listen listen) const
{
    if (listen.mode.empty())
        listen.mode = playingMode_;
    return listen;
}

PlayMarks TasteService::marksOf(const Listen& listen) const
{
    PlayMarks marks;
    marks.doNotLearn = listen.doNotLearn;
    marks.isPrivate = private_;
    marks.guest = guest_;
    return marks;
}

void TasteService::markPlay(PlayId play, std::string_view kind, bool on)
{
    mark(play, {}, kind, on);
}

void TasteService::markSession(SessionId session, std::string_view kind, bool on)
{
    mark({}, session, kind, on);
}

void TasteService::mark(PlayId play, SessionId session, std::string_view kind, bool on)
{
    const UtcMs at = clock_.now();
    queueWrite(
        [listener = listener_, play, session, name = std::string(kind), on, at](
            db::Connection& c) { history::insertMark(c, listener, play, session, name, on, at); },
        [this] { marksWritten(); });
}

void TasteService::marksWritten()
{
    loadInBackground(); // counts follow from the events: read them again
    Q_EMIT marksChanged();
    Q_EMIT historyChanged();
}

void TasteService::removePlays(const std::vector<PlayId>& plays, bool on)
{
    const UtcMs at = clock_.now();
    queueWrite(
        [listener = listener_, plays, on, at](db::Connection& c) {
            for (const PlayId play : plays)
                history::insertMark(c, listener, play, {}, "removed", on, at);
        },
        [this] { marksWritten(); });
}

void TasteService::readHistory(
    std::size_t limit, QObject* receiver, std::function<void(std::vector<PlayEvent>)> then)
{
    runThen(
        receiver,
        [this, &store = store_, listener = listener_, limit] {
            std::vector<PlayEvent> events;
            try {
                const auto reader = store.reader();
                // Those taken out are few, but they may be the newest ones.
                for (std::size_t wanted = limit; events.size() < limit; wanted *= 2) {
                    events.clear();
                    const auto plays = history::readNewestPlays(*reader, listener, wanted);
                    for (const StoredPlay& play : plays) {
                        if (!play.marks.removed && events.size() < limit)
                            events.push_back({play.id, play.session, play.listen,
                                play.marks.isPrivate, play.marks.guest, play.marks.doNotLearn});
                    }
                    if (plays.size() < wanted)
                        break;
                }
            } catch (const std::exception& e) {
                const QString message = QString::fromStdString("The history could not be read from "
                    + store.path().string() + ": " + e.what());
                QMetaObject::invokeMethod(this, [this, message] { Q_EMIT problem(message); });
            }
            return events;
        },
        std::move(then));
}

void TasteService::listenStarted(const Listen& listen)
{
    playingMode_ = mode_;
    listenProgressed(listen);
    if (listen.track)
        Q_EMIT playStarted(listen.track);
}

void TasteService::listenProgressed(const Listen& listen)
{
    if (!listen.track)
        return;
    whenLoaded([this, listen = inMode(listen)] {
        if (retry_.isActive())
            return; // the database refuses writes at the moment: the next checkpoint comes soon
        store_.write(
            db::Durability::full,
            [listener = listener_, listen, marks = marksOf(listen)](
                db::Connection& c) { history::upsertOpenPlay(c, listener, listen, marks); },
            [](const Result<void>&) {});
    });
}

void TasteService::listenEnded(const Listen& listen)
{
    if (!listen.track)
        return;
    whenLoaded([this, listen = inMode(listen)] {
        StoredPlay play;
        play.listen = listen;
        highestPlay_ = play.id = {highestPlay_.value + 1};
        play.session = sessions_.assign(listen.startedAt, listen.msHeard).id;
        play.marks = marksOf(listen);
        queueWrite([listener = listener_, play](
                       db::Connection& c) { history::insertPlay(c, listener, play); });
        auto next = stats_.use_count() == 1 ? stats_ : std::make_shared<TrackStatsMap>(*stats_);
        countPlay((*next)[listen.track], play);
        stats_ = std::move(next);
        learnedPlays_ += isLearned(play);
        Q_EMIT statsChanged({listen.track});
        Q_EMIT playAdded({play.id, play.session, listen, play.marks.isPrivate, play.marks.guest,
            play.marks.doNotLearn});
    });
}

void TasteService::queueWrite(db::Store::Job job, std::function<void()> then)
{
    outbox_.push_back({std::move(job), std::move(then)});
    if (!sending_ && !retry_.isActive())
        sendNextWrite();
}

void TasteService::sendNextWrite()
{
    if (outbox_.empty())
        return;
    sending_ = true;
    written_ = std::make_shared<bool>(false);
    store_.write(db::Durability::full, outbox_.front().job,
        [this, written = written_](const Result<void>& result) {
            *written = result.ok();
            QMetaObject::invokeMethod(
                this, [this, result] { writeDone(result); }, Qt::QueuedConnection);
        });
}

void TasteService::writeDone(const Result<void>& result)
{
    sending_ = false;
    if (result) {
        const auto then = std::move(outbox_.front().then);
        outbox_.pop_front();
        sendNextWrite();
        if (then)
            then();
        return;
    }
    Q_EMIT problem(QString::fromStdString(result.error().message));
    retry_.start();
}

} // namespace segue

#include "moc_taste_service.cpp"
