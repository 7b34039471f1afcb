// Reasons that come from what was said: by the listener, by friends and others, in a mode.
#include "core/recommend/service/reason_words.h"

#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

QString stars(double halfStars)
{
    return QLocale().toString(halfStars / 2, 'g', 2);
}

QString starsWord(double halfStars)
{
    return halfStars == 2 ? u"1 star"_s : u"%1 stars"_s.arg(stars(halfStars));
}

/// What the listener said of the recording, where it is what counts: of the track, or of a double
/// that is taken for it.
TrackRating countedRating(const PageContext& page, Item item)
{
    const double target = page.model.ratingTarget(item);
    const auto counts = [target](const TrackRating& rating) {
        return (rating.loved && target >= 1)
            || (rating.stars && *rating.stars > 0
                && std::abs(reco::ratingValue(*rating.stars).target - target) < 1e-6);
    };
    const TrackId id = page.table[static_cast<Row>(item)].id;
    if (const TrackRating own = page.history.ratings.of(id); counts(own))
        return own;
    TrackId nearest;
    for (const auto& [twin, meant] : page.history.clean.recordings) {
        if (page.history.clean.rowOf(page.table, twin) == static_cast<Row>(item)
            && counts(page.history.ratings.of(twin)) && (!nearest || twin < nearest))
            nearest = twin;
    }
    return nearest ? page.history.ratings.of(nearest) : TrackRating{};
}

void ownRatingTexts(const PageContext& page, Item item, Texts& texts)
{
    const TrackRating given = countedRating(page, item);
    if (given.loved) {
        texts.add("You love it");
        texts.add("One that you marked with a heart");
    }
    if (given.stars && *given.stars > 0) {
        texts.add("You gave it %1", starsWord(*given.stars));
        texts.add("Rated %1 of 5 by you", stars(*given.stars));
        texts.add("%1 from you", starsWord(*given.stars));
    }
    if (given != TrackRating{})
        return;
    // From tags, or another player's library.
    if (page.model.ratingTarget(item) >= 1) {
        texts.add("A high rating came along with it");
        texts.add("It brought a high rating along");
        texts.add("Rated highly before Segue knew it");
    } else {
        texts.add("A fair rating came along with it");
        texts.add("It brought a rating along");
    }
}

/// The card stands near a track that was rated, or is an album with it.
void nearRatedTexts(
    const PageContext& page, Item item, const std::vector<Item>& spoken, Texts& texts)
{
    const QString name = quoted(page, spoken);
    const Item rated = spoken.front();
    texts.name(aboutTrack(page, rated));
    const TrackRating given = countedRating(page, rated);
    const bool own = given != TrackRating{};
    const double target = page.model.ratingTarget(rated);
    if (target < 0) { // it adds up because the two are unlike
        if (given.stars && *given.stars > 0)
            texts.add("Unlike %1, which has %2 from you", name, starsWord(*given.stars));
        texts.add(
            own ? "Far from %1, which you rated low" : "Far from %1, which is rated low", name);
        return;
    }
    if (given.stars && *given.stars > 0) {
        texts.add("You gave %1 to %2", starsWord(*given.stars), name);
        texts.add("After your %1 for %2", starsWord(*given.stars), name);
    }
    if (given.loved)
        texts.add("Because you love %1", name);
    if (rated == item) {
        if (target >= 1)
            texts.add("%1 on it is rated highly", name);
    } else if (target >= 1) {
        texts.add(own ? "Near %1, which you rated highly" : "Near %1, which is rated highly", name);
    } else {
        texts.add("Near %1, as your ratings go", name);
    }
}

void artistRatingTexts(const PageContext& page, std::int32_t artist, Texts& texts)
{
    double rated = 0, high = 0;
    for (const Item item : page.catalogue.artistTracks(artist)) {
        const double target = page.model.ratingTarget(item);
        rated += target != 0 ? 1 : 0;
        high += target >= 1 ? 1 : 0;
    }
    const QString name = artistName(page, artist);
    texts.name({{}, u"artist"_s, {}, name});
    if (rated > 0 && rated == high)
        texts.add("You rate %1 highly", name);
    if (high >= 2)
        texts.add("%2 tracks by %1 are rated highly", name, count(high));
    texts.add("Your ratings speak for %1", name);
    texts.add("%1 does well in your ratings", name);
}

