#include "core/recommend/model/catalogue.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

namespace {

/// Column of `n` ids; missing entries and values below -1 become -1. Returns the largest id + 1.
std::int32_t repairIds(std::vector<std::int32_t>& ids, std::size_t n)
{
    ids.resize(n, -1);
    std::int32_t count = 0;
    for (auto& id : ids) {
        id = std::max(id, -1);
        count = std::max(count, id + 1);
    }
    return count;
}

/// Groups items by id: start (count + 1) and the items, stable.
void group(const std::vector<std::int32_t>& ids, std::int32_t count,
    std::vector<std::uint32_t>& start, std::vector<Item>& items)
{
    start.assign(static_cast<std::size_t>(count) + 2, 0);
    for (const auto id : ids)
        ++start[static_cast<std::size_t>(id) + 2]; // id -1 is counted in start[1]
    std::partial_sum(start.begin(), start.end(), start.begin());
    std::vector<std::uint32_t> next(start.begin(), start.end());
    items.resize(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        items[next[static_cast<std::size_t>(ids[i] + 1)]++] = static_cast<Item>(i);
}

std::span<const Item> groupOf(
    const std::vector<std::uint32_t>& start, const std::vector<Item>& items, std::int32_t id)
{
    const auto place = static_cast<std::size_t>(id) + 1;
    if (id < 0 || place + 1 >= start.size())
        return {};
    return std::span(items).subspan(start[place], start[place + 1] - start[place]);
}

/// A genre that leads back to itself is at the top.
void cutCircles(std::vector<std::int32_t>& parent)
{
    for (std::size_t genre = 0; genre < parent.size(); ++genre) {
        std::size_t steps = 0;
        for (auto at = parent[genre]; at >= 0; at = parent[static_cast<std::size_t>(at)]) {
            if (at == static_cast<std::int32_t>(genre) || ++steps > parent.size()) {
                parent[genre] = -1;
                break;
            }
        }
    }
}

} // namespace

Catalogue::Catalogue(std::size_t tracks)
    : artist(tracks, -1)
{
}

void Catalogue::complete()
{
    const std::size_t n = size();
    artistCount_ = repairIds(artist, n);
    artistCount_ = std::max(artistCount_, repairIds(albumArtist, n));
    albumCount_ = repairIds(album, n);
    repairIds(song, n);
    repairIds(work, n);
    repairIds(composer, n);
    repairIds(label, n);
    discTrack.resize(n, 0);
    year.resize(n, 0);
    durationS.resize(n, 0);
    for (auto& seconds : durationS) {
        if (!std::isfinite(seconds) || seconds < 0)
            seconds = 0;
    }
    addedAt.resize(n, 0);
    eligible.resize(n, 1);
    seasonal.resize(n, 0);
    interlude.resize(n, 0);
    classical.resize(n, 0);
    if (genreStart.size() != n + 1 || genreStart.front() != 0 || genreStart.back() > genre.size()
        || !std::is_sorted(genreStart.begin(), genreStart.end())) {
        genreStart.assign(n + 1, 0);
        genre.clear();
    }
    genreCount_ = repairIds(genre, genre.size());
    genreCount_ = std::max(genreCount_, repairIds(genreParent, genreParent.size()));
    genreParent.resize(static_cast<std::size_t>(genreCount_), -1);
    cutCircles(genreParent);
    bpm.resize(n, 0);
    for (auto& beats : bpm)
        beats = std::max<std::int16_t>(beats, 0);
    key.resize(n, -1);
    for (auto& one : key) {
        if (one < 0 || one >= 24)
            one = -1;
    }
    genreName.resize(static_cast<std::size_t>(genreCount_));
    if (sound.rows() != n)
        sound = UnitVectors(n, 0);

    group(album, albumCount_, albumStart_, albumItems_);
    group(artist, artistCount_, artistStart_, artistItems_);
    for (std::int32_t id = 0; id < albumCount_; ++id) {
        const auto tracks = groupOf(albumStart_, albumItems_, id);
        const auto from = albumItems_.begin() + (tracks.data() - albumItems_.data());
        std::stable_sort(
            from, from + static_cast<std::ptrdiff_t>(tracks.size()), [this](Item a, Item b) {
                return discTrack[static_cast<std::size_t>(a)]
                    < discTrack[static_cast<std::size_t>(b)];
            });
    }
    complete_ = true;
}

std::span<const std::int32_t> Catalogue::genresOf(Item item) const
{
    const auto i = static_cast<std::size_t>(item);
    return std::span(genre).subspan(genreStart[i], genreStart[i + 1] - genreStart[i]);
}

bool Catalogue::isOfGenre(Item item, std::int32_t wanted) const
{
    for (auto one : genresOf(item)) {
        for (; one >= 0; one = parentOf(one)) {
            if (one == wanted)
                return true;
        }
    }
    return false;
}

std::int32_t Catalogue::creator(Item item) const
{
    const auto i = static_cast<std::size_t>(item);
    if (classical[i] != 0 && composer[i] >= 0)
        return artistCount_ + composer[i];
    return artist[i] >= 0 ? artist[i] : -1 - item;
}

std::span<const Item> Catalogue::albumTracks(std::int32_t id) const
{
    return groupOf(albumStart_, albumItems_, id);
}

std::span<const Item> Catalogue::artistTracks(std::int32_t id) const
{
    return groupOf(artistStart_, artistItems_, id);
}

} // namespace segue::reco
