#include "core/library/scan/scan_plan.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_set>

namespace segue::scan {

namespace {

/// What only looks like a file is read like one, so that its problem is told and kept. A track that
/// was there before is just missing now: its drive may be away.
void addOdd(const FoundFiles& odd, RootPlan& plan)
{
    if (odd.size() == 0)
        return;
    std::unordered_set<std::string_view> known;
    for (const KnownFile& file : plan.known)
        known.insert(file.path);
    for (std::size_t i = 0; i < odd.size(); ++i) {
        if (!known.contains(odd.path(i)))
            plan.found.add({}, odd.path(i), odd[i].size, odd[i].mtimeNs);
    }
}

} // namespace

RootPlan planRoot(KnownRoot known, WalkResult walked)
{
    RootPlan plan;
    plan.root = std::move(known.root);
    plan.places = std::move(known.places);
    plan.known = std::move(known.files);
    plan.found = std::move(walked.files);
    plan.cueSheets = std::move(walked.cueSheets);
    const std::size_t present = known.presentElsewhere
        + static_cast<std::size_t>(std::ranges::count(plan.known, false, &KnownFile::missing));
    plan.frozen
        = shallFreeze(walked.rootMissing, present, plan.found.size() + known.presentElsewhere);
    const std::string kept = present == 0 ? std::string()
                                          : " Its " + std::to_string(present)
            + (present == 1 ? " track is kept as unavailable" : " tracks are kept as unavailable")
            + " until it is back.";
    if (walked.rootMissing) {
        const int error = walked.problems.empty() ? ENOENT : walked.problems.front().error;
        plan.problems.push_back(
            plan.root.path + ": the folder cannot be read: " + std::strerror(error) + "." + kept);
        return plan;
    }
    if (plan.frozen) {
        plan.problems.push_back(
            plan.root.path + ": no music is left in the folder; is a drive not connected?" + kept);
        return plan;
    }
    addOdd(walked.odd, plan);
    std::vector<std::string> unreadable;
    for (const WalkProblem& problem : walked.problems) {
        unreadable.push_back(problem.folder);
        plan.problems.push_back(joinPath(plan.root.path, problem.folder)
            + ": the folder cannot be read: " + std::strerror(problem.error)
            + ". Check its permissions.");
    }
    for (const KnownFile& problem : known.problems)
        plan.problemPaths.insert(problem.path);
    plan.diff = diffFiles(plan.known, known.problems, plan.found, unreadable);
    return plan;
}

std::vector<Todo> filesToRead(const std::vector<RootPlan>& plans)
{
    std::vector<Todo> todo;
    for (std::uint32_t p = 0; p < plans.size(); ++p) {
        if (plans[p].frozen)
            continue;
        for (const std::uint32_t found : plans[p].diff.added)
            todo.push_back({p, found, -1});
        for (const auto [known, found] : plans[p].diff.changed)
            todo.push_back({p, found, known});
    }
    std::ranges::sort(todo, [&](const Todo& a, const Todo& b) {
        return a.plan != b.plan
            ? a.plan < b.plan
            : plans[a.plan].found.path(a.found) < plans[b.plan].found.path(b.found);
    });
    return todo;
}

std::string joinPath(const std::string& root, std::string_view relative)
{
    std::string path = root;
    if (!relative.empty()) {
        if (!path.ends_with('/'))
            path += '/';
        path += relative;
    }
    return path;
}

} // namespace segue::scan
