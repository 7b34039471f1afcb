#include "core/recommend/model/session_rivals.h"

#include "core/recommend/model/neural_session.h"
#include "core/recommend/model/pseudo_listeners.h"

#include <algorithm>
#include <thread>

namespace segue::reco {

namespace {

constexpr std::string_view neuralName = "neural";

/// A collaborative model on the sessions and days of one listener.
class OwnSessions final : public SessionModel {
public:
    OwnSessions(CollaborativeKind kind, std::shared_ptr<const Catalogue> catalogue)
        : kind_(kind)
        , catalogue_(std::move(catalogue))
    {
    }
    std::string_view name() const override { return collaborativeName(kind_); }

    void fit(std::span<const TablePlay> past, const FitControl& control) override
    {
        for (const auto& play : past)
            plays_.push_back({play.item, play.at, 0, play.session});
        builtAt_ = past.empty() ? 0 : past.back().session;
        every_ = std::max(1, builtAt_ / 40); // the past is four fifths: a fiftieth of all
        build(control);
    }
    void observe(const TablePlay& play) override
    {
        if (play.session >= builtAt_ + every_) {
            builtAt_ = play.session;
            build({static_cast<int>(std::max(1U, std::thread::hardware_concurrency())), {}, {}});
        }
        plays_.push_back({play.item, play.at, 0, play.session});
    }
    void score(const Context& context, std::span<float> out) const override
    {
        constexpr std::size_t used = 10;
        const auto& list = context.session.empty() ? context.before : context.session;
        const auto last = std::span(list).last(std::min(list.size(), used));
        if (last.empty())
            return;
        model_.score(last, out);
        // What it was asked with it finds first, as in every table of listeners and items.
        for (const auto item : last)
            out[static_cast<std::size_t>(item)] = 0;
    }

private:
    void build(const FitControl& control)
    {
        Interactions rows;
        rows.columns = static_cast<std::int32_t>(catalogue_->size());
        addSessions(rows, plays_);
        model_ = CollaborativeModel::fit(kind_, rows, control);
    }

    CollaborativeKind kind_;
    std::shared_ptr<const Catalogue> catalogue_;
    std::vector<PseudoPlay> plays_;
    CollaborativeModel model_;
    std::int32_t builtAt_ = 0, every_ = 1;
};

class Neural final : public SessionModel {
public:
    explicit Neural(std::shared_ptr<const Catalogue> catalogue)
        : network_(std::move(catalogue), {})
    {
    }
    std::string_view name() const override { return neuralName; }
    void fit(std::span<const TablePlay> past, const FitControl& control) override
    {
        std::vector<NeuralSession::Play> plays;
        for (const auto& play : past)
            plays.push_back({play.item, play.at, play.session});
        network_.fit(plays, control);
    }
    void observe(const TablePlay& play) override
    {
        network_.observe({play.item, play.at, play.session});
    }
    void score(const Context& context, std::span<float> out) const override
    {
        network_.score(context, out);
    }

private:
    NeuralSession network_;
};

} // namespace

std::unique_ptr<SessionModel> makeSessionModel(
    std::string_view name, std::shared_ptr<const Catalogue> catalogue)
{
    if (name == neuralName)
        return std::make_unique<Neural>(std::move(catalogue));
    if (const auto kind = collaborativeFromName(name);
        kind && *kind != CollaborativeKind::popularity)
        return std::make_unique<OwnSessions>(*kind, std::move(catalogue));
    return nullptr;
}

std::vector<std::string> sessionModelNames()
{
    std::vector<std::string> names;
    for (const auto kind : collaborativeKinds) {
        if (kind != CollaborativeKind::popularity)
            names.emplace_back(collaborativeName(kind));
    }
    names.emplace_back(neuralName);
    return names;
}

} // namespace segue::reco
