#pragma once

#include "core/recommend/service/shelf.h"

#include <QString>

#include <map>
#include <string>
#include <vector>

namespace segue {

/// A sentence that is true of the card, and the pattern it was made from.
struct ReasonText {
    std::string pattern;
    QString text;
    std::vector<Item> evidence;
    LessOf less; ///< what it names; without a term
};

/// How often each pattern was used on the page: at most three times each.
using UsedPatterns = std::map<std::string, int, std::less<>>;
constexpr int mostOfPattern = 3;

/// The channel that speaks for a card: the largest contribution above its mean over the shelf's
/// candidates, among the channels that can be a reason and contribute something. None when nothing
/// does. Pure.
std::optional<Term> speakingTerm(const PerTerm<float>& contributions, const PerTerm<double>& means);

/// Whether being unheard moved the card more than `speaking` did, above the means: then that is
/// said beside the reason, which is not taken for the main thing. Pure.
bool isNewFirst(const PerTerm<float>& contributions, const PerTerm<double>& means, Term speaking);

/// Every true sentence for `term` about the card, the plainest first. Empty when the evidence does
/// not carry one.
std::vector<ReasonText> reasonTexts(const PageContext& page, const Card& card, Term term);

/// Chooses among reasonTexts() the first that was used least, counts it, and returns it; none when
/// all were used three times.
std::optional<ReasonText> chooseReason(
    const PageContext& page, const Card& card, Term term, UsedPatterns& used);

/// "today", "yesterday", "5 days ago", "3 months ago", "2 years ago".
QString agoText(double days);

} // namespace segue
