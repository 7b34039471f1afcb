#include "tests/ui/support/fake_taste.h"

#include "core/base/random.h"

#include <utility>

namespace segue::test {

using namespace Qt::StringLiterals;

FakeTaste::FakeTaste()
    : stats_(std::make_shared<const TrackStatsMap>())
{
}

TrackStats FakeTaste::statsOf(TrackId track) const
{
    const auto it = stats_->find(track);
    return it == stats_->end() ? TrackStats{} : it->second;
}

template <class Change>
RatingAct FakeTaste::change(TrackId track, Change change)
{
    ++events;
    const TrackStats before = statsOf(track);
    const auto set = [this, track](const TrackStats& value) {
        auto next = std::make_shared<TrackStatsMap>(*stats_);
        (*next)[track] = value;
        stats_ = next;
        Q_EMIT statsChanged({track});
    };
    TrackStats after = before;
    change(after);
    undo_.push_back([set, before] { set(before); });
    set(after);
    return undo_.size();
}

RatingAct FakeTaste::rate(TrackId track, std::optional<int> halfStars)
{
    return change(track, [&](TrackStats& s) {
        s.rating = halfStars ? std::optional(static_cast<std::uint8_t>(*halfStars)) : std::nullopt;
    });
}

RatingAct FakeTaste::love(TrackId track, bool on)
{
    return change(track, [&](TrackStats& s) { s.loved = on; });
}

RatingAct FakeTaste::neverTrack(TrackId track, bool on)
{
    return change(track, [&](TrackStats& s) { s.never = on; });
}

RatingAct FakeTaste::neverArtist(const QString& artist, bool on)
{
    ++events;
    on ? void(artists.insert(artist)) : void(artists.remove(artist));
    undo_.push_back(
        [this, artist, on] { on ? void(artists.remove(artist)) : void(artists.insert(artist)); });
    Q_EMIT statsChanged({});
    return undo_.size();
}

RatingAct FakeTaste::notNow(TrackId track)
{
    return change(track, [](TrackStats& s) { s.notNowUntil = 1'900'000'000'000; });
}

std::optional<QString> FakeTaste::undo(RatingAct act)
{
    if (act == 0 || act > undo_.size() || !undo_[act - 1])
        return {};
    std::exchange(undo_[act - 1], nullptr)();
    return u"the last rating"_s;
}

void FakeTaste::setPrivateSession(bool on)
{
    private_ = on;
    Q_EMIT privateSessionChanged(on);
}

void FakeTaste::setGuest(bool on)
{
    guest_ = on;
    Q_EMIT guestChanged(on);
}

void FakeTaste::readHistory(
    std::size_t limit, QObject* receiver, std::function<void(std::vector<PlayEvent>)> then)
{
    std::vector<PlayEvent> newest;
    for (const PlayEvent& play : plays) {
        if (newest.size() < limit && !removed.contains(play.id.value))
            newest.push_back(play);
    }
    QMetaObject::invokeMethod(
        receiver, [newest, then] { then(newest); }, Qt::QueuedConnection);
}

void FakeTaste::removePlays(const std::vector<PlayId>& gone, bool on)
{
    for (const PlayId play : gone)
        on ? (void)removed.insert(play.value) : (void)removed.remove(play.value);
    Q_EMIT historyChanged();
}

void FakeTaste::fill(int tracks)
{
    Random random(21);
    auto stats = std::make_shared<TrackStatsMap>();
    for (int i = 1; i <= tracks; ++i) {
        TrackStats s;
        s.plays
            = static_cast<std::uint32_t>(random.below(4) == 0 ? random.below(80) : random.below(6));
        if (random.below(4) == 0)
            s.rating = static_cast<std::uint8_t>(4 + random.below(7));
        s.loved = random.below(12) == 0;
        s.lastPlayed
            = s.plays > 0 ? 1'779'000'000'000 - static_cast<UtcMs>(random.below(90)) * msPerDay : 0;
        (*stats)[TrackId{i}] = s;
    }
    stats_ = stats;
    Q_EMIT statsChanged({});
}

} // namespace segue::test

#include "moc_fake_taste.cpp"
