#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/db/connection.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace segue::db {

/// full: on the disk when the future is ready (fsync); for events. normal: on the disk at the next
/// full write or checkpoint; for scan batches, which can be made again.
enum class Durability { full, normal };

/// The database file: opened, checked, migrated; one writer thread, any number of readers.
/// Thread-safe. Destroying it finishes the writes that were asked for.
class Store {
public:
    using Job = std::function<void(Connection&)>;

    struct Opened;
    /// Opens or creates `path` (its folder too). A damaged file is set aside and the newest sound
    /// backup restored; an older format is migrated after a backup; a newer one is refused,
    /// untouched. Blocks on the disk.
    static Result<Opened> open(const std::filesystem::path& path, const Clock& clock);
    /// For commands beside a running instance: no writer, no migration, fails when there is no
    /// database.
    static Result<std::unique_ptr<Connection>> openReadOnly(const std::filesystem::path& path);

    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Runs `job` on the writer thread in one transaction; in order of the calls. An exception
    /// rolls the transaction back and becomes the future's error, with the file's name and what to
    /// do. Never blocks.
    std::future<Result<void>> write(Durability durability, Job job);
    /// The same with a call back on the writer thread, after the commit.
    void write(Durability durability, Job job, std::function<void(const Result<void>&)> done);
    /// The same, and waits.
    Result<void> writeAndWait(Durability durability, Job job);

    /// A read-only connection of its own, for one thread. Throws SQLite::Exception.
    std::unique_ptr<Connection> reader() const;

    /// What readers are at fails soon, and maintain() ends without a word: the program is to end.
    /// Writes go on.
    void stopReading() { readStop_->request(); }

    const std::filesystem::path& path() const { return path_; }

    /// Runs quick_check and takes the daily backup; for a pool thread, after the window shows.
    Result<void> maintain(UtcMs now) const;

private:
    struct Task {
        Durability durability = Durability::full;
        Job job;
        std::function<void(const Result<void>&)> done;
    };

    Store(std::filesystem::path path, std::unique_ptr<Connection> writer);
    void run(const std::stop_token& stop);
    Result<void> perform(Durability durability, const Job& job);

    std::filesystem::path path_;
    std::shared_ptr<ReadStop> readStop_ = std::make_shared<ReadStop>();
    std::unique_ptr<Connection> writer_; // used by thread_ only
    Durability durability_ = Durability::normal; // of the last transaction
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Task> tasks_;
    std::jthread thread_; // last: stops before the rest goes
};

struct Store::Opened {
    std::unique_ptr<Store> store;
    std::string notice; ///< for the user when something was repaired, else empty
};

} // namespace segue::db
