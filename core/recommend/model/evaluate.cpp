#include "core/recommend/model/evaluate.h"

#include "core/recommend/model/evaluate_figures.h"
#include "core/recommend/model/evaluate_methods.h"
#include "core/recommend/model/evaluate_rivals.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace segue::reco {

namespace {

constexpr std::size_t listLength = 20, poolLength = 200, recencyBest = 100;
constexpr std::int64_t dayS = 86400, heardRecently = 7200;

/// What the trials of one method add up to beside their ranks.
struct Lists {
    std::vector<std::uint8_t> shown; // of each track
    double novelty = 0, novelties = 0, diversity = 0, pairs = 0, serendipity = 0;
};

Evaluation methodsAlone()
{
    Evaluation out;
    for (std::size_t m = 0; m < methodCount; ++m)
        out.methods.emplace_back().method = methodName(m);
    return out;
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
        , out_(methodsAlone())
        , rivals_(options.rivals, out_.methods)
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
        lists_.resize(out_.methods.size());
        for (auto& lists : lists_)
            lists.shown.assign(out_.tracks, 0);
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
            if ((session >= learnFrom_ && !fitRivals(begin)) || !step(begin, end, session)) {
                out_.cancelled = true;
                break;
            }
            begin = end;
        }
        finish();
        return std::move(out_);
    }

private:
    static constexpr std::int64_t neverAt = std::numeric_limits<std::int64_t>::min();

    /// False when it was broken off.
    bool fitRivals(std::size_t end)
    {
        return rivals_.areReady() || rivals_.fit(std::span(table_.plays).first(end), [this, end] {
            return !options_.progress
                || options_.progress(
                    static_cast<double>(end) / static_cast<double>(table_.plays.size()));
        });
    }

    /// False when it was broken off.
    bool step(std::size_t begin, std::size_t end, std::int32_t session)
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
            const bool follow = play.outcome == Outcome::follow;
            context.now = play.at;
            context.offsetMinutes = play.offsetMinutes;
            rateUntil(play.at);
            // What happens between the last play's start and this one is not known: the prediction
            // is made at this start.
            if (tested && follow && k == 0)
                startTrial(context, at, end);
            if (tested && follow && k > 0 && k % stride == 0 && !repeat)
                trial(context, at);
            if (options_.learn && follow && session >= learnFrom_ && !repeat)
                model_.learn(context, play.item, static_cast<double>(play.weight), workspace_);
            observe(play, context);
            if (options_.progress
                && !options_.progress(
                    static_cast<double>(at + 1) / static_cast<double>(table_.plays.size())))
                return false;
        }
        return true;
    }

    void observe(const TablePlay& play, Context& context)
    {
        Play event;
        event.item = play.item;
        event.at = play.at;
        event.offsetMinutes = play.offsetMinutes;
        event.session = play.session;
        event.outcome = play.outcome;
        event.weight = play.weight;
        event.shuffled = play.shuffled;
        model_.observe(event);
        if (play.outcome != Outcome::follow)
            return;
        if (rivals_.areReady())
            rivals_.observe(play);
        context.session.push_back(play.item);
        ++plays_[static_cast<std::size_t>(play.item)];
        ++total_;
        lastAt_[static_cast<std::size_t>(play.item)] = play.at;
    }

    void rateUntil(std::int64_t now)
    {
        for (; rated_ < table_.ratings.size() && table_.ratings[rated_].at <= now; ++rated_)
            model_.rate(table_.ratings[rated_]);
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

    /// The channels, the blend and the rivals, as out_.methods has them.
    std::vector<Ranking> rankMethods(const Context& context, std::size_t at)
    {
        auto channels = rankAll(*table_.catalogue, model_, context, options_.seed + at, workspace_);
        std::vector<Ranking> all(
            std::make_move_iterator(channels.begin()), std::make_move_iterator(channels.end()));
        all.resize(out_.methods.size());
        rivals_.rank(context, out_.tracks, all);
        return all;
    }

    void trial(const Context& context, std::size_t at)
    {
        const auto& play = table_.plays[at];
        const auto ranking = rankMethods(context, at);
        const bool departure = departs(context, play);
        const bool first = plays_[static_cast<std::size_t>(play.item)] == 0;
        const auto& recency = ranking[index(Term::recency) + 1];
        const auto recent = recency.top(recencyBest);
        for (std::size_t m = 0; m < ranking.size(); ++m) {
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
        const auto ranking = rankMethods(context, at);
        auto dayEnd = at;
        while (dayEnd < plays.size() && plays[dayEnd].at - plays[at].at < dayS)
            ++dayEnd;
        for (std::size_t m = 0; m < ranking.size(); ++m) {
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
                        return p.outcome == Outcome::follow
                            && on[static_cast<std::size_t>(p.item)] != 0;
                    });
            };
            method.pageSession.push_back(followed(sessionEnd) ? 1 : 0);
            method.pageDay.push_back(followed(std::max(dayEnd, at + 1)) ? 1 : 0);
        }
    }

    void finish()
    {
        for (std::size_t m = 0; m < out_.methods.size(); ++m) {
            auto& method = out_.methods[m];
            const auto& lists = lists_[m];
            const auto trials = static_cast<double>(method.trials[0].size());
            const auto shown = std::count(lists.shown.begin(), lists.shown.end(), 1);
            method.coverage = out_.tracks > 0
                ? static_cast<double>(shown) / static_cast<double>(out_.tracks)
                : 0;
            method.novelty = lists.novelties > 0 ? lists.novelty / lists.novelties : 0;
            method.diversity = lists.pairs > 0 ? lists.diversity / lists.pairs : 0;
            method.serendipity = trials > 0 ? lists.serendipity / trials : 0;
            if (method.method == "ratings" && table_.ratings.empty()) {
                method.trials = {}; // it has nothing to go by, which is no miss
                method.pageSession.clear();
                method.pageDay.clear();
            }
        }
        takeFigures(out_, options_.bootstrap, options_.seed);
        out_.weights = model_.weights();
    }

    const ListenerTable& table_;
    const EvaluateOptions& options_;
    Recommender model_;
    Workspace workspace_;
    std::vector<double> plays_; // of each track so far
    std::vector<std::int64_t> lastAt_;
    double total_ = 0;
    std::size_t rated_ = 0; // of the ratings
    std::vector<Lists> lists_;
    std::int32_t learnFrom_ = 0, testFrom_ = 0, testTo_ = 0;
    Evaluation out_;
    Rivals rivals_; // after out_, which it adds to
};

} // namespace

Evaluation evaluate(const ListenerTable& table, const EvaluateOptions& options)
{
    return Replay(table, options).run();
}

} // namespace segue::reco
