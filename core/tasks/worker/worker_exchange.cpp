#include "core/tasks/worker/protocol.h"
#include "core/tasks/worker/wire.h"
#include "core/tasks/worker/worker_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fstream>
#include <numeric>
#include <poll.h>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace segue::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto lookForStop = 50ms; // how often a waiting thread looks whether it shall stop
constexpr int attemptsBeforeBlame = 2;
constexpr int mostStarved = 10; // times the patience, for a process that gets no turn

std::string signalText(int signal)
{
    switch (signal) {
    case SIGSEGV:
        return "segmentation fault";
    case SIGABRT:
        return "aborted";
    case SIGBUS:
        return "bus error";
    case SIGFPE:
        return "division by zero";
    case SIGILL:
        return "illegal instruction";
    case SIGSYS:
        return "forbidden system call";
    case SIGXFSZ:
        return "tried to write a file";
    case SIGKILL:
        return "killed";
    default:
        return "signal " + std::to_string(signal);
    }
}

std::string secondsText(std::chrono::milliseconds time)
{
    return time % 1s == 0ms ? std::to_string(time / 1s) + " s"
                            : std::to_string(time.count()) + " ms";
}

struct ProcessState {
    char state = '?'; ///< 'R': runs, or would if it were let
    std::chrono::milliseconds processor{0};
};

ProcessState stateOf(int pid)
{
    ProcessState found;
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(in, line);
    // Behind the name, which may hold anything: state, ten numbers, user and system ticks.
    std::istringstream rest(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    long long number = 0, user = 0, system = 0;
    rest >> found.state;
    for (int i = 0; i < 10; ++i)
        rest >> number;
    if (rest >> user >> system)
        found.processor
            = std::chrono::milliseconds((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
    return found;
}

} // namespace

std::chrono::nanoseconds WorkerProcess::quietTime() const
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t ns = now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
    const std::int64_t beat = page_->beatNs.load(std::memory_order_relaxed);
    return std::chrono::nanoseconds(std::clamp<std::int64_t>(ns - beat, 0, ns));
}

bool WorkerProcess::sendAll(std::string_view bytes)
{
    // The worker takes the whole frame before it begins to work: this does not wait long. When it
    // does (a stopped process), the answer's patience would not count; so it has a limit here.
    const auto deadline = std::chrono::steady_clock::now() + spec_.patience;
    while (!bytes.empty()) {
        const ssize_t sent
            = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return false;
        pollfd poll{socket_, POLLOUT, 0};
        ::poll(&poll, 1, static_cast<int>(lookForStop.count()));
        if (std::chrono::steady_clock::now() > deadline)
            return false;
    }
    return true;
}

WorkerProcess::Wait WorkerProcess::receiveFrame(std::string& frame,
    std::chrono::milliseconds patience, bool watchPage, const std::stop_token& stop)
{
    const auto began = std::chrono::steady_clock::now();
    const ProcessState before = stateOf(pid_);
    // On a machine that is busy the worker may just have had no turn: patience is with its own time
    // then, within bounds.
    const auto isStarved = [&](auto waited) {
        const ProcessState now = stateOf(pid_);
        return now.state == 'R' && waited < patience * mostStarved
            && now.processor - before.processor < patience / 2;
    };
    std::uint32_t size = 0;
    while (true) {
        if (received_.size() >= sizeof size) {
            std::memcpy(&size, received_.data(), sizeof size);
            if (size > spec_.largestAnswer)
                return Wait::ended;
            if (received_.size() >= sizeof size + size) {
                frame.assign(received_, sizeof size, size);
                received_.erase(0, sizeof size + size);
                return Wait::ready;
            }
        }
        pollfd poll{socket_, POLLIN, 0};
        if (const int ready = ::poll(&poll, 1, static_cast<int>(lookForStop.count())); ready <= 0) {
            if (stop.stop_requested())
                return Wait::cancelled;
            const auto waited = std::chrono::steady_clock::now() - began;
            if (waited > patience && (!watchPage || quietTime() > patience) && !isStarved(waited))
                return Wait::hung;
            continue;
        }
        std::array<char, 64 * 1024> chunk;
        const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (got > 0)
            received_.append(chunk.data(), static_cast<std::size_t>(got));
        else if (got == 0 || (errno != EINTR && errno != EAGAIN))
            return Wait::ended;
    }
}

bool WorkerProcess::takeAnswers(std::string_view frame, std::span<const std::size_t> sent,
    std::size_t& answered, std::vector<Answer>& answers) const
{
    WireReader in(frame);
    if (in.number<std::uint8_t>() != static_cast<std::uint8_t>(FrameKind::answers))
        return false;
    const auto count = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok() && answered < sent.size(); ++i) {
        const auto kind = static_cast<AnswerKind>(in.number<std::uint8_t>());
        const std::string_view bytes = in.text();
        if (!in.ok())
            return false;
        Answer& answer = answers[sent[answered++]];
        answer.ending = kind == AnswerKind::done ? Answer::Ending::done : Answer::Ending::failed;
        answer.bytes = bytes;
    }
    return in.ok() && in.atEnd();
}

