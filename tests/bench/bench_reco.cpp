// The recommender's models, evaluated and timed:
//   bench_reco --history FILE.tsv [--learn-from X] [--test-from X] [--test-to X] [--no-learning]
//   [--chance-ties] [--weights] [--json] bench_reco --times [--tracks N] [--plays N] [--json]
//   [--check]
#include "core/base/random.h"
#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/recommender.h"
#include "tests/bench/bench_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

using namespace segue::reco;

namespace {

std::string readFile(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::cerr << "bench_reco: cannot read " << path << "\n";
        std::exit(1);
    }
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Options by name; flags have an empty value.
std::map<std::string, std::string> optionsOf(int argc, char** argv)
{
    std::map<std::string, std::string> options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const bool hasValue = i + 1 < argc && std::string(argv[i + 1]).rfind("--", 0) != 0;
        options[name] = hasValue ? argv[++i] : "";
    }
    return options;
}

void printText(const Evaluation& e)
{
    std::printf("%zu tracks, %zu plays, %d sessions\n", e.tracks, e.plays, e.sessions);
    std::printf("%-12s %5s  %-22s %-6s %-6s", "method", "n", "HR@20 [95 %]", "MRR", "NDCG");
    for (std::size_t c = 1; c < cutCount; ++c)
        std::printf(" %13s", std::string(cutName(static_cast<Cut>(c))).c_str());
    std::printf("   page: session, day   cover novel diver seren\n");
    for (const auto& m : e.methods) {
        const auto& f = m.figures[0];
        std::printf("%-12s %5zu  %.3f [%.3f, %.3f]  %.3f  %.3f", m.method.c_str(), f.n, f.hr20,
            f.hr20Low, f.hr20High, f.mrr20, f.ndcg20);
        for (std::size_t c = 1; c < cutCount; ++c)
            std::printf("  %.3f (n %3zu)", m.figures[c].hr20, m.figures[c].n);
        std::printf("  %.3f %.3f (n %zu)  %.2f %.2f %.2f %.2f\n", m.pageSessionRate, m.pageDayRate,
            m.pages, m.coverage, m.novelty, m.diversity, m.serendipity);
    }
    const auto* blend = e.find("blend");
    for (const auto cut : {Cut::all, Cut::departures, Cut::firstEver}) {
        const MethodResult* best = nullptr;
        const auto c = static_cast<std::size_t>(cut);
        for (const auto& m : e.methods) {
            if (&m != blend && (!best || m.figures[c].hr20 > best->figures[c].hr20))
                best = &m;
        }
        const auto d = compare(*blend, *best, cut, 2000, 7);
        std::printf("%s: blend minus %s %+.3f [%+.3f, %+.3f]\n", std::string(cutName(cut)).c_str(),
            best->method.c_str(), d.difference, d.low, d.high);
    }
}

void printJson(const Evaluation& e)
{
    const auto figures = [](const RankFigures& f) {
        std::printf("\"n\": %zu, \"hr20\": %.6f, \"hr20_low\": %.6f, \"hr20_high\": %.6f, "
                    "\"mrr20\": %.6f, \"ndcg20\": %.6f",
            f.n, f.hr20, f.hr20Low, f.hr20High, f.mrr20, f.ndcg20);
    };
    std::printf("{\"methods\": [");
    for (std::size_t m = 0; m < e.methods.size(); ++m) {
        const auto& method = e.methods[m];
        std::printf("%s{\"method\": \"%s\", ", m > 0 ? ",\n" : "", method.method.c_str());
        figures(method.figures[0]);
        for (std::size_t c = 1; c < cutCount; ++c) {
            std::printf(", \"%s\": {", std::string(cutName(static_cast<Cut>(c))).c_str());
            figures(method.figures[c]);
            std::printf("}");
        }
        std::printf(", \"page\": {\"n\": %zu, \"session\": %.6f, \"day\": %.6f}, \"coverage\": "
                    "%.6f, \"novelty\": %.6f, "
                    "\"diversity\": %.6f, \"serendipity\": %.6f}",
            method.pages, method.pageSessionRate, method.pageDayRate, method.coverage,
            method.novelty, method.diversity, method.serendipity);
    }
    std::printf("]}\n");
}

int history(const std::map<std::string, std::string>& given)
{
    EvaluateOptions options;
    const auto share = [&given](const char* name, double fallback) {
        const auto at = given.find(name);
        return at == given.end() ? fallback : std::atof(at->second.c_str());
    };
    options.learnFrom = share("--learn-from", options.learnFrom);
    options.testFrom = share("--test-from", options.testFrom);
    options.testTo = share("--test-to", options.testTo);
    options.learn = !given.contains("--no-learning");
    auto table = readListenerTable(readFile(given.at("--history")));
    if (given.contains("--chance-ties"))
        table = renumbered(table, 11);
    const auto result = evaluate(table, options);
    given.contains("--json") ? printJson(result) : printText(result);
    for (std::size_t t = 0; given.contains("--weights") && t < termCount; ++t) {
        std::printf("%-12s stay %6.2f leave %6.2f begin %6.2f\n",
            std::string(termName(termAt(t))).c_str(), result.weights.stay[t],
            result.weights.leave[t], result.weights.begin[t]);
    }
    return 0;
}

