#include "app/workers/serve.h"

#include "app/workers/sandbox.h"
#include "core/tasks/worker/protocol.h"
#include "core/tasks/worker/wire.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <malloc.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace segue::worker {

namespace {

ProgressPage* page = nullptr;

constexpr std::uint32_t largestRequest = 16u << 20;
/// Answers wait for each other until they are so many bytes or so old: few system calls, and a slow
/// item does not hold back what is done.
constexpr std::size_t answersAtOnce = 48 * 1024;
constexpr std::int64_t oldestAnswerNs = 20'000'000;

std::int64_t monotonicNs()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

bool readAll(char* to, std::size_t size)
{
    while (size > 0) {
        const ssize_t got = ::read(socketFd, to, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool writeAll(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t done = ::write(socketFd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

bool writeFrame(std::string_view head, std::string_view body)
{
    WireWriter out;
    out.number(static_cast<std::uint32_t>(head.size() + body.size()));
    out.bytes().append(head);
    out.bytes().append(body);
    return writeAll(out.bytes());
}

class Answers {
public:
    void add(AnswerKind kind, std::string_view bytes)
    {
        answers_.number(kind);
        answers_.text(bytes);
        ++count_;
    }
    bool isDue(std::int64_t now) const
    {
        return answersAtOnce <= pending().size() || now - flushedNs_ >= oldestAnswerNs;
    }
    bool flush(std::int64_t now)
    {
        flushedNs_ = now;
        if (count_ == 0)
            return true;
        WireWriter head;
        head.number(FrameKind::answers);
        head.number(count_);
        const bool written = writeFrame(head.bytes(), pending());
        answers_.bytes().clear();
        count_ = 0;
        return written;
    }

private:
    const std::string& pending() const { return answers_.bytes(); }

    mutable WireWriter answers_;
    std::uint32_t count_ = 0;
    std::int64_t flushedNs_ = 0;
};

/// False when what was sent makes no sense, or nobody listens.
bool workOff(std::string_view frame, const Handler& handle)
{
    WireReader in(frame);
    auto number = in.number<std::uint64_t>();
    const auto count = in.number<std::uint32_t>();
    Answers answers;
    Heart heart;
    std::int64_t now = monotonicNs();
    answers.flush(now);
    for (std::uint32_t i = 0; i < count; ++i, ++number) {
        const std::string_view item = in.text();
        if (!in.ok())
            return false;
        page->beatNs.store(now, std::memory_order_relaxed);
        page->item.store(number, std::memory_order_relaxed);
        try {
            answers.add(AnswerKind::done, handle(item, heart));
        } catch (const std::bad_alloc&) {
            ::_exit(outOfMemoryExit);
        } catch (const std::exception& e) {
            answers.add(AnswerKind::failed, e.what());
        }
        now = monotonicNs();
        if (answers.isDue(now) && !answers.flush(now))
            return false;
    }
    return answers.flush(now);
}

/// A file's pictures come and go: memory that is given back to the kernel after each file has to be
/// fetched, zeroed, for the next.
void keepMemory()
{
#if defined(__GLIBC__)
    ::mallopt(M_MMAP_THRESHOLD, 8 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 16 << 20);
    ::mallopt(M_TOP_PAD, 1 << 20);
#endif
}

/// Whether this process was started by the program, with all that belongs to it.
bool takeOver()
{
    struct stat info { };
    if (::fstat(socketFd, &info) != 0 || !S_ISSOCK(info.st_mode) || ::fstat(lifeFd, &info) != 0
        || !S_ISFIFO(info.st_mode))
        return false;
    // The end of the program ends this process at once, whatever it is at: nobody writes to the
    // pipe, so that the signal means its end.
    if (::fcntl(lifeFd, F_SETOWN, ::getpid()) != 0
        || ::fcntl(lifeFd, F_SETFL, O_ASYNC | O_NONBLOCK) != 0)
        return false;
    char none = 0;
    if (::read(lifeFd, &none, 1) == 0)
        return false; // it is gone already
    void* const mapped
        = ::mmap(nullptr, sizeof(ProgressPage), PROT_READ | PROT_WRITE, MAP_SHARED, pageFd, 0);
    if (mapped == MAP_FAILED)
        return false;
    page = static_cast<ProgressPage*>(mapped);
    ::close(pageFd);
    return true;
}

} // namespace

void Heart::beat()
{
    page->beatNs.store(monotonicNs(), std::memory_order_relaxed);
}

int serve(int argc, char** argv, const Handler& handle)
{
    if (argc < 2 || !takeOver()) {
        std::fputs("This program reads files for Segue, which starts it. Start segue.\n", stderr);
        return wrongUseExit;
    }
    std::signal(SIGPIPE, SIG_IGN);
    keepMemory();
    const SandboxReport sandbox = enterSandbox(std::strtoull(argv[1], nullptr, 10));
    std::set_new_handler([] { ::_exit(outOfMemoryExit); });
    WireWriter hello;
    hello.number(FrameKind::hello);
    hello.number(protocolVersion);
    for (const auto* list : {&sandbox.held, &sandbox.missing}) {
        hello.number(static_cast<std::uint32_t>(list->size()));
        for (const std::string& line : *list)
            hello.text(line);
    }
    if (!writeFrame(hello.bytes(), {}))
        return 1;
    std::string frame;
    while (true) {
        std::uint32_t size = 0;
        if (!readAll(reinterpret_cast<char*>(&size), sizeof size))
            return 0; // the program closed the connection
        if (size > largestRequest)
            return wrongUseExit;
        frame.resize(size);
        if (!readAll(frame.data(), size) || !workOff(frame, handle))
            return wrongUseExit;
    }
}

} // namespace segue::worker
