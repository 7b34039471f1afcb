#include "core/analysis/service/analysis_plan.h"

#include <optional>

namespace segue::analysis {

namespace {

bool isSameFile(const FileState& file, const FileState::Known& known)
{
    return known.size == file.size && known.mtimeNs == file.mtimeNs;
}

/// How the file is to be read; nothing when it is not.
std::optional<Task::Way> wayOf(const FileState& file, int version, bool force)
{
    if (file.spoken)
        return std::nullopt;
    if (force)
        return Task::Way::analyse;
    if (file.problem.version == version && isSameFile(file, file.problem))
        return std::nullopt;
    if (file.features.version != version)
        return Task::Way::analyse;
    if (isSameFile(file, file.features))
        return std::nullopt;
    return file.features.audioKey.empty() ? Task::Way::analyse : Task::Way::compareKey;
}

} // namespace

Plan planAnalysis(std::vector<FileState> files, int version, bool force)
{
    Plan plan;
    TrackId last;
    for (FileState& file : files) {
        if (file.track == last)
            continue;
        last = file.track;
        if (const auto way = wayOf(file, version, force))
            plan.tasks.push_back({std::move(file), *way});
        else
            ++plan.skipped;
    }
    return plan;
}

} // namespace segue::analysis
