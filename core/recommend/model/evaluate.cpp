#include "core/recommend/model/evaluate.h"

#include "core/base/random.h"
#include "core/recommend/model/evaluate_methods.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace segue::reco {

namespace {

constexpr std::size_t listLength = 20, poolLength = 200, recencyBest = 100;
constexpr std::int64_t dayS = 86400, heardRecently = 7200;

/// What the trials of one method add up to beside their ranks.
struct Lists {
    std::vector<std::uint8_t> shown; // of each track
    double novelty = 0, novelties = 0, diversity = 0, pairs = 0, serendipity = 0;
};

/// Low and high of the mean over resampled sessions; `value` of each trial.
std::pair<double, double> bootstrap(const std::vector<Trial>& trials,
    const std::function<double(std::size_t)>& value, int resamples, std::uint64_t seed)
{
    struct Sum {
        double total = 0, n = 0;
    };
    std::vector<Sum> sessions;
    std::int32_t last = -1;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        if (trials[i].session != last)
            sessions.emplace_back();
        last = trials[i].session;
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

double hit(const Trial& trial)
{
    return trial.rank >= 1 && trial.rank <= 20 ? 1 : 0;
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
        trials, [&trials](std::size_t i) { return hit(trials[i]); }, resamples, seed);
    return f;
}

/// The replay. `step` walks one session: predictions, then learning, then the play itself.
class Replay {
public:
    Replay(const ListenerTable& table, const EvaluateOptions& options)
        : table_(table)
        , options_(options)
        , model_(table.catalogue, {}, options.weights)
        , plays_(table.catalogue->size(), 0)
        , lastAt_(table.catalogue->size(), neverAt)
        , lists_(methodCount)
    {
        const auto part = [&](double share) {
            return static_cast<std::int32_t>(std::floor(share * table.sessions + 1e-9));
        };
        learnFrom_ = part(options.learnFrom);
        testFrom_ = part(options.testFrom);
        testTo_ = part(options.testTo);
        out_.tracks = table.catalogue->size();
        out_.plays = table.plays.size();
        out_.sessions = table.sessions;
        for (std::size_t m = 0; m < methodCount; ++m) {
            out_.methods.emplace_back().method = methodName(m);
            lists_[m].shown.assign(out_.tracks, 0);
        }
    }

    Evaluation run()
    {
        const auto& plays = table_.plays;
        for (std::size_t begin = 0; begin < plays.size();) {
            const auto session = plays[begin].session;
            auto end = begin;
            while (end < plays.size() && plays[end].session == session)
                ++end;
            if (session >= testTo_)
                break;
            step(begin, end, session);
            begin = end;
            if (options_.progress
                && !options_.progress(
                    static_cast<double>(begin) / static_cast<double>(plays.size()))) {
                out_.cancelled = true;
                break;
            }
        }
        finish();
        return std::move(out_);
    }

private:
    static constexpr std::int64_t neverAt = std::numeric_limits<std::int64_t>::min();

    void step(std::size_t begin, std::size_t end, std::int32_t session)
    {
        const bool tested = session >= testFrom_;
        const auto stride = std::max<std::size_t>(1, (end - begin) / 8);
        Context context;
        for (auto at = begin > 10 ? begin - 10 : 0; at < begin; ++at)
            context.before.push_back(table_.plays[at].item);
        for (auto at = begin; at < end; ++at) {
            const auto& play = table_.plays[at];
            const auto k = at - begin;
            const bool repeat = at > 0 && table_.plays[at - 1].item == play.item;
            context.now = play.at;
            // What happens between the last play's start and this one is not known: the prediction
            // is made at this start.
            if (tested && k == 0)
                startTrial(context, at, end);
            if (tested && k > 0 && k % stride == 0 && !repeat)
                trial(context, at);
            if (options_.learn && session >= learnFrom_ && !repeat)
                model_.learn(context, play.item, 1, options_.seed + at, workspace_);
            Play follow;
            follow.item = play.item;
            follow.at = play.at;
            follow.session = session;
            model_.observe(follow);
            context.session.push_back(play.item);
            auto& count = plays_[static_cast<std::size_t>(play.item)];
            ++count;
            ++total_;
            lastAt_[static_cast<std::size_t>(play.item)] = play.at;
        }
    }

    bool departs(const Context& context, const TablePlay& play) const
    {
        const auto& c = *table_.catalogue;
        const auto& recent = context.session; // the three plays before, of this session
        const auto artist = c.artist[static_cast<std::size_t>(play.item)];
        const auto used = std::min<std::size_t>(3, recent.size());
        for (std::size_t i = recent.size() - used; i < recent.size(); ++i) {
            if (artist >= 0 && c.artist[static_cast<std::size_t>(recent[i])] == artist)
                return false;
        }
        const auto last = lastAt_[static_cast<std::size_t>(play.item)];
        return last == neverAt || play.at - last > heardRecently;
    }

