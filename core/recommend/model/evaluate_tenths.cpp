#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/evaluate_figures.h"

#include <algorithm>

namespace segue::reco {

namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

/// The trials of `more` after those of `to`, and a `share` of its figures of lists.
void join(MethodResult& to, const MethodResult& more, double share)
{
    for (std::size_t cut = 0; cut < cutCount; ++cut)
        append(to.trials[cut], more.trials[cut]);
    append(to.pageSession, more.pageSession);
    append(to.pageDay, more.pageDay);
    to.coverage += share * more.coverage;
    to.novelty += share * more.novelty;
    to.diversity += share * more.diversity;
    to.serendipity += share * more.serendipity;
}

} // namespace

Evaluation evaluateTenths(
    const ListenerTable& table, int tenths, const std::function<EvaluateOptions()>& optionsOf)
{
    const int replays = std::clamp(tenths, 1, mostTenths);
    Evaluation out;
    int bootstrap = 0;
    std::uint64_t seed = 0;
    for (int replay = 0; replay < replays; ++replay) {
        auto options = optionsOf();
        options.testFrom = (10 - replays + replay) / 10.;
        options.testTo = options.testFrom + .1;
        options.learnFrom = options.testFrom - .1;
        bootstrap = options.bootstrap;
        seed = options.seed;
        options.bootstrap = 0; // once, of all
        if (options.progress)
            options.progress = [&, whole = options.progress](
                                   double share) { return whole((replay + share) / replays); };
        const auto one = evaluate(table, options);
        if (replay == 0) {
            out.tracks = one.tracks;
            out.plays = one.plays;
            out.sessions = one.sessions;
            for (const auto& method : one.methods)
                out.methods.emplace_back().method = method.method;
        }
        for (std::size_t m = 0; m < out.methods.size(); ++m)
            join(out.methods[m], one.methods[m], 1. / replays);
        out.weights = one.weights;
        out.cancelled = one.cancelled;
        if (out.cancelled)
            break;
    }
    out.tenths = replays;
    takeFigures(out, bootstrap, seed);
    return out;
}

} // namespace segue::reco
