#include "core/recommend/model/mode_model.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double halfAt = 20, artistWeight = .7, genreWeight = .5, shrunkBy = 3;

/// 1 at the centre, 0 at 1.18 widths, towards -1 far away.
double bell(double value, double centre, double width)
{
    const double z = (value - centre) / width;
    return 2 * std::exp(-.5 * z * z) - 1;
}

double logOdds(const ModeModel::Count& count)
{
    const double n = count.follows + count.skips;
    return std::log((count.follows + 1) / (count.skips + 1)) * n / (n + shrunkBy);
}

} // namespace

ModeModel::ModeModel(const Catalogue& catalogue, const ModeLean& lean,
    std::span<const float> energy, std::span<const float> tempo)
    : catalogue_(catalogue)
    , lean_(lean)
    , energy_(energy.size() == catalogue.size() ? energy : std::span<const float>())
    , tempo_(tempo.size() == catalogue.size() ? tempo : std::span<const float>())
{
}

ModeModel::Count ModeModel::find(const Counts& counts, std::int32_t id)
{
    const auto it = counts.find(id);
    return it == counts.end() ? Count{} : it->second;
}

ModeModel::Count ModeModel::artistCount(Item item) const
{
    const auto artist = catalogue_.artist[static_cast<std::size_t>(item)];
    return artist < 0 ? Count{} : find(artists_, artist);
}

void ModeModel::observe(Item item, bool follow, double weight)
{
    if (item < 0 || static_cast<std::size_t>(item) >= catalogue_.size() || !std::isfinite(weight)
        || weight <= 0)
        return;
    const auto add = [&](Count& count, double share) {
        (follow ? count.follows : count.skips) += share * weight;
    };
    add(tracks_[item], 1);
    if (const auto artist = catalogue_.artist[static_cast<std::size_t>(item)]; artist >= 0)
        add(artists_[artist], 1);
    const auto genres = catalogue_.genresOf(item);
    for (const auto genre : genres)
        add(genres_[genre], 1 / static_cast<double>(genres.size()));
    plays_ += weight;
}

double ModeModel::leanPart(Item item) const
{
    const auto i = static_cast<std::size_t>(item);
    double sum = 0;
    int known = 0;
    if (lean_.energyWidth > 0 && !energy_.empty() && std::isfinite(energy_[i])) {
        sum += bell(static_cast<double>(energy_[i]), lean_.energy, lean_.energyWidth);
        ++known;
    }
    if (lean_.tempoWidth > 0 && !tempo_.empty() && std::isfinite(tempo_[i])) {
        sum += bell(static_cast<double>(tempo_[i]), lean_.tempo, lean_.tempoWidth);
        ++known;
    }
    return known == 0 ? 0 : sum / known * halfAt / (plays_ + halfAt);
}

double ModeModel::learnedPart(Item item) const
{
    if (plays_ <= 0)
        return 0;
    double sum = logOdds(find(tracks_, item)) + artistWeight * logOdds(artistCount(item));
    const auto genres = catalogue_.genresOf(item);
    for (const auto genre : genres)
        sum += genreWeight * logOdds(find(genres_, genre)) / static_cast<double>(genres.size());
    // What the lean says fades into it, so that the sum stays within -1..1.
    const double most = 1 - std::abs(leanPart(item));
    return most * std::tanh(sum / 2);
}

} // namespace segue::reco
