#include "core/recommend/model/play_log.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double exploringStep = .1;

std::int64_t floorDiv(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/// |a - b| > gap without overflow.
bool apart(std::int64_t a, std::int64_t b, std::int64_t gap)
{
    const auto low = std::min(a, b), high = std::max(a, b);
    return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low)
        > static_cast<std::uint64_t>(gap);
}

} // namespace

PlayLog::PlayLog(const Catalogue& catalogue)
    : artist_(catalogue.artist)
    , slots_(catalogue.size(), -1)
    , follows_(catalogue.size(), 0)
    , artistLast_(static_cast<std::size_t>(catalogue.artistCount()), -1)
    , artistHeard_(static_cast<std::size_t>(catalogue.artistCount()), 0)
    , artistFollows_(static_cast<std::size_t>(catalogue.artistCount()), 0)
{
}

int PlayLog::bucket(std::int64_t at, int offsetMinutes)
{
    constexpr std::int64_t day = 86400, farAway = std::int64_t{1} << 50;
    const auto local = std::clamp(at, -farAway, farAway) + std::int64_t{offsetMinutes} * 60;
    const auto days = floorDiv(local, day);
    const auto hour = (local - days * day) / 3600;
    const auto weekday = ((days + 3) % 7 + 7) % 7; // 1970-01-01 was a Thursday; 0 = Monday
    return static_cast<int>(hour / 4 + (weekday >= 5 ? 6 : 0));
}

PlayLog::Heard& PlayLog::heardOf(Item item)
{
    auto& slot = slots_[static_cast<std::size_t>(item)];
    if (slot < 0) {
        slot = static_cast<std::int32_t>(heard_.size());
        heard_.push_back({.item = item});
        if (const auto artist = artist_[static_cast<std::size_t>(item)]; artist >= 0)
            ++artistHeard_[static_cast<std::size_t>(artist)];
    }
    return heard_[static_cast<std::size_t>(slot)];
}

void PlayLog::addMoment(Heard& heard, std::int64_t at, float weight)
{
    moments_.push_back({at, heard.lastMoment, weight});
    heard.lastMoment = static_cast<std::int32_t>(moments_.size()) - 1;
    heard.lastAt = std::max(heard.lastAt, at);
    const auto item = static_cast<std::size_t>(heard.item);
    follows_[item] += static_cast<double>(weight);
    if (const auto artist = artist_[item]; artist >= 0) {
        double& ofArtist = artistFollows_[static_cast<std::size_t>(artist)];
        ofArtist += static_cast<double>(weight);
        mostArtistFollows_ = std::max(mostArtistFollows_, ofArtist);
    }
}

void PlayLog::warm(Heard& heard, std::int64_t at, float weight)
{
    const double since
        = heard.heatAt == neverAt ? 0 : static_cast<double>(at) - static_cast<double>(heard.heatAt);
    for (std::size_t i = 0; i < heatLives.size(); ++i) {
        // A clock that jumped back: the play lies before what is known.
        const double fade = std::exp(-std::abs(since) / heatLives[i]);
        const auto w = static_cast<double>(weight);
        heard.heat[i] = since >= 0 ? heard.heat[i] * fade + w : heard.heat[i] + w * fade;
    }
    heard.heatAt = std::max(heard.heatAt, at);
}

void PlayLog::append(Item item, float weight)
{
    auto& heard = heardOf(item);
    auto& group = groups_.back();
    if (heard.lastEntry < group.begin)
        heard.sessions += group.weight;
    const auto at = static_cast<std::int32_t>(entries_.size());
    const auto artist = artist_[static_cast<std::size_t>(item)];
    entries_.push_back({item, session_, static_cast<std::int32_t>(groups_.size()) - 1,
        heard.lastEntry, artist >= 0 ? artistLast_[static_cast<std::size_t>(artist)] : -1, weight});
    heard.lastEntry = at;
    if (artist >= 0)
        artistLast_[static_cast<std::size_t>(artist)] = at;
    group.end = at + 1;
}

void PlayLog::add(Item item, std::int64_t at, int offsetMinutes, std::int64_t session, float weight)
{
    const auto end = static_cast<std::int32_t>(entries_.size());
    const bool known = session >= 0 && sessionId_ >= 0;
    const bool fresh = lastAt_ == neverAt || groups_.empty() || !groups_.back().timed
        || (known ? session != sessionId_ : apart(at, lastAt_, sessionGap));
    if (fresh)
        ++session_;
    if (fresh || groups_.back().end - groups_.back().begin >= longestGroup)
        groups_.push_back({end, end, 1, true, at});
    sessionId_ = session;
    lastAt_ = at;
    place_ = fresh ? 0 : place_ + 1;
    if (entries_.empty() || entries_.back().item != item)
        exploring_ += exploringStep * ((of(item) ? 0. : 1.) - exploring_);
    append(item, weight);
    countStay();
    auto& heard = heardOf(item);
    addMoment(heard, at, weight);
    warm(heard, at, weight);
    if (place_ < openers) {
        openings_.push_back({at, heard.lastOpening, weight});
        heard.lastOpening = static_cast<std::int32_t>(openings_.size()) - 1;
    }
    const auto hour = static_cast<std::size_t>(bucket(at, offsetMinutes));
    heard.buckets[hour] += weight;
    bucketTotals_[hour] += static_cast<double>(weight);
    timedFollows_ += static_cast<double>(weight);
}

void PlayLog::countStay()
{
    const auto last = entries_.size() - 1;
    const auto artist = artist_[static_cast<std::size_t>(entries_[last].item)];
    bool any = false, stays = false;
    for (std::size_t back = 1; back <= 3 && back <= last; ++back) {
        const auto& before = entries_[last - back];
        if (before.session != entries_[last].session)
            break;
        any = true;
        stays = stays || (artist >= 0 && artist_[static_cast<std::size_t>(before.item)] == artist);
    }
    transitions_ += any ? 1 : 0;
    stayed_ += stays ? 1 : 0;
}

void PlayLog::addImported(Item item, std::int64_t at, float weight)
{
    addMoment(heardOf(item), at, weight);
}

void PlayLog::addPlaylist(std::span<const Item> items)
{
    const auto end = static_cast<std::int32_t>(entries_.size());
    ++session_;
    groups_.push_back({end, end, 2, false, 0});
    for (const auto item : items) {
        if (groups_.back().end - groups_.back().begin == longestGroup)
            break;
        append(item, 1);
    }
}

} // namespace segue::reco
