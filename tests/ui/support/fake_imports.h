#pragma once

#include "core/history/import/imports.h"

namespace segue::test {

/// Answers at once with what the test set.
class FakeImports : public Imports {
public:
    void findPlaces(QObject*, Then<std::vector<ImportPlace>> then) override { then(places); }
    void plan(const ImportRequest& request, QObject*, Then<Result<ImportPlanPtr>> then) override
    {
        asked = request.files;
        listeners.push_back(request.listener);
        if (madeFor)
            answer = madeFor(request.listener);
        then(answer);
    }
    void run(const ImportPlanPtr&, const ImportChoice& choice, QObject*,
        Then<Result<ImportResult>> then) override
    {
        choices.push_back(choice);
        then(result);
    }
    void readRuns(QObject*, Then<std::vector<ImportRun>> then) override { then(runs); }
    void undo(std::int64_t run, QObject*, Then<Result<ImportResult>> then) override
    {
        undone.push_back(run);
        then(ImportResult{});
    }

    ImportResult result{5, 2, 1, 0, {}, 0, 0, {}}; ///< of run()
    std::vector<ImportPlace> places{{ImportSource::strawberry, "/home/me/strawberry.db", 1}};
    std::vector<ImportRun> runs;
    std::vector<std::string> asked;
    std::vector<ImportChoice> choices;
    std::vector<std::int64_t> undone;
    std::vector<std::string> listeners; ///< that plans were asked for
    std::function<ImportPlanPtr(const std::string& listener)> madeFor; ///< instead of answer
    Result<ImportPlanPtr> answer = Error{"The file /x is of no player."};
};

/// A dry run with something of everything.
inline ImportPlanPtr madePlan()
{
    auto plan = std::make_shared<ImportPlan>();
    plan->source = ImportSource::strawberry;
    plan->tracks = 4;
    plan->matched = {1, 1, 0, 1, 1};
    plan->totals.push_back({TrackId{1}, 8, 12, 0, 0, 0, 0});
    plan->totals.push_back({TrackId{2}, {}, 5, 0, 0, 0, 99});
    plan->unmatched.push_back({"Nowhere", "Nobody", "/gone/n.mp3", {}});
    plan->unmatched.push_back({"Twice", "Two", "/gone/t.mp3", {TrackId{1}, TrackId{2}}});
    plan->conflicts.push_back({TrackId{1}, "One", "A", 4, 8});
    plan->lists.push_back({"Late", {}, 1});
    plan->notes.push_back("1 smart playlists are left out.");
    return plan;
}

/// The dry run of a listening history.
inline ImportPlanPtr madeHistoryPlan(const std::string& listener)
{
    HistoryPlan history;
    history.listenerName = listener;
    history.plays = 2600;
    history.first = 1'577'880'000'000;
    history.last = 1'609'400'000'000;
    history.tracks = 500;
    history.matchedTracks = 400;
    history.unmatched = 380;
    history.doubles = 20;
    history.notMusic = 60;
    history.follows = 2000;
    history.skips = 150;
    history.listens.resize(listener.empty() ? 2200 : 2150);
    history.missingArtists = {{"Nobody", 250, 12}, {"Somebody", 130, 9}};
    history.missingTracks = {{"Nobody", "Nothing", 19}, {"Somebody", "Something", 3}};
    ListeningHistory from;
    from.source = ImportSource::spotify;
    return std::make_shared<const ImportPlan>(planOfHistory(from, std::move(history)));
}

} // namespace segue::test
