#include "core/recommend/model/skip_model.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double meanStep = .3;

} // namespace

std::array<double, SkipModel::features> SkipModel::read(bool newSession, bool shuffled) const
{
    const double run = newSession ? 0 : run_, share = newSession ? 0 : share_,
                 place = newSession ? 0 : place_;
    return {1, share, run > 0 ? 1. : 0., std::min(run, 5.) / 5, std::log1p(place) / 4,
        shuffled ? 1. : 0.};
}

double SkipModel::raw(const std::array<double, features>& x) const
{
    double z = 0;
    for (std::size_t i = 0; i < features; ++i)
        z += weights_[i] * x[i];
    return 1 / (1 + std::exp(-std::clamp(z, -30., 30.)));
}

double SkipModel::probability(bool newSession, bool shuffled) const
{
    return skips_ < fewest ? 0 : raw(read(newSession, shuffled));
}

void SkipModel::observe(bool newSession, bool shuffled, bool skipped)
{
    const auto x = read(newSession, shuffled);
    const double step = std::max(.02, .3 / std::sqrt(1 + seen_)),
                 error = (skipped ? 1. : 0.) - raw(x);
    for (std::size_t i = 0; i < features; ++i)
        weights_[i] = std::clamp(weights_[i] + step * (error * x[i] - 1e-4 * weights_[i]), -6., 6.);
    if (newSession)
        run_ = share_ = place_ = 0;
    run_ = skipped ? run_ + 1 : 0;
    share_ += meanStep * ((skipped ? 1. : 0.) - share_);
    ++place_;
    ++seen_;
    skips_ += skipped ? 1 : 0;
}

} // namespace segue::reco
