#include "core/db/backup.h"

#include "core/db/connection.h"

#include <SQLiteCpp/Backup.h>

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <set>
#include <thread>

namespace segue::db {

namespace fs = std::filesystem;

namespace {

constexpr int pagesAStep = 1024;
constexpr std::chrono::milliseconds whenBusy(5);

/// YYYYMMDD-HHMMSS in UTC.
std::string stamp(UtcMs at)
{
    const std::time_t seconds = static_cast<std::time_t>(at / msPerSecond);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    return std::string(text, std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &utc));
}

std::optional<UtcMs> timeFromName(const std::string& name)
{
    std::tm utc{};
    if (std::sscanf(name.c_str(), "segue-%4d%2d%2d-%2d%2d%2d", &utc.tm_year, &utc.tm_mon,
            &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec)
        != 6)
        return std::nullopt;
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    return static_cast<UtcMs>(timegm(&utc)) * msPerSecond;
}

fs::path folderOf(const fs::path& database)
{
    return database.parent_path() / "backups";
}

} // namespace

std::vector<Backup> listBackups(const fs::path& database)
{
    std::vector<Backup> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folderOf(database), error)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".db"))
            continue;
        if (const auto at = timeFromName(name))
            found.push_back({entry.path(), *at});
    }
    std::ranges::sort(found, std::ranges::greater{}, &Backup::takenAt);
    return found;
}

Result<fs::path> takeBackup(const fs::path& database, UtcMs now, const std::string& label,
    const std::shared_ptr<ReadStop>& stop)
{
    const fs::path target = folderOf(database) / ("segue-" + stamp(now) + "-" + label + ".db");
    const fs::path part = target.string() + ".part";
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    try {
        {
            Connection from(database.string(), Access::readOnly, stop);
            SQLite::Database to(part.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            // One snapshot for all steps: else each commit of another connection starts them anew.
            from.exec("BEGIN");
            from.database().execAndGet("SELECT count(*) FROM sqlite_master");
            SQLite::Backup backup(to, from.database());
            for (int state = SQLITE_OK; state != SQLITE_DONE;) {
                state = backup.executeStep(pagesAStep);
                if (stop && stop->isRequested())
                    throw SQLite::Exception("the program ends", SQLITE_INTERRUPT);
                if (state == SQLITE_BUSY || state == SQLITE_LOCKED)
                    std::this_thread::sleep_for(whenBusy);
            }
        }
        fs::rename(part, target);
    } catch (const std::exception& e) {
        fs::remove(part, error);
        return Error{"No backup of " + database.string() + " could be written to "
            + target.parent_path().string() + ": " + e.what()
            + ". Free some space or make the folder writable."};
    }
    return target;
}

std::vector<Backup> backupsToDelete(const std::vector<Backup>& backups, std::size_t keep)
{
    std::set<fs::path> kept;
    std::set<UtcMs> days;
    for (const Backup& backup : backups) {
        if (days.size() < keep && days.insert(backup.takenAt / msPerDay).second)
            kept.insert(backup.path);
    }
    if (!backups.empty() && backups.front().takenAt - backups.back().takenAt > 7 * msPerDay)
        kept.insert(backups.back().path);
    std::vector<Backup> gone;
    std::ranges::copy_if(backups, std::back_inserter(gone),
        [&](const Backup& backup) { return !kept.contains(backup.path); });
    return gone;
}

Result<void> backupDaily(const fs::path& database, UtcMs now, const std::shared_ptr<ReadStop>& stop)
{
    const auto before = listBackups(database);
    // A clock that was set back must not stop backups: compare by distance.
    if (!before.empty() && std::abs(now - before.front().takenAt) < msPerDay)
        return {};
    if (const auto taken = takeBackup(database, now, "daily", stop); !taken)
        return taken.error();
    for (const Backup& backup : backupsToDelete(listBackups(database))) {
        std::error_code error;
        fs::remove(backup.path, error);
    }
    return {};
}

Result<std::string> integrityProblem(
    const fs::path& database, const std::shared_ptr<ReadStop>& stop)
{
    try {
        Connection connection(database.string(), Access::readOnly, stop);
        const std::string answer
            = connection.database().execAndGet("PRAGMA quick_check(1)").getString();
        return answer == "ok" ? std::string() : answer;
    } catch (const SQLite::Exception& e) {
        if (isDamage(e))
            return std::string(e.what());
        return Error{"The database " + database.string() + " could not be checked: " + e.what()
            + ". Segue tries again at the next start."};
    }
}

Result<std::string> restoreNewestBackup(const fs::path& database, UtcMs now)
{
    const std::string aside = database.string() + ".aside-" + stamp(now);
    std::error_code error;
    fs::rename(database, aside, error);
    if (error) {
        return Error{"The database " + database.string()
            + " is damaged and could not be set aside: " + error.message()
            + ". Make its folder writable and start again."};
    }
    for (const char* suffix : {"-wal", "-shm"})
        fs::rename(database.string() + suffix, aside + suffix, error);
    for (const Backup& backup : listBackups(database)) {
        const auto problem = integrityProblem(backup.path);
        if (!problem || !problem->empty())
            continue;
        fs::copy_file(backup.path, database, error);
        if (error) {
            return Error{"The backup " + backup.path.string() + " could not be copied to "
                + database.string() + ": " + error.message()};
        }
        return "The database was damaged. Segue went back to its copy of " + stamp(backup.takenAt)
            + " UTC; plays and ratings since then are missing. The damaged file was kept as "
            + aside + ".";
    }
    return "The database was damaged and there was no sound backup, so Segue started a new one. "
           "The damaged file was kept as "
        + aside + ".";
}

} // namespace segue::db
