#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace segue::worker {

struct ProgressPage;

/// Which program reads untrusted bytes, and what it may cost.
struct Spec {
    std::string program; ///< absolute path, see findWorker()
    /// For messages: "the tag reader".
    std::string name = "the reader";
    /// An item whose work shows no progress for so long is ended; ten times that while the process
    /// would work but the machine gives it no turn.
    std::chrono::milliseconds patience{20000};
    /// Address space of the process in bytes; 0: no limit.
    std::uint64_t memory = 1ull << 30;
    /// Of one answer, in bytes.
    std::uint32_t largestAnswer = 64u << 20;
    /// Nobody waits for the answers: a worker that knows of it takes the lowest priority.
    bool background = false;
};

/// What became of one item.
struct Answer {
    enum class Ending : std::uint8_t {
        done, ///< `bytes` is the worker's answer
        failed, ///< the worker refused the item and lives on
        crashed, ///< it ended the process, twice
        hung, ///< it came to no end and was ended
        outOfMemory, ///< it needed more memory than allowed, twice
        cancelled, ///< the stop was requested before
        notStarted, ///< there is no worker: see `bytes`
    };
    Ending ending = Ending::cancelled;
    /// The answer; with another ending the reason for the user, to be put behind the file's name:
    /// "made the tag reader crash (segmentation fault)".
    std::string bytes;
};

/// What keeps the worker from doing harm on this system, in words; see enterSandbox().
struct Sandbox {
    std::vector<std::string> held;
    std::vector<std::string> missing;
};

/// A worker process and the way to it: starts it, hands it items, and starts it again after an item
/// that crashed it, hung or ran out of memory; that item alone is lost. A crash counts against an
/// item when it happens twice, in fresh processes, so that nobody pays for what an earlier item
/// left behind or for a worker killed from outside. Not thread-safe: one object a thread, each with
/// its own process. The process ends with the object, and with the program, however that ends.
class WorkerProcess {
public:
    explicit WorkerProcess(Spec spec);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Hands the items over and waits for their answers, one each. Starts the process when needed.
    /// A requested stop ends the process and leaves the rest `cancelled`.
    std::vector<Answer> run(std::span<const std::string> items, const std::stop_token& stop = {});
    Answer run(const std::string& item, const std::stop_token& stop = {});

    /// Starts the process now, to learn whether it can be.
    Result<void> start();
    /// What the worker said when it started; empty before.
    const Sandbox& sandbox() const { return sandbox_; }
    /// The process, for tests; 0 when none runs.
    int processId() const { return pid_; }
    /// How often a process was started.
    int starts() const { return starts_; }

private:
    enum class Wait : std::uint8_t { ready, ended, hung, cancelled };

    Result<void> spawn();
    Result<void> greet();
    bool sendAll(std::string_view bytes);
    Wait receiveFrame(std::string& frame, std::chrono::milliseconds patience, bool watchPage,
        const std::stop_token& stop);
    bool takeAnswers(std::string_view frame, std::span<const std::size_t> sent,
        std::size_t& answered, std::vector<Answer>& answers) const;
    Wait exchange(std::span<const std::string> items, std::span<const std::size_t> sent,
        std::size_t& answered, std::vector<Answer>& answers, const std::stop_token& stop);
    std::size_t itemAtWork(std::size_t answered, std::size_t sent) const;
    std::chrono::nanoseconds quietTime() const;
    /// Ends the process; its wait status, or -1 when it could not be had.
    int end();
    Answer blame(Wait wait, int status) const;

    const Spec spec_;
    Sandbox sandbox_;
    std::string startError_; // why it cannot be started: not tried again
    int pid_ = 0;
    int socket_ = -1;
    int life_ = -1; // write end of the pipe
    ProgressPage* page_ = nullptr;
    std::string received_;
    std::uint64_t nextItem_ = 1; // numbers go on over batches and restarts
    std::uint64_t firstSent_ = 1;
    int starts_ = 0;
};

/// The worker program `name` ("segue-tagworker"): in $SEGUE_WORKER_DIR, beside the running program,
/// or in libexec/segue of the place it is installed in. The error says where it was looked for.
Result<std::string> findWorker(std::string_view name);

} // namespace segue::worker
