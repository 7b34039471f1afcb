#include "core/recommend/packs/pack_match.h"

#include "core/base/random.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

namespace segue {

namespace {

using reco::Item;

void makeSet(std::vector<Item>& items)
{
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

/// The names that a track's artist goes by: as tagged, and as the listener says it is called. They
/// repeat from track to track.
class ArtistNames {
public:
    ArtistNames(const TrackTable& table, const CleanView& clean)
        : table_(table)
        , clean_(clean)
    {
    }
    const std::vector<std::string>& of(TextRef ref)
    {
        const auto [it, isNew] = known_.try_emplace((std::uint64_t{ref.offset} << 32) | ref.size);
        if (!isNew || ref.size == 0)
            return it->second;
        const std::string_view tagged = table_.text(ref);
        it->second.emplace_back(tagged);
        const std::string folded = foldText(tagged);
        if (const std::string& meant = clean_.artist(folded); meant != folded)
            it->second.push_back(meant);
        return it->second;
    }

private:
    const TrackTable& table_;
    const CleanView& clean_;
    std::unordered_map<std::uint64_t, std::vector<std::string>> known_;
};

} // namespace

PackMatcher::PackMatcher(const TrackTable& table, const reco::Catalogue& catalogue,
    const CleanView& clean, std::span<const float> heard)
    : heard_(heard.begin(), heard.end())
{
    heard_.resize(table.size(), 0);
    ArtistNames names(table, clean);
    for (Row row = 0; row < table.size(); ++row) {
        const TrackRecord& track = table[row];
        const auto meant = clean.rowOf(table, track.id);
        if (!meant || catalogue.eligible[*meant] == 0)
            continue;
        const auto item = static_cast<Item>(*meant);
        if (const auto key = recordingKey(table.text(track.recordingMbid)))
            recordings_.emplace_back(key, item);
        const auto addTrack = [&](TextRef artist) {
            for (const std::string& name : names.of(artist)) {
                if (const auto key = trackKey(name, table.text(track.title)))
                    tracks_.emplace_back(key, item);
            }
        };
        addTrack(track.artist);
        if (track.albumArtist != track.artist)
            addTrack(track.albumArtist);
        // Who made the album (a DJ, say) is not who plays: listeners of one are not the other's.
        const TextRef artist = track.artist.size > 0 ? track.artist : track.albumArtist;
        for (const std::string& name : names.of(artist)) {
            if (const auto key = artistNameKey(name))
                artists_.emplace_back(key, item);
        }
    }
    for (Names* one : {&recordings_, &tracks_, &artists_}) {
        std::ranges::sort(*one);
        one->erase(std::unique(one->begin(), one->end()), one->end());
    }
}

void PackMatcher::find(const Names& names, std::uint64_t key, std::vector<Item>& to)
{
    if (key == 0)
        return;
    auto at = std::ranges::lower_bound(names, key, {}, &Names::value_type::first);
    for (; at != names.end() && at->first == key; ++at)
        to.push_back(at->second);
}

std::vector<Item> PackMatcher::tracksOf(const PackKey& key, bool ofArtists) const
{
    std::vector<Item> items;
    if (!ofArtists) {
        find(recordings_, key.recording, items);
        if (items.empty())
            find(tracks_, key.name, items);
        return items;
    }
    find(artists_, key.name, items);
    if (items.size() > tracksOfArtist) {
        std::ranges::stable_sort(items, [this](Item a, Item b) {
            return heard_[static_cast<std::size_t>(a)] > heard_[static_cast<std::size_t>(b)];
        });
        items.resize(tracksOfArtist);
    }
    makeSet(items);
    return items;
}

MatchedPack matchPack(const Pack& pack, const PackMatcher& matcher, std::size_t libraryTracks,
    std::size_t mostEntries)
{
    MatchedPack out;
    out.rows.columns = static_cast<std::int32_t>(libraryTracks);
    std::vector<std::vector<Item>> tracks(pack.items.size());
    for (std::size_t i = 0; i < pack.items.size(); ++i) {
        tracks[i] = matcher.tracksOf(pack.items[i], pack.info.ofArtists);
        out.itemsFound += tracks[i].empty() ? 0 : 1;
    }
    const auto isFound
        = [&](std::int32_t item) { return !tracks[static_cast<std::size_t>(item)].empty(); };
    std::vector<std::int32_t> matching;
    std::size_t entries = 0;
    for (std::int32_t row = 0; row < pack.rows.rows(); ++row) {
        const auto held = pack.rows.of(row);
        const auto found = std::ranges::count_if(held, isFound);
        if (found < 2)
            continue;
        matching.push_back(row);
        out.triplets += found;
        for (const std::int32_t item : held)
            entries += tracks[static_cast<std::size_t>(item)].size();
    }
    out.listeners = std::ssize(matching);
    const double share = entries > mostEntries
        ? static_cast<double>(mostEntries) / static_cast<double>(entries)
        : 1;
    std::vector<Item> items;
    for (const std::int32_t row : matching) {
        if (share < 1 && Random(static_cast<std::uint64_t>(row)).uniform() >= share)
            continue;
        items.clear();
        for (const std::int32_t item : pack.rows.of(row)) {
            const auto& found = tracks[static_cast<std::size_t>(item)];
            items.insert(items.end(), found.begin(), found.end());
        }
        makeSet(items);
        if (items.size() > 1)
            out.rows.add(items);
    }
    return out;
}

} // namespace segue
