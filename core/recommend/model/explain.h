#pragma once

#include "core/recommend/model/terms.h"

#include <optional>
#include <span>

namespace segue::reco {

/// Mean contribution of every term over a shelf's candidates (before reranking). Empty: zeros.
PerTerm<double> meanContributions(std::span<const PerTerm<float>> rows);

/// How often each term already spoke on the page.
using UsedReasons = PerTerm<int>;
constexpr int mostReasonsPerPage = 3;

/// The term that speaks for a card: the largest contribution above its mean over the shelf's
/// candidates, among the terms that can be a reason, contribute more than 0 and spoke less than
/// three times on the page. The next largest speaks only while its excess is at least half of the
/// largest: else no reason is shown (empty). Ties go to the earlier term. Pure: the same numbers
/// give the same answer, so that a test can recompute every reason shown.
std::optional<Term> reasonTerm(
    const PerTerm<float>& contributions, const PerTerm<double>& means, const UsedReasons& used);

} // namespace segue::reco
