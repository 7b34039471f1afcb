#pragma once

#include "core/recommend/model/ease.h"
#include "core/recommend/model/ials.h"
#include "core/recommend/model/item_graph.h"
#include "core/recommend/model/row_figures.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace segue::reco {

/// The models over several listeners (RECOMMENDER 4), and which of them to take.
enum class CollaborativeKind : std::uint8_t {
    popularity,
    itemKnn,
    itemKnnTfidf,
    itemKnnBm25,
    rp3beta,
    ease,
    ials,
};
constexpr std::array<CollaborativeKind, 7> collaborativeKinds{CollaborativeKind::popularity,
    CollaborativeKind::itemKnn, CollaborativeKind::itemKnnTfidf, CollaborativeKind::itemKnnBm25,
    CollaborativeKind::rp3beta, CollaborativeKind::ease, CollaborativeKind::ials};

/// The name in files and JSON: popularity, item_knn, item_knn_tfidf, item_knn_bm25, rp3beta, ease,
/// ials.
std::string_view collaborativeName(CollaborativeKind kind);
std::optional<CollaborativeKind> collaborativeFromName(std::string_view name);

/// Why a model cannot be fitted to this much data, in words; empty when it can: EASE needs n x n
/// floats.
std::string whyNot(CollaborativeKind kind, const Interactions& train);

/// A fitted model of any kind. Immutable; any thread.
class CollaborativeModel {
public:
    CollaborativeModel() = default; ///< empty: scores nothing
    /// With the constants of RECOMMENDER 8. A model that does not fit the data is empty.
    static CollaborativeModel fit(
        CollaborativeKind kind, const Interactions& train, const FitControl& control = {});

    CollaborativeKind kind() const { return kind_; }
    std::int32_t items() const { return items_; }
    bool empty() const { return items_ == 0; }
    /// Scores of all items for a listener who has `owned`, into out[0 .. items()), replacing what
    /// was there. Unknown items of `owned` are ignored; a size that is not items() does nothing.
    void score(std::span<const std::int32_t> owned, std::span<float> out) const;
    const Ials* ials() const { return std::get_if<Ials>(&model_); }

private:
    using Counts = std::vector<float>; // listeners of each item
    CollaborativeKind kind_ = CollaborativeKind::popularity;
    std::int32_t items_ = 0;
    std::variant<Counts, ItemGraph, Ease, Ials> model_;
};

struct ChooseOptions {
    std::optional<CollaborativeKind> forced; ///< no evaluation: this one
    std::size_t mostListeners = 20000; ///< that the trial is made on; more are thinned evenly
    std::size_t leastTested = 30; ///< with fewer listeners of five items there is no trial
    double easeOperations = 3e11; ///< EASE is tried only while n^3 stays below
};

/// One model held against hidden items.
struct CollaborativeTrial {
    CollaborativeKind kind = CollaborativeKind::popularity;
    RowFigures figures;
};

struct CollaborativeChoice {
    CollaborativeKind kind = CollaborativeKind::rp3beta;
    std::string reason; ///< in words: what was measured, or why nothing was
    std::vector<CollaborativeTrial> trials; ///< empty without an evaluation
};

/// The highest NDCG@20 wins, but a simpler model (earlier in collaborativeKinds) within one
/// standard error of the paired difference is taken instead. Popularity is only the yardstick,
/// unless it beats all. With fewer than `leastTested` listeners tested it is rp3beta, which needs
/// no factors to be learned. `trials` on the same split, in the order of collaborativeKinds.
CollaborativeChoice chooseAmong(
    std::vector<CollaborativeTrial> trials, std::size_t leastTested = 30);

/// Which model suits the data. Below `leastTested` listeners with five items there is no trial and
/// it is rp3beta. Else a fifth of each listener's items is hidden (splitTriplets), every
/// kind that fits is tried, and chooseAmong() decides.
CollaborativeChoice chooseCollaborative(
    const Interactions& all, const ChooseOptions& options = {}, const FitControl& control = {});

} // namespace segue::reco
