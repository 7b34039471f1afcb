#include "core/recommend/model/content_features.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

namespace {

constexpr std::size_t mostGenres = 96;

/// A track's genres and the wider ones of each, with the share that each counts: 1 as tagged, half
/// of that for every step up.
std::vector<std::pair<std::int32_t, double>> withWider(const Catalogue& c, Item item)
{
    std::vector<std::pair<std::int32_t, double>> all;
    for (auto genre : c.genresOf(item)) {
        for (double share = 1; genre >= 0; genre = c.parentOf(genre), share /= 2) {
            const auto known = std::find_if(
                all.begin(), all.end(), [genre](const auto& one) { return one.first == genre; });
            if (known == all.end())
                all.emplace_back(genre, share);
            else
                known->second = std::max(known->second, share);
        }
    }
    return all;
}

/// Columns of the most frequent genres, -1 for the rest; and how many tracks have each.
struct Genres {
    explicit Genres(const Catalogue& c)
        : column(static_cast<std::size_t>(c.genreCount()), -1)
        , tracks(column.size(), 0)
    {
        for (std::size_t i = 0; i < c.size(); ++i) {
            for (const auto& [genre, depth] : withWider(c, static_cast<Item>(i)))
                ++tracks[static_cast<std::size_t>(genre)];
        }
        std::vector<std::int32_t> order(column.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [this](std::int32_t a, std::int32_t b) {
            return tracks[static_cast<std::size_t>(a)] > tracks[static_cast<std::size_t>(b)];
        });
        used = std::min(order.size(), mostGenres);
        for (std::size_t k = 0; k < used; ++k)
            column[static_cast<std::size_t>(order[k])] = static_cast<std::int32_t>(k);
    }
    std::vector<std::int32_t> column;
    std::vector<double> tracks;
    std::size_t used = 0;
};

/// Z-scores a column over the rows where `has`, the others 0; a constant one becomes 0.
template <class Has>
void standardise(ContentFeatures& out, std::size_t column, double scale, Has&& has)
{
    double sum = 0, squares = 0, n = 0;
    const auto value
        = [&](std::size_t row) -> float& { return out.values[row * out.columns + column]; };
    for (std::size_t row = 0; row < out.rows(); ++row) {
        if (!has(row) || !std::isfinite(value(row)))
            continue;
        const auto x = static_cast<double>(value(row));
        sum += x;
        squares += x * x;
        ++n;
    }
    const double mean = n > 0 ? sum / n : 0;
    const double spread = n > 0 ? std::sqrt(std::max(squares / n - mean * mean, 0.)) : 0;
    for (std::size_t row = 0; row < out.rows(); ++row) {
        const bool usable
            = has(row) && std::isfinite(value(row)) && spread > 1e-9 * std::max(1., std::abs(mean));
        value(row) = usable
            ? static_cast<float>(scale * (static_cast<double>(value(row)) - mean) / spread)
            : 0.F;
    }
}

} // namespace

ContentFeatures contentFeatures(const Catalogue& c)
{
    const Genres genres(c);
    ContentFeatures out;
    const auto year = genres.used, length = year + 1, tempo = length + 1, sound = tempo + 1;
    out.columns = sound + c.sound.dimension();
    out.values.assign(c.size() * out.columns, 0);
    out.known.assign(c.size(), 0);
    const auto n = static_cast<double>(c.size());
    for (std::size_t i = 0; i < c.size(); ++i) {
        float* row = out.values.data() + i * out.columns;
        double squares = 0;
        for (const auto& [genre, share] : withWider(c, static_cast<Item>(i))) {
            const auto g = static_cast<std::size_t>(genre);
            if (genres.column[g] < 0)
                continue;
            const double weight = share * std::log1p(n / genres.tracks[g]);
            row[genres.column[g]] = static_cast<float>(weight);
            squares += weight * weight;
        }
        for (std::size_t k = 0; squares > 0 && k < genres.used; ++k)
            row[k] = static_cast<float>(static_cast<double>(row[k]) / std::sqrt(squares));
        row[year] = static_cast<float>(c.year[i]);
        row[length] = c.durationS[i] > 0 ? std::log2(c.durationS[i]) : 0;
        row[tempo] = c.bpm[i] > 0 ? std::log2(static_cast<float>(c.bpm[i])) : 0;
        if (c.sound.has(i))
            c.sound.copy(i, std::span(row + sound, c.sound.dimension()));
        const bool knows = squares > 0 || c.year[i] > 0 || c.sound.has(i);
        out.known[i] = knows ? 1 : 0;
    }
    constexpr double small = .3; // beside genres of length 1
    standardise(out, year, small, [&c](std::size_t i) { return c.year[i] > 0; });
    standardise(out, length, small, [&c](std::size_t i) { return c.durationS[i] > 0; });
    standardise(out, tempo, small, [&c](std::size_t i) { return c.bpm[i] > 0; });
    for (std::size_t k = 0; k < c.sound.dimension(); ++k)
        standardise(out, sound + k, 1 / std::sqrt(static_cast<double>(c.sound.dimension())),
            [&c](std::size_t i) { return c.sound.has(i); });
    return out;
}

} // namespace segue::reco
