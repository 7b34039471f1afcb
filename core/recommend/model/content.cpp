#include "core/recommend/model/content.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::reco {

namespace {

constexpr float genreShare = .35F, artistShare = .2F, albumArtistShare = .05F, labelShare = .05F,
                composerShare = .2F, yearShare = .15F, durationShare = .05F, soundShare = 1;
constexpr float yearSpread = 5, durationSpread = .35F;

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

float gaussian(float distance, float spread)
{
    const float z = distance / spread;
    return z > 5 || z < -5 ? 0 : std::exp(-.5F * z * z);
}

/// exp(-.5 (years / spread)^2) for whole years.
struct YearTable {
    std::array<float, 64> values{};
    YearTable()
    {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = gaussian(static_cast<float>(i), yearSpread);
    }
    float operator()(int a, int b) const
    {
        const auto d = static_cast<std::size_t>(std::abs(a - b));
        return d < values.size() ? values[d] : 0;
    }
};
const YearTable yearTable;

/// Rows z-scored over the tracks that have sound, then scaled to length 1.
std::vector<float> unitSound(const Catalogue& catalogue)
{
    const std::size_t n = catalogue.size(), d = catalogue.soundDim;
    std::vector<float> out(catalogue.sound);
    for (auto& value : out) {
        if (!std::isfinite(value))
            value = 0;
    }
    for (std::size_t column = 0; column < d; ++column) {
        double sum = 0, squares = 0, rows = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (catalogue.hasSound[i] == 0)
                continue;
            const auto x = static_cast<double>(out[i * d + column]);
            sum += x;
            squares += x * x;
            ++rows;
        }
        const double mean = rows > 0 ? sum / rows : 0;
        const double variance = rows > 0 ? squares / rows - mean * mean : 0;
        const double scale = variance > 1e-12 * (1 + mean * mean) ? 1 / std::sqrt(variance) : 0;
        for (std::size_t i = 0; i < n; ++i) {
            auto& x = out[i * d + column];
            x = catalogue.hasSound[i] != 0
                ? static_cast<float>((static_cast<double>(x) - mean) * scale)
                : 0;
        }
    }
    Eigen::Map<RowMatrix> rows(
        out.data(), static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(d));
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        const float length = rows.row(i).norm();
        if (length > 1e-6F)
            rows.row(i) /= length;
        else
            rows.row(i).setZero();
    }
    return out;
}

} // namespace

ContentIndex::ContentIndex(std::shared_ptr<const Catalogue> catalogue)
    : catalogue_(std::move(catalogue))
{
    const auto& c = *catalogue_;
    const std::size_t n = c.size();
    genreWeight_.assign(static_cast<std::size_t>(c.genreCount()), 0);
    for (const auto genre : c.genre) {
        if (genre >= 0)
            ++genreWeight_[static_cast<std::size_t>(genre)];
    }
    for (auto& weight : genreWeight_)
        weight = std::log(1 + static_cast<float>(n) / std::max(weight, 1.F));
    genreNorm_.assign(n, 0);
    logDuration_.assign(n, 0);
    norm_.assign(n, 0);
    if (c.soundDim > 0 && !c.soundIsUnit)
        sound_ = unitSound(c);
    for (std::size_t i = 0; i < n; ++i) {
        float squares = 0;
        for (const auto genre : c.genresOf(static_cast<Item>(i))) {
            if (genre >= 0)
                squares += genreWeight_[static_cast<std::size_t>(genre)]
                    * genreWeight_[static_cast<std::size_t>(genre)];
        }
        genreNorm_[i] = std::sqrt(squares);
        logDuration_[i] = c.durationS[i] > 0 ? std::log2(c.durationS[i]) : 0;
        const auto has = [](bool known, float share) { return known ? share : 0.F; };
        norm_[i] = std::sqrt(has(squares > 0, genreShare) + has(c.artist[i] >= 0, artistShare)
            + has(c.albumArtist[i] >= 0, albumArtistShare) + has(c.label[i] >= 0, labelShare)
            + has(c.composer[i] >= 0, composerShare) + has(c.year[i] != 0, yearShare)
            + has(c.durationS[i] > 0, durationShare) + has(c.hasSound[i] != 0, soundShare));
    }
}

const float* ContentIndex::soundRows() const
{
    return catalogue_->soundIsUnit ? catalogue_->sound.data() : sound_.data();
}

