#include "core/recommend/model/collaborative.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace segue::reco {

namespace {

constexpr std::array<std::string_view, collaborativeKinds.size()> names{
    "popularity", "item_knn", "item_knn_tfidf", "item_knn_bm25", "rp3beta", "ease", "ials"};

/// `all`, or evenly spaced rows of it.
Interactions thinned(const Interactions& all, std::size_t most)
{
    const auto rows = static_cast<std::size_t>(all.rows());
    if (rows <= most)
        return all;
    Interactions some;
    some.columns = all.columns;
    for (std::size_t i = 0; i < most; ++i) {
        const auto row = static_cast<std::int32_t>(rows * i / most);
        some.add(all.of(row), all.weightOf(row));
    }
    return some;
}

/// The part [from, to] of a larger work's progress.
FitControl partOf(const FitControl& control, double from, double to)
{
    FitControl part{control.threads, control.stop, {}};
    if (control.progress) {
        part.progress = [report = control.progress, from, to](
                            double share) { report(from + (to - from) * share); };
    }
    return part;
}

std::string tooFew(std::size_t listeners)
{
    return "rp3beta, as " + std::to_string(listeners)
        + (listeners == 1 ? " listener has" : " listeners have")
        + " five items or more: too few to compare models";
}

std::string fourDigits(double share)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", share);
    return text.data();
}

} // namespace

std::string_view collaborativeName(CollaborativeKind kind)
{
    return names[static_cast<std::size_t>(kind)];
}

std::optional<CollaborativeKind> collaborativeFromName(std::string_view name)
{
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
        return std::nullopt;
    return collaborativeKinds[static_cast<std::size_t>(at - names.begin())];
}

std::string whyNot(CollaborativeKind kind, const Interactions& train)
{
    if (kind == CollaborativeKind::ease && train.columns > Ease::mostItems)
        return "ease needs a square of all items in memory and takes up to "
            + std::to_string(Ease::mostItems) + " of them; here are "
            + std::to_string(train.columns);
    return {};
}

CollaborativeModel CollaborativeModel::fit(
    CollaborativeKind kind, const Interactions& train, const FitControl& control)
{
    CollaborativeModel out;
    out.kind_ = kind;
    if (!whyNot(kind, train).empty() || control.stop.stop_requested())
        return out;
    const auto knn
        = [&](KnnWeighting weighting) { out.model_ = fitItemKnn(train, 100, weighting, control); };
    switch (kind) {
    case CollaborativeKind::popularity: {
        const auto support = train.support();
        Counts counts(support.size());
        std::transform(support.begin(), support.end(), counts.begin(),
            [](double s) { return static_cast<float>(s); });
        out.model_ = std::move(counts);
        break;
    }
    case CollaborativeKind::itemKnn:
        knn(KnnWeighting::cosine);
        break;
    case CollaborativeKind::itemKnnTfidf:
        knn(KnnWeighting::tfidf);
        break;
    case CollaborativeKind::itemKnnBm25:
        knn(KnnWeighting::bm25);
        break;
    case CollaborativeKind::rp3beta:
        out.model_ = fitRp3beta(train, 1, .3, 200, control);
        break;
    case CollaborativeKind::ease:
        out.model_ = Ease::fit(train, 100, control);
        break;
    case CollaborativeKind::ials:
        out.model_ = Ials::fit(train, {}, control);
        break;
    }
    if (!control.stop.stop_requested())
        out.items_ = train.columns;
    return out;
}

void CollaborativeModel::score(std::span<const std::int32_t> owned, std::span<float> out) const
{
    if (empty() || out.size() != static_cast<std::size_t>(items_))
        return;
    std::fill(out.begin(), out.end(), 0.F);
    if (const auto* counts = std::get_if<Counts>(&model_))
        std::copy(counts->begin(), counts->end(), out.begin());
    else if (const auto* graph = std::get_if<ItemGraph>(&model_))
        graph->score(owned, out);
    else if (const auto* ease = std::get_if<Ease>(&model_))
        ease->score(owned, out);
    else if (const auto* factors = std::get_if<Ials>(&model_); factors && !factors->empty())
        factors->score(factors->foldIn(owned), out);
}

CollaborativeChoice chooseAmong(std::vector<CollaborativeTrial> trials, std::size_t leastTested)
{
    CollaborativeChoice choice;
    choice.trials = std::move(trials);
    const auto listeners = choice.trials.empty() ? 0 : choice.trials.front().figures.listeners;
    if (listeners < leastTested) {
        choice.reason = tooFew(listeners);
        return choice;
    }
    const auto best = std::max_element(choice.trials.begin(), choice.trials.end(),
        [](const auto& a, const auto& b) { return a.figures.n20 < b.figures.n20; });
    const auto taken = std::find_if(choice.trials.begin(), best, [&](const auto& trial) {
        if (trial.kind == CollaborativeKind::popularity)
            return false;
        const auto difference = differenceOf(best->figures, trial.figures);
        return difference.mean <= difference.error;
    });
    choice.kind = taken->kind;
    choice.reason = std::string(collaborativeName(taken->kind))
        + " ranks hidden items with NDCG@20 " + fourDigits(taken->figures.n20) + " for "
        + std::to_string(taken->figures.listeners) + " listeners";
    if (taken != best)
        choice.reason += ", within one standard error of "
            + std::string(collaborativeName(best->kind)) + " (" + fourDigits(best->figures.n20)
            + "), which is less simple";
    return choice;
}

CollaborativeChoice chooseCollaborative(
    const Interactions& all, const ChooseOptions& options, const FitControl& control)
{
    CollaborativeChoice choice;
    if (options.forced) {
        choice.kind = *options.forced;
        choice.reason = "asked for";
        return choice;
    }
    const auto split = splitTriplets(thinned(all, options.mostListeners));
    std::size_t tested = 0;
    for (std::int32_t row = 0; row < split.test.rows(); ++row)
        tested += split.test.of(row).empty() ? 0 : 1;
    if (tested < options.leastTested) {
        choice.reason = tooFew(tested);
        return choice;
    }
    const auto share = 1 / static_cast<double>(collaborativeKinds.size());
    for (std::size_t k = 0; k < collaborativeKinds.size(); ++k) {
        const auto kind = collaborativeKinds[k];
        const double from = share * static_cast<double>(k), middle = from + .7 * share;
        if (!whyNot(kind, split.train).empty()
            || (kind == CollaborativeKind::ease
                && std::pow(split.train.columns, 3) > options.easeOperations))
            continue;
        const auto model
            = CollaborativeModel::fit(kind, split.train, partOf(control, from, middle));
        auto figures = evaluateRows(
            split,
            [&](std::int32_t row, std::span<float> out) { model.score(split.train.of(row), out); },
            partOf(control, middle, from + share));
        if (control.stop.stop_requested()) {
            choice.reason = "stopped before the models were compared";
            choice.trials.clear();
            return choice;
        }
        choice.trials.push_back({kind, std::move(figures)});
    }
    return chooseAmong(std::move(choice.trials), options.leastTested);
}

} // namespace segue::reco