    void trial(const Context& context, std::size_t at)
    {
        const auto& play = table_.plays[at];
        const auto ranking
            = rankAll(*table_.catalogue, model_, context, options_.seed + at, workspace_);
        const bool departure = departs(context, play);
        const bool first = plays_[static_cast<std::size_t>(play.item)] == 0;
        const auto& recency = ranking[index(Term::recency) + 1];
        const auto recent = recency.top(recencyBest);
        for (std::size_t m = 0; m < methodCount; ++m) {
            const Trial one{play.session, ranking[m].rankOf(play.item)};
            auto& trials = out_.methods[m].trials;
            const auto add = [&](Cut cut) { trials[static_cast<std::size_t>(cut)].push_back(one); };
            add(Cut::all);
            add(first ? Cut::firstEver : Cut::repeats);
            if (departure)
                add(Cut::departures);
            if (play.chosen == 1)
                add(Cut::chosen);
            look(m, ranking[m].top(listLength));
            if (hit(one) > 0 && std::find(recent.begin(), recent.end(), play.item) == recent.end())
                ++lists_[m].serendipity;
        }
    }

    void look(std::size_t m, const std::vector<Item>& list)
    {
        auto& lists = lists_[m];
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto item = static_cast<std::size_t>(list[i]);
            lists.shown[item] = 1;
            lists.novelty
                -= std::log2((plays_[item] + 1) / (total_ + static_cast<double>(out_.tracks)));
            ++lists.novelties;
            for (std::size_t j = 0; j < i; ++j) {
                lists.diversity += 1 - listSimilarity(*table_.catalogue, nullptr, list[i], list[j]);
                ++lists.pairs;
            }
        }
    }

    void startTrial(const Context& context, std::size_t at, std::size_t sessionEnd)
    {
        const auto& plays = table_.plays;
        const auto ranking
            = rankAll(*table_.catalogue, model_, context, options_.seed + at, workspace_);
        auto dayEnd = at;
        while (dayEnd < plays.size() && plays[dayEnd].at - plays[at].at < dayS)
            ++dayEnd;
        for (std::size_t m = 0; m < methodCount; ++m) {
            auto& method = out_.methods[m];
            method.trials[static_cast<std::size_t>(Cut::sessionStart)].push_back(
                {plays[at].session, ranking[m].rankOf(plays[at].item)});
            std::vector<Candidate> candidates;
            const auto best = ranking[m].top(poolLength);
            for (std::size_t i = 0; i < best.size(); ++i)
                candidates.push_back({best[i], ranking[m].scoreOf(best[i], i)});
            RerankOptions options;
            options.length = listLength;
            options.isBlocked = [&](Item item) {
                const auto last = lastAt_[static_cast<std::size_t>(item)];
                return last != neverAt && context.now - last < heardRecently;
            };
            std::vector<std::uint8_t> on(out_.tracks, 0);
            for (const auto row : rerank(*table_.catalogue, candidates, options))
                on[static_cast<std::size_t>(candidates[row].item)] = 1;
            const auto followed = [&](std::size_t end) {
                return std::any_of(plays.begin() + static_cast<std::ptrdiff_t>(at),
                    plays.begin() + static_cast<std::ptrdiff_t>(end), [&on](const TablePlay& p) {
                        return on[static_cast<std::size_t>(p.item)] != 0;
                    });
            };
            method.pageSession.push_back(followed(sessionEnd) ? 1 : 0);
            method.pageDay.push_back(followed(std::max(dayEnd, at + 1)) ? 1 : 0);
        }
    }

    void finish()
    {
        const auto mean = [](const std::vector<std::uint8_t>& values) {
            const auto sum = std::count(values.begin(), values.end(), 1);
            return values.empty() ? 0
                                  : static_cast<double>(sum) / static_cast<double>(values.size());
        };
        for (std::size_t m = 0; m < methodCount; ++m) {
            auto& method = out_.methods[m];
            const auto& lists = lists_[m];
            for (std::size_t c = 0; c < cutCount; ++c)
                method.figures[c] = figuresOf(method.trials[c], options_.bootstrap, options_.seed);
            method.pages = method.pageSession.size();
            method.pageSessionRate = mean(method.pageSession);
            method.pageDayRate = mean(method.pageDay);
            const auto trials = static_cast<double>(method.trials[0].size());
            method.coverage = mean(lists.shown);
            method.novelty = lists.novelties > 0 ? lists.novelty / lists.novelties : 0;
            method.diversity = lists.pairs > 0 ? lists.diversity / lists.pairs : 0;
            method.serendipity = trials > 0 ? lists.serendipity / trials : 0;
        }
        out_.weights = model_.weights();
    }

    const ListenerTable& table_;
    const EvaluateOptions& options_;
    Recommender model_;
    Workspace workspace_;
    std::vector<double> plays_; // of each track so far
    std::vector<std::int64_t> lastAt_;
    double total_ = 0;
    std::vector<Lists> lists_;
    std::int32_t learnFrom_ = 0, testFrom_ = 0, testTo_ = 0;
    Evaluation out_;
};

} // namespace

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

Evaluation evaluate(const ListenerTable& table, const EvaluateOptions& options)
{
    return Replay(table, options).run();
}

PairedDifference compare(
    const MethodResult& a, const MethodResult& b, Cut cut, int resamples, std::uint64_t seed)
{
    const auto& x = a.trials[static_cast<std::size_t>(cut)];
    const auto& y = b.trials[static_cast<std::size_t>(cut)];
    if (x.empty() || x.size() != y.size())
        return {};
    const auto value = [&x, &y](std::size_t i) { return hit(x[i]) - hit(y[i]); };
    PairedDifference out;
    for (std::size_t i = 0; i < x.size(); ++i)
        out.difference += value(i) / static_cast<double>(x.size());
    std::tie(out.low, out.high) = bootstrap(x, value, resamples, seed);
    return out;
}

} // namespace segue::reco
