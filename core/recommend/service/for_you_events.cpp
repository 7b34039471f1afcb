// What moves the page from outside: plays, ratings, the clock.
#include "core/recommend/service/for_you_service.h"
#include "core/recommend/service/page_changes.h"

#include <algorithm>

namespace segue {

using namespace Qt::StringLiterals;

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
    play.marks.guest = event.guest;
    play.marks.doNotLearn = event.doNotLearn;
    lastPlayEnd_ = event.listen.startedAt + event.listen.msHeard;
    if (lastSession_ && lastSession_ != event.session)
        steer_ = Steer::none;
    lastSession_ = event.session;
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
        shelves = artistShelves_[key].unite(shelvesWithArtist(page_, *library_.tracks(), key));
    } else {
        shelves = trackShelves_[event.track.value].unite(shelvesWith(page_, event.track));
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

void ForYouService::othersChanged()
{
    if (model_ && !building_) // else it is asked for when the build is done
        others_.prepare(model_->table());
}

void ForYouService::onOthersReady()
{
    if (building_ || !model_ || model_->table() != library_.tracks())
        return; // asked again when the build is done
    recompose({u"right_now"_s}, [others = others_.trainedFor(model_->table())](PageModel& model) {
        model.setOthers(others);
    });
}

void ForYouService::keepFresh()
{
    if (!ready_ || building_)
        return;
    const UtcMs now = clock_.now();
    const int offset = clock_.utcOffsetMinutes(now);
    const bool newDay = startOfDay(now, offset) != startOfDay(page_.composedAt, offset);
    const bool sessionOver = lastPlayEnd_ > page_.composedAt && now - lastPlayEnd_ >= sessionGap;
    if (!newDay && !sessionOver)
        return;
    steer_ = Steer::none;
    if (newDay)
        switchMode({}); // a mode is for a while
    seed_ = splitmix64Mix(seed_ + 1);
    newPlays_.clear(); // long written
    keepEarlier();
    rebuild();
}

} // namespace segue
