#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <string>
#include <vector>

namespace segue {

namespace db {
class Store;
}

/// A file from outside of all music folders, as the database knows it.
struct LooseFile {
    std::string path; ///< bytes, absolute
    TrackId track; ///< none: it could not be read, or the database refused it
    std::string title, artist; ///< UTF-8
};

/// Makes files that lie in no music folder known, so that plays and ratings of them count: one from
/// a stick, or a download that is heard once. No list shows them. A music folder that holds such a
/// file later takes its track over, as it does with any file that moved. One answer for each path,
/// in their order. Reads the files' tags (through `tagWorker`, see worker::findWorker(); empty: in
/// this process) and blocks on the disk; not for the main thread.
std::vector<LooseFile> knowLooseFiles(db::Store& store, const std::vector<std::string>& paths,
    const std::string& tagWorker, UtcMs now);

} // namespace segue