/// Of the pack with most listeners of the track.
void packTexts(const PageContext& page, Item item, Term term, Texts& texts)
{
    const auto at = static_cast<std::size_t>(item);
    const reco::PackSupport* most = nullptr;
    for (const reco::PackSupport& pack : page.others->packs) {
        if (pack.tracks[at] > (most ? most->tracks[at] : 0))
            most = &pack;
    }
    if (!most)
        return;
    const double n = static_cast<double>(most->tracks[at]);
    const QString pack = QString::fromStdString(most->name);
    const QString many = n >= 2 ? count(n) : QString(); // of one the plainest words are enough
    if (most->ofArtists) {
        const QString artist
            = artistName(page, page.catalogue.artist[static_cast<std::size_t>(item)]);
        if (term == Term::ials) {
            texts.add("Fits your taste: %1 listeners of “%2” play %3", many, pack, artist);
            texts.add("Going by the taste you share with listeners of %3 in “%2” (%1)", many, pack,
                artist);
            texts.add("Fits your taste, going by who plays %2 in “%1”", pack, artist);
        } else {
            texts.add("Goes with what you like: %1 listeners of “%2” play %3", many, pack, artist);
            texts.add(
                "%1 listeners of “%2” play %3, who goes with what you like", many, pack, artist);
            texts.add("Goes with what you like, going by who plays %2 in “%1”", pack, artist);
        }
        return;
    }
    if (term == Term::ials) {
        texts.add("Fits your taste: played by %1 listeners of “%2”", many, pack);
        texts.add("Going by the taste you share with listeners of “%2” (%1 play it)", many, pack);
        texts.add("Fits your taste, and is played in “%1”", pack);
    } else {
        texts.add("Goes with what you like: %1 listeners of “%2” play it", many, pack);
        texts.add("%1 listeners of “%2” play it, and it goes with what you like", many, pack);
        texts.add("Goes with what you like, and is played in “%1”", pack);
    }
}

} // namespace

void ratingTexts(const PageContext& page, const Card& card, Item item,
    const reco::Evidence& evidence, Texts& texts)
{
    if (evidence.artist >= 0)
        return artistRatingTexts(page, evidence.artist, texts);
    const std::vector<Item> spoken
        = evidence.items.empty() ? std::vector<Item>{item} : evidence.items;
    // An album's card is about its track only where it names it.
    if (spoken.front() == item && card.kind != CardKind::album)
        ownRatingTexts(page, item, texts);
    else
        nearRatedTexts(page, item, spoken, texts);
}

void friendTexts(const PageContext& page, const Card& card, Item item, Texts& texts)
{
    const auto& friends = page.history.friends;
    if (card.byFriend < 0 || static_cast<std::size_t>(card.byFriend) >= friends.size())
        return;
    const FriendTaste& taste = friends[static_cast<std::size_t>(card.byFriend)];
    const auto track = std::ranges::find(
        taste.tracks, page.table[static_cast<Row>(item)].id, &FriendTrack::track);
    if (track == taste.tracks.end())
        return;
    const QString name = QString::fromStdString(taste.name);
    if (track->loved) {
        texts.add("%1 loves it", name);
        texts.add("Loved by %1", name);
        texts.add("One that %1 marked with a heart", name);
    }
    if (track->halfStars > 0) {
        texts.add("%1 gave it %2 stars", name, stars(track->halfStars));
        texts.add("%2 stars from %1", name, stars(track->halfStars));
        texts.add("Rated %2 of 5 by %1", name, stars(track->halfStars));
    }
    if (track->follows >= 2) {
        texts.add("%1 played it %2 times", name, count(track->follows));
        texts.add("%2 plays by %1", name, count(track->follows));
        texts.add("A regular of %1’s: %2 plays", name, count(track->follows));
    }
}

void othersTexts(const PageContext& page, Item item, Term term, Texts& texts)
{
    const auto at = static_cast<std::size_t>(item);
    const bool isHeld
        = page.others && at < page.others->support.size() && page.others->support[at] > 0;
    if (isHeld && term == Term::ials) {
        texts.add("Others here with a taste like yours play it");
        texts.add("Liked by those here who like what you like");
        texts.add("Going by the taste you share with others here");
    } else if (isHeld && page.context.session.empty() && page.context.before.empty()) {
        texts.add("Liked by others here beside what you like"); // nothing was heard yet
    } else if (isHeld) {
        texts.add("Others here went on to it from what you play");
        texts.add("Played by others here beside what you play");
        texts.add("What you heard last leads others here to it");
    }
    if (page.others)
        packTexts(page, item, term, texts);
    // Nobody else holds it: by its album, its artist or its sound it is near what they hold, or
    // it shares sessions of one's own.
    if (term == Term::ials) {
        texts.add("Near to what fits your taste");
        texts.add("Close in kind to what suits you");
        texts.add("Of a kind with what your taste leads to");
    } else {
        texts.add("Goes with what you like");
        texts.add("Stands beside what you like");
        texts.add("Keeps company with what you like");
    }
}

void modeTexts(const PageContext& page, Item item, Texts& texts)
{
    if (!page.mode)
        return;
    const QString& mode = page.mode->name;
    const reco::ModeModel& model = page.mode->model;
    const auto own = model.trackCount(item), artist = model.artistCount(item);
    if (own.follows >= 1) {
        texts.add("Played %1 times while %2 was on", count(own.follows), mode);
        texts.add("%2 has had it %1 times before", count(own.follows), mode);
    }
    if (artist.follows > artist.skips) {
        const QString by = artistName(page, page.catalogue.artist[static_cast<std::size_t>(item)]);
        texts.add("%1 suits your %2", by, mode);
        texts.add("You play %1 when %2 is on", by, mode);
        texts.add("%1 has worked for %2 before", by, mode);
    }
    if (model.leanPart(item) > 0) {
        texts.add("Its pace and mood fit %1", mode);
        texts.add("Of the kind that %1 asks for", mode);
        texts.add("By its genre and tempo one for %1", mode);
    }
    if (model.learnedPart(item) > 0) {
        texts.add("Near what you play when %1 is on", mode);
        texts.add("Its genre goes with your %1", mode);
        texts.add("Learned from your %1", mode);
    }
}

} // namespace segue
