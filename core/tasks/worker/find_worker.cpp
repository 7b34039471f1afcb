#include "core/tasks/worker/worker_process.h"

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace segue::worker {

namespace fs = std::filesystem;

Result<std::string> findWorker(std::string_view name)
{
    std::vector<fs::path> folders;
    if (const char* folder = std::getenv("SEGUE_WORKER_DIR"); folder && *folder)
        folders.emplace_back(folder);
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        folders.push_back(program.parent_path());
        folders.push_back(program.parent_path().parent_path() / "libexec" / "segue");
    }
    std::string looked;
    for (const fs::path& folder : folders) {
        const fs::path path = folder / name;
        if (::access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path, error))
            return path.string();
        looked += (looked.empty() ? "" : " and ") + folder.string();
    }
    return Error{"The program " + std::string(name) + " was not found (looked in "
        + (looked.empty() ? "no folder" : looked) + "). Install Segue again, or build it whole."};
}

} // namespace segue::worker
