#include "core/recommend/model/collaborative_trainer.h"

#include "core/recommend/model/cold_start.h"
#include "core/recommend/model/content_features.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace segue::reco {

namespace {

using SharedScores = std::shared_ptr<const std::vector<float>>;

/// The part [from, to] of the whole progress.
FitControl partOf(const FitControl& control, double from, double to)
{
    FitControl part{control.threads, control.stop, {}};
    if (control.progress) {
        part.progress = [&report = control.progress, from, to](
                            double share) { report(from + (to - from) * share); };
    }
    return part;
}

void addPack(Interactions& to, const ListenerPack& pack)
{
    for (std::int32_t row = 0; row < pack.rows.rows(); ++row)
        to.add(pack.rows.of(row), pack.rows.weightOf(row));
}

/// Only what speaks for a track; null when nothing does.
SharedScores positive(std::vector<float> scores)
{
    bool any = false;
    for (auto& s : scores) {
        s = s > 0 ? s : 0.F; // not a number: 0
        any = any || s > 0;
    }
    return any ? std::make_shared<const std::vector<float>>(std::move(scores)) : nullptr;
}

/// How many of the other listeners hold each track.
std::vector<float> supportOf(const CollaborativeInput& input)
{
    Interactions people;
    people.columns = static_cast<std::int32_t>(input.catalogue->size());
    for (const auto& other : input.others)
        people.add(heldBy(other));
    const auto counts = people.support();
    return {counts.begin(), counts.end()};
}

PackSupport supportOf(const ListenerPack& pack, std::size_t tracks)
{
    PackSupport out{pack.name, pack.ofArtists, std::vector<float>(tracks, 0)};
    for (const std::int32_t item : pack.rows.item) {
        if (item >= 0 && static_cast<std::size_t>(item) < tracks)
            ++out.tracks[static_cast<std::size_t>(item)];
    }
    return out;
}

} // namespace

Interactions collaborativeTable(const CollaborativeInput& input)
{
    Interactions table;
    table.columns = static_cast<std::int32_t>(input.catalogue->size());
    addOwn(table, input.own, input.weights);
    for (const auto& other : input.others)
        addListener(table, other, input.weights);
    for (const auto& pack : input.packs)
        addPack(table, pack);
    return table;
}

TrainedCollaborative trainCollaborative(const CollaborativeInput& input, const FitControl& control)
{
    TrainedCollaborative out;
    const auto table = collaborativeTable(input);
    out.rows = static_cast<std::size_t>(table.rows());
    out.entries = table.item.size();
    out.listeners = input.others.size();
    out.support = supportOf(input);
    for (const auto& pack : input.packs) {
        out.listeners += static_cast<std::size_t>(pack.rows.rows());
        out.packs.push_back(supportOf(pack, input.catalogue->size()));
    }
    if (table.rows() == 0)
        return out;
    ChooseOptions choose;
    choose.forced = input.forced;
    out.choice = chooseCollaborative(table, choose, partOf(control, 0, .4));
    out.chosen = CollaborativeModel::fit(out.choice.kind, table, partOf(control, .4, .55));
    out.walks = fitRp3beta(table, 1, .3, 200, partOf(control, .55, .65));
    out.factors = Ials::fit(table, {}, partOf(control, .65, .98));
    if (control.stop.stop_requested())
        return out;
    const auto content = contentFeatures(*input.catalogue);
    ColdItems items;
    items.support = table.support();
    items.artist = input.catalogue->artist;
    items.album = input.catalogue->album;
    items.content = &content;
    warmUp(out.factors, items);
    out.finished = true;
    if (control.progress)
        control.progress(1);
    return out;
}

SharedScores TrainedCollaborative::factorScores(
    std::span<const Item> held, std::span<const FoldRating> ratings) const
{
    if (!finished || factors.empty() || (held.empty() && ratings.empty()))
        return nullptr;
    std::vector<float> scores(static_cast<std::size_t>(factors.items()));
    factors.score(factors.foldIn(held, ratings), scores);
    return positive(std::move(scores));
}

SharedScores TrainedCollaborative::walkScores(std::span<const Item> held) const
{
    if (!finished)
        return nullptr;
    std::vector<float> scores(static_cast<std::size_t>(walks.items));
    walks.score(held, scores);
    return positive(std::move(scores));
}

SharedScores TrainedCollaborative::chosenScores(std::span<const Item> held) const
{
    if (!finished || chosen.empty())
        return nullptr;
    std::vector<float> scores(static_cast<std::size_t>(chosen.items()));
    chosen.score(held, scores);
    return positive(std::move(scores));
}

std::vector<FoldRating> foldRatings(const History& history)
{
    std::map<Item, RatingValue> last;
    for (const auto& rating : history.ratings) {
        if (rating.item < 0)
            continue;
        if (rating.kind == RatingKind::stars)
            last[rating.item] = ratingValue(rating.halfStars);
        else if (rating.kind == RatingKind::love)
            last[rating.item] = ratingValue(10);
        else if (rating.kind == RatingKind::never)
            last[rating.item] = ratingValue(2);
        else if (rating.kind == RatingKind::clear)
            last.erase(rating.item);
    }
    std::vector<FoldRating> out;
    for (const auto& [item, value] : last) {
        if (value.confidence > 0)
            out.push_back({item, value.target, value.confidence});
    }
    return out;
}

} // namespace segue::reco
