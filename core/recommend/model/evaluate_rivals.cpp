#include "core/recommend/model/evaluate_rivals.h"

#include <algorithm>
#include <limits>
#include <thread>

namespace segue::reco {

Rivals::Rivals(
    std::vector<std::shared_ptr<SessionModel>> models, std::vector<MethodResult>& methods)
    : models_(std::move(models))
{
    for (const auto& model : models_) {
        const auto at = std::find_if(methods.begin(), methods.end(),
            [&model](const MethodResult& m) { return m.method == model->name(); });
        places_.push_back(static_cast<std::size_t>(at - methods.begin()));
        if (at == methods.end())
            methods.emplace_back().method = model->name();
    }
}

bool Rivals::fit(std::span<const TablePlay> past, const std::function<bool()>& goOn)
{
    ready_ = true;
    std::vector<TablePlay> followed;
    std::copy_if(past.begin(), past.end(), std::back_inserter(followed),
        [](const TablePlay& play) { return play.outcome == Outcome::follow; });
    std::stop_source source;
    FitControl control;
    control.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    control.stop = source.get_token();
    control.progress = [&](double) {
        if (!goOn())
            source.request_stop();
    };
    for (const auto& model : models_)
        model->fit(followed, control);
    return !source.stop_requested();
}

void Rivals::observe(const TablePlay& play)
{
    for (const auto& model : models_)
        model->observe(play);
}

void Rivals::rank(const Context& context, std::size_t tracks, std::vector<Ranking>& methods) const
{
    constexpr double notRanked = std::numeric_limits<double>::quiet_NaN();
    std::vector<float> raw;
    for (std::size_t m = 0; m < models_.size(); ++m) {
        raw.assign(tracks, 0);
        models_[m]->score(context, raw);
        auto& scores = methods[places_[m]].scores;
        scores.assign(tracks, notRanked);
        for (std::size_t i = 0; i < tracks; ++i) {
            if (raw[i] > 0)
                scores[i] = static_cast<double>(raw[i]);
        }
        if (!context.session.empty())
            scores[static_cast<std::size_t>(context.session.back())] = notRanked;
    }
}

} // namespace segue::reco
