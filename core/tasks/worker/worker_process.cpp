// Starting and ending the process. How a batch is worked off is in worker_exchange.cpp.
//
// The worker ends with the program through a pipe whose write end only the program holds: the
// worker asks for SIGIO on it, whose default is to end the process. PR_SET_PDEATHSIG would not do:
// it means the thread that started the process, and pool threads come and go.
#include "core/tasks/worker/worker_process.h"

#include "core/tasks/worker/protocol.h"
#include "core/tasks/worker/wire.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <new>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace segue::worker {

namespace {

constexpr auto startPatience = std::chrono::seconds(15);
constexpr int firstFreeFd = 10; // above those that the worker gets

/// Closes what it holds, so that every way out of spawn() is clean.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd)
        : fd_(fd)
    {
    }
    Fd(Fd&& other) noexcept
        : fd_(other.release())
    {
    }
    ~Fd() { reset(); }
    Fd& operator=(Fd&&) = delete;
    /// A copy with a number that dup2() to the worker's numbers cannot meet.
    static Fd high(int fd)
    {
        const Fd low(fd);
        return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, firstFreeFd));
    }
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }
    void reset()
    {
        if (fd_ >= 0)
            ::close(release());
    }

private:
    int fd_ = -1;
};

/// Processes that were killed and are not gone yet: a read from a dead network share cannot be
/// interrupted.
class Unreaped {
public:
    void add(int pid)
    {
        const std::lock_guard lock(mutex_);
        pids_.push_back(pid);
    }
    void look()
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(pids_, [](int pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; });
    }

private:
    std::mutex mutex_;
    std::vector<int> pids_;
};

Unreaped& unreaped()
{
    static Unreaped processes;
    return processes;
}

/// Waits a second at most; -1 when the process is not gone by then.
int waitFor(int pid)
{
    using namespace std::chrono_literals;
    for (const auto pause : {0us, 50us, 200us, 1000us}) {
        for (int i = 0; i < (pause == 1000us ? 1000 : 4); ++i) {
            int status = 0;
            const pid_t got = ::waitpid(pid, &status, WNOHANG);
            if (got == pid)
                return status;
            if (got < 0 && errno != EINTR)
                return -1;
            std::this_thread::sleep_for(pause);
        }
    }
    unreaped().add(pid);
    return -1;
}

/// A worker gets no more of the environment than it needs.
std::vector<char*> workerEnvironment()
{
    static constexpr std::array names{"LC_ALL", "LC_CTYPE", "LANG", "LD_LIBRARY_PATH",
        "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"};
    std::vector<char*> kept;
    for (char** entry = environ; *entry; ++entry) {
        if (std::ranges::any_of(names, [entry](const char* name) {
                const std::size_t size = std::strlen(name);
                return std::strncmp(*entry, name, size) == 0 && (*entry)[size] == '=';
            }))
            kept.push_back(*entry);
    }
    kept.push_back(nullptr);
    return kept;
}

int spawnProcess(const Spec& spec, int socket, int life, int page, pid_t& pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, socket, socketFd);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (!std::getenv("SEGUE_WORKER_STDERR"))
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, life, lifeFd);
    posix_spawn_file_actions_adddup2(&actions, page, pageFd);
    posix_spawn_file_actions_addclosefrom_np(&actions, pageFd + 1);
    // A process group of its own: Ctrl+C in the terminal is for the program, not for its workers.
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::string program = spec.program, memory = std::to_string(spec.memory);
    std::string background = "background";
    std::array<char*, 4> arguments{
        program.data(), memory.data(), spec.background ? background.data() : nullptr, nullptr};
    std::vector<char*> environment = workerEnvironment();
    const int error = ::posix_spawn(
        &pid, spec.program.c_str(), &actions, &attributes, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

} // namespace

WorkerProcess::WorkerProcess(Spec spec)
    : spec_(std::move(spec))
{
}

WorkerProcess::~WorkerProcess()
{
    end();
    if (page_)
        ::munmap(page_, sizeof(ProgressPage));
}

Result<void> WorkerProcess::start()
{
    if (pid_ != 0)
        return {};
    if (!startError_.empty())
        return Error{startError_};
    unreaped().look();
    Result<void> started = spawn();
    if (started)
        started = greet();
    if (!started) {
        end();
        startError_ = started.error().message;
    }
    return started;
}

Result<void> WorkerProcess::spawn()
{
    const auto failed = [this](int error) {
        return Error{"The program " + spec_.program + " cannot be started: " + std::strerror(error)
            + ". Install Segue again."};
    };
    std::array<int, 2> sockets{}, life{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return failed(errno);
    Fd ours(sockets[0]);
    const Fd theirs = Fd::high(sockets[1]);
    if (::pipe2(life.data(), O_CLOEXEC) != 0)
        return failed(errno);
    const Fd lifeRead = Fd::high(life[0]);
    Fd lifeWrite(life[1]);
    // A page of its own for each process: one that was killed but is not gone must not write here.
    const Fd page = Fd::high(::memfd_create("segue-worker", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (theirs.get() < 0 || lifeRead.get() < 0 || page.get() < 0
        || ::ftruncate(page.get(), sizeof(ProgressPage)) != 0
        || ::fcntl(page.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return failed(errno);
    if (page_)
        ::munmap(page_, sizeof(ProgressPage));
    page_ = nullptr;
    void* const mapped
        = ::mmap(nullptr, sizeof(ProgressPage), PROT_READ | PROT_WRITE, MAP_SHARED, page.get(), 0);
    if (mapped == MAP_FAILED)
        return failed(errno);
    page_ = new (mapped) ProgressPage{};
    pid_t pid = 0;
    if (const int error = spawnProcess(spec_, theirs.get(), lifeRead.get(), page.get(), pid))
        return failed(error);
    pid_ = pid;
    socket_ = ours.release();
    life_ = lifeWrite.release();
    received_.clear();
    ++starts_;
    return {};
}

Result<void> WorkerProcess::greet()
{
    std::string frame;
    const Wait wait = receiveFrame(frame, startPatience, false, {});
    if (wait != Wait::ready) {
        const int status = end();
        const Answer why = blame(wait, status);
        return Error{
            "The program " + spec_.program + " does not work: it " + why.bytes + " at its start."};
    }
    WireReader in(frame);
    const auto kind = in.number<std::uint8_t>();
    const auto version = in.number<std::uint32_t>();
    if (!in.ok() || kind != static_cast<std::uint8_t>(FrameKind::hello)
        || version != protocolVersion)
        return Error{"The program " + spec_.program
            + " belongs to another version of Segue. Install both from one package."};
    sandbox_ = {};
    for (auto* list : {&sandbox_.held, &sandbox_.missing}) {
        for (auto left = std::min<std::uint32_t>(in.number<std::uint32_t>(), 100); left > 0; --left)
            list->emplace_back(in.text());
    }
    return {};
}

int WorkerProcess::end()
{
    if (pid_ == 0)
        return -1;
    ::close(std::exchange(socket_, -1));
    ::kill(pid_, SIGKILL); // one that is ending already keeps its own status
    ::close(std::exchange(life_, -1));
    return waitFor(std::exchange(pid_, 0));
}

} // namespace segue::worker
