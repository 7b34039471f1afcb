#include "core/db/store.h"

#include "core/db/backup.h"
#include "core/db/migrations.h"

#include <SQLiteCpp/Transaction.h>

#include <sqlite3.h>

#include <fstream>

namespace segue::db {

namespace fs = std::filesystem;

namespace {

std::string adviceFor(int code)
{
    switch (code) {
    case SQLITE_FULL:
        return "The disk is full: free some space; Segue tries again.";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return "Check that the folder exists and is writable, or choose another with --data.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "Another program holds the file: close it; Segue tries again.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "The file is damaged: restart Segue to go back to the newest backup.";
    default:
        return "Check the disk and the folder's permissions.";
    }
}

/// SQLite calls some failures for want of space plain I/O errors.
bool isDiskFull(const fs::path& path)
{
    constexpr std::uintmax_t littleBytes = 256 * 1024;
    std::error_code error;
    const fs::space_info space = fs::space(path.parent_path(), error);
    return !error && space.available < littleBytes;
}

Error describe(const fs::path& path, const SQLite::Exception& e)
{
    int code = e.getErrorCode();
    if (code == SQLITE_IOERR && isDiskFull(path))
        code = SQLITE_FULL;
    return Error{"The database " + path.string() + " could not be used: " + e.what() + ". "
        + adviceFor(code)};
}

/// Left by maintain() when the full check failed: the next start restores.
fs::path damageMark(const fs::path& path)
{
    return path.string() + ".damaged";
}

/// Opens for writing and brings the format up to date.
Result<std::unique_ptr<Connection>> openWriter(const fs::path& path, const Clock& clock)
{
    auto connection = std::make_unique<Connection>(path.string(), Access::readWrite);
    const int version = versionOf(connection->database());
    if (version > 0 && version < latestVersion()) {
        const auto backup
            = takeBackup(path, clock.now(), "before-format-" + std::to_string(latestVersion()));
        if (!backup)
            return backup.error();
    }
    if (version <= latestVersion())
        connection->exec("PRAGMA journal_mode = WAL");
    if (auto migrated = migrate(connection->database()); !migrated)
        return migrated.error();
    connection->exec("PRAGMA synchronous = NORMAL");
    connection->exec("PRAGMA wal_autocheckpoint = 4000");
    return connection;
}

} // namespace

Result<Store::Opened> Store::open(const fs::path& path, const Clock& clock)
{
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
        return Error{"The data folder " + path.parent_path().string() + " could not be made: "
            + error.message() + ". Check its permissions, or choose another with --data."};
    }
    std::string notice;
    if (fs::exists(damageMark(path), error)) {
        auto restored = restoreNewestBackup(path, clock.now());
        if (!restored)
            return restored.error();
        notice = *restored;
        fs::remove(damageMark(path), error);
    }
    for (bool repaired : {false, true}) {
        try {
            auto writer = openWriter(path, clock);
            if (!writer)
                return writer.error();
            // The full check takes time and runs later (maintain); this reads the schema and the
            // first pages.
            (*writer)->database().execAndGet("SELECT count(*) FROM sqlite_master");
            return Opened{
                std::unique_ptr<Store>(new Store(path, std::move(*writer))), std::move(notice)};
        } catch (const SQLite::Exception& e) {
            if (repaired || !isDamage(e))
                return describe(path, e);
            auto restored = restoreNewestBackup(path, clock.now());
            if (!restored)
                return restored.error();
            notice = *restored;
        }
    }
    return Error{"The database " + path.string() + " could not be opened."};
}

Result<std::unique_ptr<Connection>> Store::openReadOnly(const fs::path& path)
{
    std::error_code error;
    if (!fs::exists(path, error)) {
        return Error{"There is no library yet in " + path.parent_path().string()
            + ". Scan a folder first: segue scan DIR"};
    }
    try {
        auto connection = std::make_unique<Connection>(path.string(), Access::readOnly);
        const int version = versionOf(connection->database());
        if (version != latestVersion()) {
            return Error{"The database " + path.string() + " has format " + std::to_string(version)
                + ", this program knows " + std::to_string(latestVersion())
                + (version < latestVersion() ? ". Start Segue once with a window or a command: "
                                               "that brings it up to date."
                                             : ". A newer Segue wrote it: use that one.")};
        }
        return connection;
    } catch (const SQLite::Exception& e) {
        return describe(path, e);
    }
}

Store::Store(fs::path path, std::unique_ptr<Connection> writer)
    : path_(std::move(path))
    , writer_(std::move(writer))
    , thread_([this](const std::stop_token& stop) { run(stop); })
{
}

Store::~Store() = default;

void Store::write(Durability durability, Job job, std::function<void(const Result<void>&)> done)
{
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back({durability, std::move(job), std::move(done)});
    }
    wake_.notify_one();
}

std::future<Result<void>> Store::write(Durability durability, Job job)
{
    auto promise = std::make_shared<std::promise<Result<void>>>();
    auto future = promise->get_future();
    write(durability, std::move(job),
        [promise](const Result<void>& result) { promise->set_value(result); });
    return future;
}

Result<void> Store::writeAndWait(Durability durability, Job job)
{
    return write(durability, std::move(job)).get();
}

std::unique_ptr<Connection> Store::reader() const
{
    return std::make_unique<Connection>(path_.string(), Access::readOnly, readStop_);
}

void Store::run(const std::stop_token& stop)
{
    while (true) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, stop, [this] { return !tasks_.empty(); });
            if (tasks_.empty())
                return; // asked to stop, and everything is written
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task.done(perform(task.durability, task.job));
    }
}

Result<void> Store::perform(Durability durability, const Job& job)
{
    try {
        if (durability != durability_) {
            writer_->exec(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                         : "PRAGMA synchronous = NORMAL");
            durability_ = durability;
        }
        SQLite::Transaction transaction(writer_->database());
        job(*writer_);
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& e) {
        return describe(path_, e);
    } catch (const std::exception& e) {
        return Error{"The database " + path_.string() + " could not be written: " + e.what()};
    }
}

Result<void> Store::maintain(UtcMs now) const
{
    const Result<std::string> problem = integrityProblem(path_, readStop_);
    if (readStop_->isRequested())
        return {};
    if (!problem)
        return problem.error();
    if (!problem->empty()) {
        std::ofstream(damageMark(path_)) << *problem << '\n';
        return Error{"The database " + path_.string() + " is damaged (" + *problem
            + "). Restart Segue to go back to the newest backup."};
    }
    const Result<void> kept = backupDaily(path_, now, readStop_);
    return readStop_->isRequested() ? Result<void>() : kept;
}

} // namespace segue::db
