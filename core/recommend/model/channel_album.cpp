#include "core/recommend/model/channels.h"

#include <algorithm>

namespace segue::reco {

namespace {

constexpr float sameAlbum = .1F;
constexpr int tracksAhead = 5;

} // namespace

void scoreAlbum(const Catalogue& catalogue, std::span<const Item> session, ScoreColumn& out)
{
    if (session.empty())
        return;
    const Item last = session.back();
    const auto tracks = catalogue.albumTracks(catalogue.album[static_cast<std::size_t>(last)]);
    const bool numbered = catalogue.discTrack[static_cast<std::size_t>(last)] > 0;
    int ahead = 0; // places after the last track, 0 before it
    for (const auto item : tracks) {
        if (item == last) {
            ahead = 1;
            continue;
        }
        const int place = numbered && ahead > 0 ? ahead++ : 0;
        if (std::find(session.begin(), session.end(), item) != session.end())
            continue;
        out.set(
            item, place > 0 && place <= tracksAhead ? 1.F / static_cast<float>(place) : sameAlbum);
    }
}

} // namespace segue::reco