std::vector<float> ContentIndex::genreSquares(std::size_t a) const
{
    std::vector<float> squares(genreWeight_.size(), 0);
    for (const auto genre : catalogue_->genresOf(static_cast<Item>(a))) {
        if (genre >= 0) {
            const float weight = genreWeight_[static_cast<std::size_t>(genre)];
            squares[static_cast<std::size_t>(genre)] = weight * weight;
        }
    }
    return squares;
}

float ContentIndex::genres(std::size_t a, std::size_t b, std::span<const float> squaresOfA) const
{
    if (!(genreNorm_[a] > 0) || !(genreNorm_[b] > 0))
        return 0;
    const auto& c = *catalogue_;
    float dot = 0;
    for (auto at = c.genreStart[b]; at < c.genreStart[b + 1]; ++at) {
        if (c.genre[at] >= 0)
            dot += squaresOfA[static_cast<std::size_t>(c.genre[at])];
    }
    return genreShare * dot / (genreNorm_[a] * genreNorm_[b]);
}

float ContentIndex::genres(std::size_t a, std::size_t b) const
{
    if (!(genreNorm_[a] > 0) || !(genreNorm_[b] > 0))
        return 0;
    float dot = 0;
    for (const auto g : catalogue_->genresOf(static_cast<Item>(b))) {
        for (const auto h : catalogue_->genresOf(static_cast<Item>(a))) {
            if (g >= 0 && g == h) {
                const float weight = genreWeight_[static_cast<std::size_t>(g)];
                dot += weight * weight;
            }
        }
    }
    return genreShare * dot / (genreNorm_[a] * genreNorm_[b]);
}

float ContentIndex::tags(std::size_t a, std::size_t b) const
{
    const auto& c = *catalogue_;
    const auto same
        = [a, b](const std::vector<std::int32_t>& ids) { return ids[a] >= 0 && ids[a] == ids[b]; };
    float sum = (same(c.artist) ? artistShare : 0.F)
        + (same(c.albumArtist) ? albumArtistShare : 0.F) + (same(c.label) ? labelShare : 0.F)
        + (same(c.composer) ? composerShare : 0.F);
    if (c.year[a] != 0 && c.year[b] != 0)
        sum += yearShare * yearTable(c.year[a], c.year[b]);
    if (c.durationS[a] > 0 && c.durationS[b] > 0)
        sum += durationShare * gaussian(logDuration_[a] - logDuration_[b], durationSpread);
    return sum;
}

double ContentIndex::similarity(Item a, Item b) const
{
    const auto& c = *catalogue_;
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    if (!(norm_[x] > 0) || !(norm_[y] > 0))
        return 0;
    float sum = genres(x, y) + tags(x, y);
    if (c.hasSound[x] != 0 && c.hasSound[y] != 0) {
        const auto d = static_cast<Eigen::Index>(c.soundDim);
        sum += soundShare
            * Eigen::Map<const Eigen::VectorXf>(soundRows() + x * c.soundDim, d)
                  .dot(Eigen::Map<const Eigen::VectorXf>(soundRows() + y * c.soundDim, d));
    }
    return static_cast<double>(sum / (norm_[x] * norm_[y]));
}

void ContentIndex::similarities(Item a, std::span<float> out) const
{
    const auto& c = *catalogue_;
    const auto x = static_cast<std::size_t>(a);
    const std::size_t n = std::min(out.size(), c.size());
    if (!(norm_[x] > 0)) {
        std::fill(out.begin(), out.end(), 0.F);
        return;
    }
    const auto squares = genreSquares(x);
    const bool sound = c.hasSound[x] != 0;
    Eigen::VectorXf dots;
    if (sound) {
        const auto d = static_cast<Eigen::Index>(c.soundDim);
        const Eigen::Map<const RowMatrix> rows(soundRows(), static_cast<Eigen::Index>(c.size()), d);
        dots = rows * Eigen::Map<const Eigen::VectorXf>(soundRows() + x * c.soundDim, d);
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (!(norm_[i] > 0)) {
            out[i] = 0;
            continue;
        }
        float sum = genres(x, i, squares) + tags(x, i);
        if (sound && c.hasSound[i] != 0)
            sum += soundShare * dots[static_cast<Eigen::Index>(i)];
        out[i] = sum / (norm_[x] * norm_[i]);
    }
}

} // namespace segue::reco
