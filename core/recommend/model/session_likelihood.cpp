#include "core/recommend/model/session_likelihood.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double artistPart = .6, genrePart = .3, anyPart = .1;
constexpr std::size_t warmUp = 20;

/// Follows by artist and genre, and how many tracks each has.
class Shares {
public:
    explicit Shares(const Catalogue& catalogue)
        : catalogue_(catalogue)
        , artistFollows_(static_cast<std::size_t>(catalogue.artistCount()), 0)
        , genreFollows_(static_cast<std::size_t>(catalogue.genreCount()), 0)
        , genreTracks_(static_cast<std::size_t>(catalogue.genreCount()), 0)
    {
        for (std::size_t i = 0; i < catalogue.size(); ++i)
            spread(static_cast<Item>(i), genreTracks_, 1);
    }

    double probability(Item item) const
    {
        const auto artist = catalogue_.artist[static_cast<std::size_t>(item)];
        double p = anyPart / static_cast<double>(catalogue_.size());
        if (follows_ <= 0)
            return p;
        if (artist >= 0) {
            p += artistPart * artistFollows_[static_cast<std::size_t>(artist)] / follows_
                / static_cast<double>(catalogue_.artistTracks(artist).size());
        }
        const auto genres = catalogue_.genresOf(item);
        for (const auto genre : genres) {
            const auto g = static_cast<std::size_t>(genre);
            p += genrePart * genreFollows_[g] / follows_ / std::max(genreTracks_[g], 1.)
                / static_cast<double>(genres.size());
        }
        return p;
    }

    void add(Item item)
    {
        if (const auto artist = catalogue_.artist[static_cast<std::size_t>(item)]; artist >= 0)
            ++artistFollows_[static_cast<std::size_t>(artist)];
        spread(item, genreFollows_, 1);
        ++follows_;
    }

private:
    void spread(Item item, std::vector<double>& of, double weight) const
    {
        const auto genres = catalogue_.genresOf(item);
        for (const auto genre : genres) {
            if (genre >= 0)
                of[static_cast<std::size_t>(genre)] += weight / static_cast<double>(genres.size());
        }
    }

    const Catalogue& catalogue_;
    std::vector<double> artistFollows_, genreFollows_, genreTracks_;
    double follows_ = 0;
};

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

std::vector<SessionLikelihood> sessionLikelihoods(
    const Catalogue& catalogue, std::span<const Play> plays)
{
    std::vector<SessionLikelihood> sessions;
    if (catalogue.size() == 0)
        return sessions;
    Shares shares(catalogue);
    std::vector<Item> follows; // of the session at hand: it is judged as a whole by what was before
    const auto close = [&] {
        for (const Item item : follows)
            shares.add(item);
        follows.clear();
        if (!sessions.empty())
            sessions.back().meanLog2 /= std::max(sessions.back().plays, 1);
    };
    for (const Play& play : plays) {
        if (play.source == Source::imported || play.outcome == Outcome::none || play.item < 0
            || static_cast<std::size_t>(play.item) >= catalogue.size())
            continue;
        if (sessions.empty() || sessions.back().session != play.session) {
            close();
            sessions.push_back({play.session, play.at, play.at, 0, 0});
        }
        SessionLikelihood& session = sessions.back();
        session.lastAt = std::max(session.lastAt, play.at);
        ++session.plays;
        session.meanLog2 += std::log2(shares.probability(play.item));
        if (play.outcome == Outcome::follow)
            follows.push_back(play.item);
    }
    close();
    return sessions;
}

bool isLastUnusual(std::span<const SessionLikelihood> sessions, const UnusualOptions& options)
{
    if (sessions.empty() || sessions.back().plays < options.fewestPlays)
        return false;
    std::vector<double> others;
    for (std::size_t i = std::min(warmUp, sessions.size()); i + 1 < sessions.size(); ++i) {
        if (sessions[i].plays >= options.fewestPlays)
            others.push_back(sessions[i].meanLog2);
    }
    if (others.size() < options.fewestSessions)
        return false;
    const double own = sessions.back().meanLog2;
    const auto lower
        = std::count_if(others.begin(), others.end(), [own](double value) { return value <= own; });
    if (static_cast<double>(lower) > .02 * static_cast<double>(others.size()))
        return false;
    const double median = medianOf(others);
    std::vector<double> deviations;
    for (const double value : others)
        deviations.push_back(std::abs(value - median));
    return own < median - 3 * std::max(1.4826 * medianOf(deviations), .5);
}

} // namespace segue::reco
