#include "app/data_folder.h"

#include <cstdlib>

namespace segue::app {

namespace fs = std::filesystem;

namespace {

/// The variable's value; none when unset or empty.
std::optional<std::string> variable(const char* name)
{
    const char* value = std::getenv(name);
    if (!value || !*value)
        return std::nullopt;
    return value;
}

Result<fs::path> absolute(const std::string& path)
{
    std::error_code error;
    const fs::path current = fs::current_path(error);
    if (error && path.front() != '/')
        return Error{
            "The current folder is gone: " + error.message() + ". Give --data a full path."};
    return fs::path(absolutePath(current.string(), path));
}

} // namespace

Result<fs::path> chooseDataFolder(const std::optional<std::string>& option)
{
    if (option) {
        if (option->empty())
            return Error{"--data needs the name of a folder."};
        return absolute(*option);
    }
    if (const auto chosen = variable("SEGUE_DATA_DIR"))
        return absolute(*chosen);
    // The XDG specification has relative values ignored.
    if (const auto data = variable("XDG_DATA_HOME"); data && data->front() == '/')
        return fs::path(*data) / "segue";
    if (const auto home = variable("HOME"))
        return absolute(*home + "/.local/share/segue");
    return Error{"No data folder: HOME is not set. Choose one with --data DIR."};
}

fs::path databasePath(const fs::path& dataFolder)
{
    return dataFolder / "segue.db";
}

fs::path settingsPath(const fs::path& dataFolder)
{
    return dataFolder / "segue.ini";
}

std::string absolutePath(const std::string& folder, const std::string& path)
{
    const fs::path joined
        = path.empty() || path.front() != '/' ? fs::path(folder) / path : fs::path(path);
    std::string result = joined.lexically_normal().string();
    while (result.size() > 1 && result.back() == '/')
        result.pop_back();
    return result;
}

} // namespace segue::app
