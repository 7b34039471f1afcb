#include "core/recommend/model/evaluate_figures.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

namespace segue::reco {

namespace {

/// Low and high of the mean over resampled sessions of `value(i)`, trial i being of session
/// `sessionOf(i)`; a session's trials lie together.
std::pair<double, double> bootstrap(std::size_t trials,
    const std::function<std::int32_t(std::size_t)>& sessionOf,
    const std::function<double(std::size_t)>& value, int resamples, std::uint64_t seed)
{
    struct Sum {
        double total = 0, n = 0;
    };
    std::vector<Sum> sessions;
    for (std::size_t i = 0; i < trials; ++i) {
        if (i == 0 || sessionOf(i) != sessionOf(i - 1))
            sessions.emplace_back();
        sessions.back().total += value(i);
        ++sessions.back().n;
    }
    if (sessions.empty() || resamples <= 0)
        return {0, 0};
    Random random(seed);
    std::vector<double> means;
    for (int r = 0; r < resamples; ++r) {
        Sum all;
        for (std::size_t i = 0; i < sessions.size(); ++i) {
            const auto& one = sessions[random.below(sessions.size())];
            all.total += one.total;
            all.n += one.n;
        }
        means.push_back(all.total / all.n);
    }
    std::sort(means.begin(), means.end());
    const auto at = [&means](double share) {
        return means[static_cast<std::size_t>(share * static_cast<double>(means.size() - 1))];
    };
    return {at(.025), at(.975)};
}

const std::vector<Trial>& trialsOf(const MethodResult& method, Cut cut)
{
    return method.trials[static_cast<std::size_t>(cut)];
}

/// The method with the highest rate, the blend apart; null without any.
const MethodResult* bestRule(
    const Evaluation& evaluation, const std::function<double(const MethodResult&)>& rate)
{
    const MethodResult* best = nullptr;
    for (const auto& method : evaluation.methods) {
        if (method.method != "blend" && (!best || rate(method) > rate(*best)))
            best = &method;
    }
    return best;
}

} // namespace

double hit(const Trial& trial)
{
    return trial.rank >= 1 && trial.rank <= 20 ? 1 : 0;
}

std::string_view cutName(Cut cut)
{
    constexpr std::array<std::string_view, cutCount> names{
        "all", "repeats", "first_ever", "departures", "chosen", "session_start"};
    return names[static_cast<std::size_t>(cut)];
}

const MethodResult* Evaluation::find(std::string_view method) const
{
    const auto at = std::find_if(methods.begin(), methods.end(),
        [method](const MethodResult& m) { return m.method == method; });
    return at == methods.end() ? nullptr : &*at;
}

RankFigures figuresOf(const std::vector<Trial>& trials, int resamples, std::uint64_t seed)
{
    RankFigures f;
    f.n = trials.size();
    if (trials.empty())
        return f;
    for (const auto& trial : trials) {
        if (hit(trial) > 0) {
            f.hr20 += 1;
            f.mrr20 += 1. / trial.rank;
            f.ndcg20 += 1 / std::log2(trial.rank + 1.);
        }
    }
    const auto n = static_cast<double>(f.n);
    f.hr20 /= n;
    f.mrr20 /= n;
    f.ndcg20 /= n;
    std::tie(f.hr20Low, f.hr20High) = bootstrap(
        trials.size(), [&trials](std::size_t i) { return trials[i].session; },
        [&trials](std::size_t i) { return hit(trials[i]); }, resamples, seed);
    return f;
}

PairedDifference compare(
    const MethodResult& a, const MethodResult& b, Cut cut, int resamples, std::uint64_t seed)
{
    const auto &x = trialsOf(a, cut), &y = trialsOf(b, cut);
    if (x.empty() || x.size() != y.size())
        return {};
    const auto value = [&x, &y](std::size_t i) { return hit(x[i]) - hit(y[i]); };
    PairedDifference out;
    for (std::size_t i = 0; i < x.size(); ++i)
        out.difference += value(i) / static_cast<double>(x.size());
    std::tie(out.low, out.high) = bootstrap(
        x.size(), [&x](std::size_t i) { return x[i].session; }, value, resamples, seed);
    return out;
}

void takeFigures(Evaluation& evaluation, int resamples, std::uint64_t seed)
{
    const auto mean = [](const std::vector<std::uint8_t>& values) {
        const auto sum = std::count(values.begin(), values.end(), 1);
        return values.empty() ? 0 : static_cast<double>(sum) / static_cast<double>(values.size());
    };
    for (auto& method : evaluation.methods) {
        for (std::size_t cut = 0; cut < cutCount; ++cut)
            method.figures[cut] = figuresOf(method.trials[cut], resamples, seed);
        method.pages = method.pageSession.size();
        method.pageSessionRate = mean(method.pageSession);
        method.pageDayRate = mean(method.pageDay);
    }
    evaluation.compared = comparisons(evaluation, resamples, seed);
}

std::vector<Comparison> comparisons(const Evaluation& evaluation, int resamples, std::uint64_t seed)
{
    std::vector<Comparison> out;
    const auto* blend = evaluation.find("blend");
    if (!blend)
        return out;
    for (const auto cut : {Cut::all, Cut::departures, Cut::firstEver}) {
        const auto* rule = bestRule(evaluation,
            [cut](const MethodResult& m) { return m.figures[static_cast<std::size_t>(cut)].hr20; });
        if (!rule || trialsOf(*blend, cut).empty())
            continue;
        const auto d = compare(*blend, *rule, cut, resamples, seed);
        out.push_back({std::string(cutName(cut)), rule->method, trialsOf(*blend, cut).size(),
            d.difference, d.low, d.high});
    }
    // A session has one page.
    using Hits = std::vector<std::uint8_t> MethodResult::*;
    for (const auto& [name, hits] :
        {std::pair<const char*, Hits>{"page_session", &MethodResult::pageSession},
            std::pair<const char*, Hits>{"page_day", &MethodResult::pageDay}}) {
        const auto rate = [hits = hits](const MethodResult& m) {
            return static_cast<double>(std::count((m.*hits).begin(), (m.*hits).end(), 1));
        };
        const auto* rule = bestRule(evaluation, rate);
        const auto n = (blend->*hits).size();
        if (!rule || n == 0)
            continue;
        const auto value = [&, hits = hits](std::size_t i) {
            return static_cast<double>((blend->*hits)[i]) - static_cast<double>((rule->*hits)[i]);
        };
        Comparison one{
            name, rule->method, n, (rate(*blend) - rate(*rule)) / static_cast<double>(n), 0, 0};
        std::tie(one.low, one.high) = bootstrap(
            n, [](std::size_t i) { return static_cast<std::int32_t>(i); }, value, resamples, seed);
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace segue::reco
