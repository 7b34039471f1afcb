#pragma once

#include "core/recommend/model/blend.h"
#include "core/recommend/model/listener_table.h"
#include "core/recommend/model/session_model.h"
#include "core/recommend/model/terms.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace segue::reco {

/// RECOMMENDER 7: one listener's history replayed in time order, the next track predicted from all
/// tracks.
struct EvaluateOptions {
    double learnFrom = .8; ///< blend learning begins at floor(learnFrom x sessions)
    double testFrom = .9, testTo = 1; ///< sessions floor(from x N) .. floor(to x N) - 1 are tested
    bool learn = true;
    BlendWeights weights = BlendWeights::start();
    std::uint64_t seed = 1;
    /// Models that are asked beside the channels; made by session_rivals.h. They learn from the
    /// sessions before `learnFrom`, then play by play.
    std::vector<std::shared_ptr<SessionModel>> rivals;
    int bootstrap = 1000; ///< resamples of whole sessions for the intervals; 0: none
    std::function<bool(double)>
        progress; ///< 0..1; false cancels (what was tested so far is reported)
};

/// One prediction of one method.
struct Trial {
    std::int32_t session;
    std::int32_t rank; ///< of the track that was played, 1 = first; 0 = not ranked
};

/// Means over trials. HR@20: rank <= 20; MRR@20: 1 / rank; NDCG@20: 1 / log2(rank + 1).
struct RankFigures {
    std::size_t n = 0;
    double hr20 = 0, hr20Low = 0, hr20High = 0, mrr20 = 0, ndcg20 = 0;
};

enum class Cut : std::uint8_t { all, repeats, firstEver, departures, chosen, sessionStart };
constexpr std::size_t cutCount = 6;
std::string_view cutName(Cut cut);

struct MethodResult {
    std::string method; ///< random, count, …, sticky, blend
    /// The same order in every method; none of `ratings` where nothing was rated.
    std::array<std::vector<Trial>, cutCount> trials;
    std::array<RankFigures, cutCount> figures;
    /// RECOMMENDER 6's reranked list of 20 at session start: share of sessions with a hit in them,
    /// within 24 h.
    std::size_t pages = 0;
    std::vector<std::uint8_t> pageSession, pageDay;
    double pageSessionRate = 0, pageDayRate = 0;
    /// Over the lists of 20: share of the library shown; mean -log2 of a track's share of the plays
    /// before the tests; mean 1 - list similarity of pairs; share of hits outside recency's best
    /// 100 over all trials.
    double coverage = 0, novelty = 0, diversity = 0, serendipity = 0;
};

/// HR@20 (or the page's rate) of the blend minus that of the best other method on the same trials,
/// with the 95 % interval of a bootstrap by session. The rule is picked on these trials, in its own
/// favour.
struct Comparison {
    std::string cut; ///< as cutName(); page_session, page_day
    std::string rule;
    std::size_t n = 0;
    double difference = 0, low = 0, high = 0;
};

struct Evaluation {
    std::size_t tracks = 0, plays = 0;
    std::int32_t sessions = 0;
    int tenths = 1; ///< of the sessions that were tested: the last so many
    std::vector<MethodResult> methods;
    std::vector<Comparison> compared; ///< all, departures, first_ever, page_session, page_day
    BlendWeights weights; ///< as learned at the end
    bool cancelled = false;
    const MethodResult* find(std::string_view method) const;
};

Evaluation evaluate(const ListenerTable& table, const EvaluateOptions& options = {});

constexpr int mostTenths = 8;
/// The last `tenths` (1..8) of the sessions, each tested by a replay of its own whose blend starts
/// anew and learns from the tenth before, as in evaluate(), and their trials taken together: the
/// last tenth of one listener is a few dozen sessions, too few to tell methods apart on pages.
/// `optionsOf` is asked for each replay's options (rivals are to be new ones), whose tenths are set
/// here. Coverage, novelty, diversity and serendipity are means over the tenths; the weights are
/// the last one's.
Evaluation evaluateTenths(
    const ListenerTable& table, int tenths, const std::function<EvaluateOptions()>& optionsOf);

/// HR@20 of a minus b on the same trials, with the 95 % interval of a bootstrap by session.
struct PairedDifference {
    double difference = 0, low = 0, high = 0;
};
PairedDifference compare(
    const MethodResult& a, const MethodResult& b, Cut cut, int resamples, std::uint64_t seed);

} // namespace segue::reco