WorkerProcess::Wait WorkerProcess::exchange(std::span<const std::string> items,
    std::span<const std::size_t> sent, std::size_t& answered, std::vector<Answer>& answers,
    const std::stop_token& stop)
{
    WireWriter out;
    firstSent_ = nextItem_;
    nextItem_ += sent.size();
    std::size_t bytes = sizeof(std::uint64_t) + sizeof(std::uint32_t);
    for (const std::size_t i : sent)
        bytes += sizeof(std::uint32_t) + items[i].size();
    out.bytes().reserve(sizeof(std::uint32_t) + bytes);
    out.number(static_cast<std::uint32_t>(bytes));
    out.number(firstSent_);
    out.number(static_cast<std::uint32_t>(sent.size()));
    for (const std::size_t i : sent)
        out.text(items[i]);
    if (!sendAll(out.bytes()))
        return Wait::ended;
    std::string frame;
    while (answered < sent.size()) {
        if (const Wait wait = receiveFrame(frame, spec_.patience, true, stop); wait != Wait::ready)
            return wait;
        if (!takeAnswers(frame, sent, answered, answers))
            return Wait::ended;
    }
    return Wait::ready;
}

std::size_t WorkerProcess::itemAtWork(std::size_t answered, std::size_t sent) const
{
    // The page is the worker's to write: what it says only moves the blame within this batch.
    const std::uint64_t item = page_->item.load(std::memory_order_relaxed);
    const std::uint64_t place = item < firstSent_ ? 0 : item - firstSent_;
    return std::clamp<std::size_t>(place, answered, sent - 1);
}

Answer WorkerProcess::blame(Wait wait, int status) const
{
    using Ending = Answer::Ending;
    if (wait == Wait::hung)
        return {Ending::hung,
            "was given up: " + spec_.name + " came to no end with it within "
                + secondsText(spec_.patience)};
    if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == outOfMemoryExit)
        return {Ending::outOfMemory,
            "was given up: " + spec_.name + " needed more than "
                + std::to_string(spec_.memory >> 20) + " MiB of memory for it"};
    std::string how = "ended unexpectedly";
    if (status != -1 && WIFSIGNALED(status))
        how = signalText(WTERMSIG(status));
    else if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) != 0)
        how = "exit code " + std::to_string(WEXITSTATUS(status));
    return {Ending::crashed, "made " + spec_.name + " crash (" + how + ")"};
}

std::vector<Answer> WorkerProcess::run(
    std::span<const std::string> items, const std::stop_token& stop)
{
    std::vector<Answer> answers(items.size());
    std::vector<int> attempts(items.size());
    std::vector<std::size_t> left(items.size());
    std::iota(left.begin(), left.end(), std::size_t{0});
    // After a failure one by one: what a living worker does when its nonsense is read may be the
    // next item already, and the blame would meet that one.
    std::size_t together = items.size();
    while (!left.empty() && !stop.stop_requested()) {
        const std::span<const std::size_t> sent
            = std::span(left).first(std::min(together, left.size()));
        if (const Result<void> started = start(); !started) {
            for (const std::size_t i : left)
                answers[i] = {Answer::Ending::notStarted, started.error().message};
            break;
        }
        std::size_t answered = 0;
        const Wait wait = exchange(items, sent, answered, answers, stop);
        if (wait == Wait::ready) {
            left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(answered));
            continue;
        }
        together = 1;
        const std::size_t place = itemAtWork(answered, sent.size());
        const Answer why = blame(wait, end());
        if (wait == Wait::cancelled)
            break;
        const std::size_t blamed = left[place];
        // Answers that were ready and not sent yet are lost with the process: worked off again.
        if (wait == Wait::hung || ++attempts[blamed] == attemptsBeforeBlame) {
            answers[blamed] = why;
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(place));
        }
        left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(answered));
    }
    return answers;
}

Answer WorkerProcess::run(const std::string& item, const std::stop_token& stop)
{
    return std::move(run(std::span(&item, 1), stop).front());
}

} // namespace segue::worker
