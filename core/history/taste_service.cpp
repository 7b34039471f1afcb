#include "core/history/taste_service.h"

#include "core/db/connection.h"
#include "core/history/play_counts.h"

#include <array>

namespace segue {

TasteService::TasteService(db::Store& store, const Clock& clock, ListenerId listener)
    : store_(store)
    , clock_(clock)
    , listener_(listener)
    , stats_(std::make_shared<TrackStatsMap>())
    , outbox_(store)
{
    connect(&outbox_, &WriteOutbox::refused, this, &Taste::problem);
}

TasteService::~TasteService() = default;

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

RatingAct TasteService::append(RatingEvent event)
{
    event.at = clock_.now();
    event.utcOffsetMin = clock_.utcOffsetMinutes(event.at);
    acts_.emplace_back();
    const RatingAct act = acts_.size();
    whenLoaded([this, event, act]() mutable {
        acts_[act - 1] = highestRating_ = event.id = {highestRating_.value + 1};
        ratings_.append(event);
        outbox_.add([listener = listener_, event](
                        db::Connection& c) { history::insertRating(c, listener, event); });
        if (event.track)
            refreshRatingOf(event.track);
        if (event.kind != RatingKind::undo)
            Q_EMIT ratingChanged(event);
        Q_EMIT statsChanged(event.track ? std::vector{event.track} : std::vector<TrackId>{});
    });
    return act;
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
    outbox_.add([listener = listener_, events = std::move(events)](db::Connection& c) {
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

RatingAct TasteService::rate(TrackId track, std::optional<int> halfStars)
{
    RatingEvent event;
    event.kind = RatingKind::stars;
    event.track = track;
    if (halfStars)
        event.value = std::clamp(*halfStars, 0, 10);
    return append(std::move(event));
}

RatingAct TasteService::love(TrackId track, bool on)
{
    RatingEvent event;
    event.kind = RatingKind::love;
    event.track = track;
    event.value = on ? 1 : 0;
    return append(std::move(event));
}

RatingAct TasteService::neverTrack(TrackId track, bool on)
{
    RatingEvent event;
    event.kind = RatingKind::neverTrack;
    event.track = track;
    event.value = on ? 1 : 0;
    return append(std::move(event));
}

RatingAct TasteService::neverArtist(const QString& artist, bool on)
{
    RatingEvent event;
    event.kind = RatingKind::neverArtist;
    event.artist = artist.toStdString();
    event.value = on ? 1 : 0;
    return append(std::move(event));
}

RatingAct TasteService::notNow(TrackId track)
{
    RatingEvent event;
    event.kind = RatingKind::notNow;
    event.track = track;
    event.value = 1;
    return append(std::move(event));
}

std::optional<QString> TasteService::undo(RatingAct act)
{
    const bool known = loaded_ && act > 0 && act <= acts_.size();
    const RatingEvent* event = known ? ratings_.undoable(acts_[act - 1]) : nullptr;
    if (!event)
        return std::nullopt;
    static constexpr std::array words{QT_TR_NOOP("Rating"), QT_TR_NOOP("Love"),
        QT_TR_NOOP("Never suggest this track"), QT_TR_NOOP("Never suggest this artist"),
        QT_TR_NOOP("Not now")};
    const QString what = tr(words.at(static_cast<std::size_t>(event->kind)));
    const RatingEvent undone = *event;
    RatingEvent back;
    back.kind = RatingKind::undo;
    back.undoes = undone.id;
    append(std::move(back));
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
    outbox_.add(
        [listener = listener_, play, session, name = std::string(kind), on, at](
            db::Connection& c) { history::insertMark(c, listener, play, session, name, on, at); },
        [this] { playsWritten(); });
}

std::pair<PlayId, SessionId> TasteService::reservePlays(std::size_t plays)
{
    const auto count = static_cast<std::int64_t>(plays);
    const PlayId first{highestPlay_.value + 1};
    highestPlay_.value += count;
    return {first, sessions_.reserve(count)};
}

void TasteService::playsWritten()
{
    readAgain(); // counts follow from the events
    Q_EMIT marksChanged();
    Q_EMIT historyChanged();
}

void TasteService::removePlays(const std::vector<PlayId>& plays, bool on)
{
    const UtcMs at = clock_.now();
    outbox_.add(
        [listener = listener_, plays, on, at](db::Connection& c) {
            for (const PlayId play : plays)
                history::insertMark(c, listener, play, {}, "removed", on, at);
        },
        [this] { playsWritten(); });
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
        if (outbox_.isRefused())
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
        outbox_.add([listener = listener_, play](
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

} // namespace segue

#include "moc_taste_service.cpp"
