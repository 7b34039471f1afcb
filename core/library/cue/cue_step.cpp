#include "core/library/cue/cue_step.h"

#include "core/library/scan/batch_writer.h"

#include <memory>

namespace segue::scan {

void CueStep::note(const ReadFile& file)
{
    if (!file.tagsRead || file.read.problem != tags::ReadProblem::none)
        return;
    if (!file.read.cueSheet.empty())
        embedded_.push_back(
            {file.root, file.path, file.size, file.mtimeNs, true, file.read.cueSheet, {}});
    else if (file.change == ReadFile::Change::updated)
        without_[file.root.value].insert(file.path);
}

bool CueStep::run(db::Connection& reader, BatchWriter& writer, const std::vector<RootPlan>& plans,
    bool changed, UtcMs now, std::vector<std::string>& problems)
{
    writer.finish();
    const bool follow = changed && hasCueParts(reader);
    bool any = false;
    for (const RootPlan& plan : plans) {
        if (plan.frozen)
            continue;
        SeenSheets seen{plan.root.id, plan.root.path, &plan.cueSheets, {}, {}};
        for (CueSource& source : embedded_) {
            if (source.root == plan.root.id)
                seen.embedded.push_back(std::move(source));
        }
        if (const auto found = without_.find(plan.root.id.value); found != without_.end())
            seen.without = std::move(found->second);
        CueChanges changes = findCueChanges(reader, seen, changed);
        if (changes.changed.empty() && changes.gone.empty() && !follow)
            continue;
        any = true;
        const auto lines = std::make_shared<std::vector<std::string>>();
        writer.write([lines, now, seen = std::move(seen), changes = std::move(changes)](
                         db::Connection& connection) {
            *lines = writeCueChanges(connection, seen, changes, now);
        });
        writer.finish(); // before the lines are taken
        problems.insert(problems.end(), lines->begin(), lines->end());
    }
    return any;
}

} // namespace segue::scan
