#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/events.h"

#include <memory>

namespace segue::reco::test {

/// Six tracks: artist 0 has 0, 1, 2 on album 0; artist 1 has 3, 4 on album 1; artist 2 has 5. Genre
/// 1 for artist 1, else 0.
inline std::shared_ptr<const Catalogue> sixTracks()
{
    auto c = std::make_shared<Catalogue>(6);
    c->artist = {0, 0, 0, 1, 1, 2};
    c->album = {0, 0, 0, 1, 1, 2};
    c->discTrack = {1001, 1002, 1003, 1001, 1002, 1001};
    c->genreStart = {0, 1, 2, 3, 4, 5, 6};
    c->genre = {0, 0, 0, 1, 1, 0};
    c->complete();
    return c;
}

inline Play play(Item item, std::int64_t at, Outcome outcome = Outcome::follow)
{
    Play p;
    p.item = item;
    p.at = at;
    p.outcome = outcome;
    return p;
}

} // namespace segue::reco::test