/// A made library of albums of ten by artists of three albums, and sessions of mostly one artist.
std::shared_ptr<Catalogue> madeLibrary(std::size_t n)
{
    auto c = std::make_shared<Catalogue>(n);
    segue::Random random(1);
    c->genreStart.push_back(0);
    for (std::size_t i = 0; i < n; ++i) {
        c->artist[i] = static_cast<std::int32_t>(i / 30);
        c->album.push_back(static_cast<std::int32_t>(i / 10));
        c->discTrack.push_back(1001 + static_cast<std::int32_t>(i % 10));
        c->year.push_back(static_cast<std::int16_t>(1960 + i / 30 % 60));
        c->durationS.push_back(static_cast<float>(120 + random.below(240)));
        c->genre.push_back(static_cast<std::int32_t>(i / 30 % 40));
        c->genre.push_back(static_cast<std::int32_t>(40 + random.below(60)));
        c->genreStart.push_back(static_cast<std::uint32_t>(c->genre.size()));
    }
    c->complete();
    return c;
}

History madeHistory(std::size_t tracks, std::size_t plays)
{
    History history;
    segue::Random random(2);
    std::int64_t at = 1500000000;
    std::uint64_t item = 0;
    for (std::size_t i = 0; i < plays; ++i) {
        if (i % 15 == 0)
            at += 20000;
        item = random.below(5) > 0 ? (item + 1) % tracks
                                   : static_cast<std::uint64_t>(
                                       std::pow(random.uniform(), 3) * static_cast<double>(tracks));
        Play play;
        play.item = static_cast<Item>(item);
        play.at = at += 240;
        history.plays.push_back(play);
        if (i % 500 == 0)
            history.ratings.push_back(
                {.item = play.item, .halfStars = static_cast<int>(random.below(11)), .at = at});
    }
    return history;
}

int times(int argc, char** argv)
{
    using segue::bench::Stopwatch;
    std::vector<const char*> arguments;
    for (int i = 0; i < argc; ++i) {
        if (std::string(argv[i]) != "--times")
            arguments.push_back(argv[i]);
    }
    segue::bench::Report report("reco", static_cast<int>(arguments.size()), arguments.data());
    const auto tracks = static_cast<std::size_t>(report.option("tracks", 100000));
    const auto plays = static_cast<std::size_t>(report.option("plays", 100000));
    const auto library = madeLibrary(tracks);
    const auto past = madeHistory(tracks, plays);
    const Stopwatch build;
    Recommender model(library, past);
    report.add("rebuild", build.seconds(), "s", 3, "budget");

    Context context;
    context.now = past.plays.back().at + 300;
    for (std::size_t i = 10; i > 0; --i)
        context.session.push_back(past.plays[past.plays.size() - i].item);
    Workspace workspace;
    Scores scores;
    const Stopwatch cold;
    model.score(context, {}, workspace, scores);
    report.add("score all, cold", cold.seconds() * 1e3, "ms");
    constexpr int rounds = 10;
    double least = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const Stopwatch warm;
        model.score(context, {}, workspace, scores);
        least = std::min(least, warm.seconds() * 1e3);
    }
    report.add("score all, warm, least of 10", least, "ms", 30, "budget");
    const Stopwatch best;
    const auto top = bestRows(scores, 200);
    report.add("best 200", best.seconds() * 1e3, "ms");
    const Stopwatch full;
    Workspace fresh;
    model.learn(context, scores.items[top.front()], 1, fresh);
    report.add("learn, knowing of no scoring before", full.seconds() * 1e3, "ms");
    (void)model.shortlist(context, 100, workspace); // as a page does
    double learning = 0;
    for (int i = 0; i < rounds; ++i) {
        Play next;
        next.item = scores.items[top[static_cast<std::size_t>(i)]];
        next.at = context.now += 200;
        const Stopwatch learn;
        model.learn(context, next.item, 1, workspace);
        learning += learn.seconds();
        model.observe(next);
        context.session.push_back(next.item);
    }
    report.add("learn, mean of 10 plays after a page", learning * 1e3 / rounds, "ms", 1, "budget");
    Play play;
    play.at = context.now;
    const Stopwatch observe;
    for (int i = 0; i < 10000; ++i) {
        play.item = static_cast<Item>(static_cast<std::size_t>(i) * 37 % tracks);
        play.at += 200;
        model.observe(play);
    }
    report.add("observe", observe.seconds() * 1e6 / 10000, "us", 1000, "well below 1 ms");
    const Stopwatch rate;
    for (int i = 0; i < rounds; ++i)
        model.rate({.item = i * 11, .kind = RatingKind::love, .at = play.at});
    report.add("rate", rate.seconds() * 1e3 / rounds, "ms", 100, "budget with the page");
    return report.finish();
}

} // namespace

int main(int argc, char** argv)
{
    const auto given = optionsOf(argc, argv);
    if (given.contains("--history"))
        return history(given);
    if (given.contains("--times"))
        return times(argc, argv);
    std::cerr << "bench_reco: one of --history FILE, --times\n";
    return 2;
}
