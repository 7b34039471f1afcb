// The shelves whose evidence is people: Artists for tonight, Friends like.
#include "core/recommend/service/shelf.h"

#include <QCoreApplication>

#include <cmath>

namespace segue {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Shelves", text);
}

constexpr std::size_t fewestTracks = 4, bestOf = 5, mostPlayed = 12;
constexpr double friendWeight = 2;

/// How much two listeners have in common: cosine of the tracks that both hold.
double likeness(const PageContext& page, const FriendTaste& taste)
{
    double both = 0, theirs = 0;
    for (const FriendTrack& track : taste.tracks) {
        const auto row = page.table.rowOf(track.track);
        if (!row)
            continue;
        const double a = std::log1p(page.model.follows(static_cast<Item>(*row)));
        const double b = std::log1p(track.follows) + (track.isLoved() ? 1 : 0);
        both += a * b;
        theirs += b * b;
    }
    double mine = 0;
    for (std::size_t i = 0; i < page.catalogue.size(); ++i) {
        const double a = std::log1p(page.model.follows(static_cast<Item>(i)));
        mine += a * a;
    }
    return mine > 0 && theirs > 0 ? both / std::sqrt(mine * theirs) : 0;
}

} // namespace

ShelfDraft buildArtistsForTonight(const PageContext& page)
{
    if (page.loved.empty())
        return {};
    std::unordered_map<std::int32_t, std::vector<std::size_t>> rowsOf; // best first
    std::vector<std::int32_t> artists;
    for (const std::size_t row : page.best) {
        const auto artist = page.catalogue.artist[static_cast<std::size_t>(page.blend.items[row])];
        if (artist < 0 || !page.isFree(page.blend.items[row]))
            continue;
        auto& rows = rowsOf[artist];
        if (rows.empty())
            artists.push_back(artist);
        rows.push_back(row);
    }
    std::vector<Card> cards;
    for (const std::int32_t artist : artists) {
        const auto& rows = rowsOf[artist];
        if (rows.size() < fewestTracks)
            continue;
        Card card;
        card.kind = CardKind::artist;
        card.item = card.speaker = page.blend.items[rows.front()];
        card.fromBlend = true;
        const std::size_t best = std::min(rows.size(), bestOf);
        for (std::size_t t = 0; t < reco::termCount; ++t) {
            double sum = 0;
            for (std::size_t i = 0; i < best; ++i)
                sum += static_cast<double>(page.blend.contribution(rows[i], reco::termAt(t)));
            card.set(reco::termAt(t), sum / static_cast<double>(best));
        }
        for (std::size_t i = 0; i < std::min(rows.size(), mostPlayed); ++i)
            card.plays.push_back(page.blend.items[rows[i]]);
        if (card.score() > 0)
            cards.push_back(std::move(card));
    }
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("Artists to stay with");
    shelf.subtitle = words("Each plays what suits you best of them");
    return shelf;
}

ShelfDraft buildFriendsLike(const PageContext& page)
{
    const auto& friends = page.history.friends;
    if (friends.empty())
        return {};
    // Factorisation and neighbourhoods need many listeners; with the few of one machine a track
    // counts by who loves it, and how much that listener has in common with this one.
    struct Voice {
        double sum = 0, most = 0;
        int whose = -1;
    };
    std::unordered_map<Item, Voice> voices;
    for (std::size_t f = 0; f < friends.size(); ++f) {
        const double weight = .2 + .8 * likeness(page, friends[f]);
        for (const FriendTrack& track : friends[f].tracks) {
            const auto row = page.table.rowOf(track.track);
            if (!row || !track.isLoved())
                continue;
            const auto item = static_cast<Item>(*row);
            if (page.model.follows(item) > 0 || page.blendRow[*row] < 0)
                continue;
            const double love = weight
                * (track.loved || track.halfStars == 10 ? 1
                        : track.halfStars > 0           ? .8
                                                        : .5);
            Voice& voice = voices[item];
            voice.sum += love;
            if (love > voice.most) {
                voice.most = love;
                voice.whose = static_cast<int>(f);
            }
        }
    }
    std::vector<Card> cards;
    for (const Item item : page.blend.items) {
        const auto it = voices.find(item);
        if (it == voices.end())
            continue;
        Card card;
        card.item = item;
        card.byFriend = it->second.whose;
        card.set(Term::rp3beta, friendWeight * it->second.sum);
        card.hasEvidence = true;
        cards.push_back(std::move(card));
    }
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("Friends like");
    shelf.subtitle = words("Loved by others here, not heard by you yet");
    return shelf;
}

} // namespace segue
