#include "core/db/backup.h"

#include "core/db/connection.h"

#include <SQLiteCpp/Backup.h>

#include <sqlite3.h>

#include <algorithm>
#include <array>
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
constexpr const char* beforeRemoval = "before-removal";
constexpr std::size_t removalsKept = 3;
constexpr std::int64_t smallLoss = 20;

/// YYYYMMDD-HHMMSS in UTC.
std::string stamp(UtcMs at)
{
    const std::time_t seconds = static_cast<std::time_t>(at / msPerSecond);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    return std::string(text, std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &utc));
}

fs::path nameOf(UtcMs at, const std::string& label)
{
    return "segue-" + stamp(at) + "-" + label + ".db";
}

std::optional<Backup> backupFrom(const fs::path& path)
{
    const std::string name = path.filename().string();
    std::tm utc{};
    int end = 0;
    if (!name.ends_with(".db")
        || std::sscanf(name.c_str(), "segue-%4d%2d%2d-%2d%2d%2d%n", &utc.tm_year, &utc.tm_mon,
               &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec, &end)
            != 6)
        return std::nullopt;
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    Backup backup{path, static_cast<UtcMs>(timegm(&utc)) * msPerSecond};
    const std::string rest = name.substr(static_cast<std::size_t>(end));
    if (rest.starts_with('-'))
        backup.label = rest.substr(1, rest.size() - 4);
    return backup;
}

/// What a listener would miss: files that are there, plays, ratings, entries of playlists; of a
/// file that nobody writes. Tables that an older format lacks count as empty.
std::array<std::int64_t, 4> holdingsOf(const fs::path& database)
{
    std::string uri = "file:";
    for (const char c : database.string()) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr const char* digits = "0123456789ABCDEF";
            uri += '%';
            uri += digits[static_cast<unsigned char>(c) >> 4];
            uri += digits[static_cast<unsigned char>(c) & 15];
        } else {
            uri += c;
        }
    }
    SQLite::Database db(uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI, 5000);
    constexpr std::array<const char*, 4> rows{
        "file WHERE state = 0", "play", "rating_event", "playlist_entry"};
    std::array<std::int64_t, 4> counts{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string from = rows[i];
        if (db.tableExists(from.substr(0, from.find(' '))))
            counts[i] = db.execAndGet("SELECT count(*) FROM " + from).getInt64();
    }
    return counts;
}

/// Whether much that the older copy holds is missing in the newer one.
bool isMuchGone(const fs::path& older, const fs::path& newer)
{
    try {
        const auto before = holdingsOf(older), now = holdingsOf(newer);
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i] - now[i] > smallLoss && now[i] * 2 < before[i])
                return true;
        }
        return false;
    } catch (const SQLite::Exception&) {
        return true; // what cannot be compared is not thrown away
    }
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
        if (auto backup = backupFrom(entry.path()))
            found.push_back(std::move(*backup));
    }
    std::ranges::sort(found, std::ranges::greater{}, &Backup::takenAt);
    return found;
}

Result<fs::path> takeBackup(const fs::path& database, UtcMs now, const std::string& label,
    const std::shared_ptr<ReadStop>& stop)
{
    const fs::path target = folderOf(database) / nameOf(now, label);
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
    std::size_t removals = 0;
    for (const Backup& backup : backups) {
        if (backup.label == beforeRemoval && removals++ < removalsKept)
            kept.insert(backup.path);
        else if (days.size() < keep && days.insert(backup.takenAt / msPerDay).second)
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
    const auto taken = takeBackup(database, now, "daily", stop);
    if (!taken)
        return taken.error();
    if (!before.empty() && before.front().label != beforeRemoval
        && isMuchGone(before.front().path, *taken)) {
        std::error_code error;
        fs::rename(before.front().path,
            folderOf(database) / nameOf(before.front().takenAt, beforeRemoval), error);
    }
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
