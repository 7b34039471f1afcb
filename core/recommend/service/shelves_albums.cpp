// The shelves whose cards are albums: Finish the album, Albums for tonight.
#include "core/recommend/service/shelf.h"

#include <QCoreApplication>

namespace segue {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Shelves", text);
}

constexpr std::size_t fewestTracks = 4, bestOf = 5;

} // namespace

ShelfDraft buildFinishAlbum(const PageContext& page)
{
    const auto isHeard = [&page](Item item) { return page.model.follows(item) > 0; };
    std::vector<Card> cards;
    for (std::int32_t album = 0; album < page.catalogue.albumCount(); ++album) {
        const auto tracks = page.catalogue.albumTracks(album);
        const auto heard = static_cast<std::size_t>(std::ranges::count_if(tracks, isHeard));
        if (heard < 3 || heard == tracks.size())
            continue;
        std::size_t gap = tracks.size();
        double affinity = 0;
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            if (isHeard(tracks[i]))
                affinity += std::max(0., page.model.affinity(tracks[i]));
            else if (gap == tracks.size()
                && page.blendRow[static_cast<std::size_t>(tracks[i])] >= 0)
                gap = i;
        }
        if (gap == tracks.size() || affinity <= 0)
            continue;
        Card& card = cards.emplace_back();
        card.item = tracks[gap];
        card.kind = CardKind::albumRest;
        const double share = static_cast<double>(heard) / static_cast<double>(tracks.size());
        card.set(Term::album, share * affinity / static_cast<double>(heard));
        card.evidence.count = static_cast<double>(heard);
        card.evidence.items.reserve(3);
        for (std::size_t i = 0; card.evidence.items.size() < 3; ++i) {
            if (isHeard(tracks[i]))
                card.evidence.items.push_back(tracks[i]);
        }
        card.hasEvidence = true;
    }
    ShelfDraft shelf = pick(page, std::move(cards), {.calibrate = false});
    for (Card& card : shelf.cards) {
        const auto album = page.catalogue.album[static_cast<std::size_t>(card.item)];
        const auto tracks = page.catalogue.albumTracks(album);
        std::copy_if(std::ranges::find(tracks, card.item), tracks.end(),
            std::back_inserter(card.plays), [&page](Item item) {
                return page.catalogue.eligible[static_cast<std::size_t>(item)] != 0;
            });
    }
    shelf.title = words("Finish the album");
    shelf.subtitle = words("Each plays on from the first track you have not heard");
    return shelf;
}

ShelfDraft buildAlbumsForTonight(const PageContext& page)
{
    if (page.loved.empty())
        return {};
    // An album among the best has a track among the best.
    std::vector<std::int32_t> albums;
    for (const std::size_t row : page.best) {
        const auto album = page.catalogue.album[static_cast<std::size_t>(page.blend.items[row])];
        if (album >= 0)
            albums.push_back(album);
    }
    std::ranges::sort(albums);
    albums.erase(std::unique(albums.begin(), albums.end()), albums.end());
    std::vector<Card> cards;
    for (const std::int32_t album : albums) {
        const auto tracks = page.catalogue.albumTracks(album);
        std::vector<std::pair<double, std::size_t>> best;
        std::size_t recent = 0;
        Card card;
        for (const Item item : tracks) {
            const auto row = page.blendRow[static_cast<std::size_t>(item)];
            if (row < 0)
                continue;
            best.emplace_back(
                page.blend.score[static_cast<std::size_t>(row)], static_cast<std::size_t>(row));
            recent += page.daysUnheard(item) < 30;
            card.plays.push_back(item);
        }
        if (best.size() < fewestTracks)
            continue;
        std::ranges::stable_sort(
            best, std::ranges::greater{}, &std::pair<double, std::size_t>::first);
        best.resize(std::min(best.size(), bestOf));
        const double unheardShare
            = 1 - static_cast<double>(recent) / static_cast<double>(card.plays.size());
        // The mean of the best five tracks' contributions, term by term, so that the sum stays
        // exact.
        for (std::size_t t = 0; t < reco::termCount; ++t) {
            double sum = 0;
            for (const auto& [score, row] : best)
                sum += static_cast<double>(page.blend.contribution(row, reco::termAt(t)));
            card.set(reco::termAt(t), sum * unheardShare / static_cast<double>(best.size()));
        }
        card.item = card.plays.front();
        card.kind = CardKind::album;
        card.speaker = page.blend.items[best.front().second];
        if (card.score() > 0)
            cards.push_back(std::move(card));
    }
    const bool evening = [&] {
        const std::int64_t hour
            = ((page.now() + page.context.offsetMinutes * 60) / 3600 % 24 + 24) % 24;
        return hour >= 17 || hour < 4;
    }();
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = evening ? words("Albums for tonight") : words("Albums for today");
    return shelf;
}

} // namespace segue
