// Evaluates the recommender's models on a listening history and times them on made data.
//   bench_reco --history FILE.tsv [--learn-from X] [--test-from X] [--test-to X] [--no-learning]
//   [--weights TEXT] [--json]
#include "core/recommend/model/evaluate.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
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

void printText(const Evaluation& e)
{
    std::printf("%zu tracks, %zu plays, %d sessions\n", e.tracks, e.plays, e.sessions);
    std::printf("%-12s %5s  %-22s %-6s %-6s", "method", "n", "HR@20 [95 %]", "MRR", "NDCG");
    for (std::size_t c = 1; c < cutCount; ++c)
        std::printf(" %13s", std::string(cutName(static_cast<Cut>(c))).c_str());
    std::printf("   page: session, day   cover novel diver seren\n");
    for (const auto& m : e.methods) {
        const auto& f = m.figures[0];
        if (f.n == 0 || m.method == "ratings" || m.method == "ials" || m.method == "rp3beta")
            continue;
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
        for (const auto& m : e.methods) {
            const auto c = static_cast<std::size_t>(cut);
            if (&m != blend && (!best || m.figures[c].hr20 > best->figures[c].hr20))
                best = &m;
        }
        const auto d = compare(*blend, *best, cut, 2000, 7);
        std::printf("%s: blend minus %s %+.3f [%+.3f, %+.3f]\n", std::string(cutName(cut)).c_str(),
            best->method.c_str(), d.difference, d.low, d.high);
    }
}

} // namespace

int main(int argc, char** argv)
{
    std::string history;
    EvaluateOptions options;
    bool weights = false, chanceTies = false;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
        if (arg == "--history")
            history = value();
        else if (arg == "--learn-from")
            options.learnFrom = std::atof(value().c_str());
        else if (arg == "--test-from")
            options.testFrom = std::atof(value().c_str());
        else if (arg == "--test-to")
            options.testTo = std::atof(value().c_str());
        else if (arg == "--no-learning")
            options.learn = false;
        else if (arg == "--chance-ties")
            chanceTies = true;
        else if (arg == "--weights")
            weights = true;
    }
    auto table = readListenerTable(readFile(history));
    if (chanceTies)
        table = renumbered(table, 11);
    const auto result = evaluate(table, options);
    printText(result);
    if (weights)
        for (std::size_t t = 0; t < termCount; ++t)
            std::printf("%-12s %6.2f %6.2f\n", std::string(termName(termAt(t))).c_str(),
                result.weights.stay[t], result.weights.leave[t]);
}
