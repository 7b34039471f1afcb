#include "core/history/rating_events.h"

#include <QString>

#include <array>

namespace segue {

namespace {
constexpr std::array names{std::string_view("stars"), std::string_view("love"),
    std::string_view("never_track"), std::string_view("never_artist"), std::string_view("not_now"),
    std::string_view("undo")};
}

std::string_view toString(RatingKind kind)
{
    return names.at(static_cast<std::size_t>(kind));
}

std::optional<RatingKind> ratingKindFromString(std::string_view name)
{
    const auto it = std::ranges::find(names, name);
    if (it == names.end())
        return std::nullopt;
    return static_cast<RatingKind>(it - names.begin());
}

std::string artistKey(std::string_view artist)
{
    return QString::fromUtf8(artist.data(), static_cast<qsizetype>(artist.size()))
        .simplified()
        .toCaseFolded()
        .toStdString();
}

void RatingLog::apply(const RatingEvent& event)
{
    const bool on = event.value.value_or(0) != 0;
    switch (event.kind) {
    case RatingKind::stars:
        tracks_[event.track].stars = event.value;
        break;
    case RatingKind::love:
        tracks_[event.track].loved = on;
        break;
    case RatingKind::neverTrack:
        tracks_[event.track].never = on;
        break;
    case RatingKind::notNow:
        tracks_[event.track].notNowUntil = on ? event.at + notNowLasts : 0;
        break;
    case RatingKind::neverArtist:
        if (on)
            neverArtists_.insert(artistKey(event.artist));
        else
            neverArtists_.erase(artistKey(event.artist));
        break;
    case RatingKind::undo:
        break;
    }
}

const RatingEvent* RatingLog::find(RatingEventId id) const
{
    const auto it = std::ranges::find(events_, id, &RatingEvent::id);
    return it == events_.end() ? nullptr : &*it;
}

void RatingLog::append(RatingEvent event)
{
    events_.push_back(std::move(event));
    const RatingEvent added = events_.back();
    if (added.kind != RatingKind::undo) {
        apply(added);
        return;
    }
    const RatingEvent* target = find(added.undoes);
    if (!target || !undone_.insert(target->id).second)
        return;
    // What it changed is replayed without it.
    const std::string artist = artistKey(target->artist);
    if (target->kind == RatingKind::neverArtist)
        neverArtists_.erase(artist);
    else
        tracks_.erase(target->track);
    for (const RatingEvent& e : events_) {
        if (e.kind == RatingKind::undo || undone_.contains(e.id))
            continue;
        if (target->kind == RatingKind::neverArtist
                ? e.kind == RatingKind::neverArtist && artistKey(e.artist) == artist
                : e.track == target->track)
            apply(e);
    }
}

TrackRating RatingLog::of(TrackId track) const
{
    const auto it = tracks_.find(track);
    return it == tracks_.end() ? TrackRating{} : it->second;
}

bool RatingLog::isArtistNever(std::string_view artist) const
{
    return !neverArtists_.empty() && neverArtists_.contains(artistKey(artist));
}

const RatingEvent* RatingLog::undoable(RatingEventId id) const
{
    const RatingEvent* event = find(id);
    return event && event->kind != RatingKind::undo && !undone_.contains(id) ? event : nullptr;
}

std::size_t RatingLog::ratedTracks() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        tracks_, [](const auto& entry) { return entry.second.stars.has_value(); }));
}

std::vector<RatingEvent> RatingLog::effective() const
{
    std::vector<RatingEvent> result;
    std::ranges::copy_if(events_, std::back_inserter(result), [this](const RatingEvent& e) {
        return e.kind != RatingKind::undo && !undone_.contains(e.id);
    });
    return result;
}

} // namespace segue
