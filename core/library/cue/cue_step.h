#pragma once

#include "core/library/cue/cue_update.h"
#include "core/library/scan/scan_plan.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace segue::scan {

class BatchWriter;

/// The part of a scan that deals with cue sheets: after its files are written, because sheets name
/// files and parts go where theirs go. For the scan's thread.
class CueStep {
public:
    /// A file that was read: it may hold a sheet, or hold none any more.
    void note(const ReadFile& file);
    /// Brings the parts up to date; waits for the writer. `changed`: the scan has written
    /// something. True when this has; what is wrong with sheets is appended to `problems`.
    bool run(db::Connection& reader, BatchWriter& writer, const std::vector<RootPlan>& plans,
        bool changed, UtcMs now, std::vector<std::string>& problems);

private:
    std::vector<CueSource> embedded_; // in files that were read
    std::map<std::int64_t, std::set<std::string>> without_; // by root: read again, none in them
};

} // namespace segue::scan
