// A worker that misbehaves on demand: "VERB [ARGUMENT]". What it could do although it shall not is
// answered with "could".
#include "app/workers/serve.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

std::string could(bool did)
{
    return did ? "could" : std::string("could not: ") + std::strerror(errno);
}

bool canOpen(const std::string& path, int flags)
{
    const int fd = ::open(path.c_str(), flags, 0600);
    if (fd >= 0)
        ::close(fd);
    return fd >= 0;
}

bool canFork()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    return child > 0;
}

bool canRaiseLimits()
{
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    return ::setrlimit(RLIMIT_AS, &more) == 0;
}

std::string tryForbidden(const std::string& verb, const std::string& path)
{
    if (verb == "read")
        return could(canOpen(path, O_RDONLY));
    if (verb == "write")
        return could(canOpen(path, O_WRONLY));
    if (verb == "create")
        return could(canOpen(path + ".new", O_CREAT | O_RDWR));
    if (verb == "truncate")
        return could(::truncate(path.c_str(), 0) == 0 || canOpen(path, O_RDONLY | O_TRUNC));
    if (verb == "unlink")
        return could(::unlink(path.c_str()) == 0);
    if (verb == "rename")
        return could(::rename(path.c_str(), (path + ".new").c_str()) == 0);
    if (verb == "chmod")
        return could(::chmod(path.c_str(), 0777) == 0);
    if (verb == "touch")
        return could(::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0);
    if (verb == "mkdir")
        return could(::mkdir((path + ".dir").c_str(), 0700) == 0);
    if (verb == "network")
        return could(::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    if (verb == "local-socket")
        return could(::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    if (verb == "fork")
        return could(canFork());
    if (verb == "exec")
        return could(::execl("/bin/true", "true", nullptr) == 0);
    if (verb == "limits")
        return could(canRaiseLimits());
    if (verb == "kill-parent")
        return could(::kill(::getppid(), SIGTERM) == 0);
    throw std::runtime_error("unknown verb " + verb);
}

void sleepFor(long milliseconds)
{
    const timespec time{milliseconds / 1000, milliseconds % 1000 * 1'000'000};
    ::nanosleep(&time, nullptr);
}

[[noreturn]] void hang()
{
    for (volatile unsigned turns = 0;;)
        turns = turns + 1;
}

std::string handle(std::string_view item, segue::worker::Heart& heart)
{
    const std::string verb(item.substr(0, item.find(' ')));
    const std::string argument(item.substr(std::min(item.size(), verb.size() + 1)));
    if (verb == "echo")
        return argument;
    if (verb == "pid")
        return std::to_string(::getpid());
    if (verb == "big")
        return std::string(static_cast<std::size_t>(std::stoll(argument)), 'x');
    if (verb == "crash")
        ::raise(SIGSEGV);
    if (verb == "abort")
        std::abort();
    if (verb == "exit")
        ::_exit(3);
    if (verb == "refuse")
        throw std::runtime_error("is refused");
    if (verb == "hang")
        hang();
    if (verb == "slow") { // is at work all the time
        for (long left = std::stol(argument); left > 0; left -= 10) {
            heart.beat();
            sleepFor(10);
        }
        return "slow";
    }
    if (verb == "allocate") {
        std::vector<std::unique_ptr<char[]>> blocks;
        while (true) // ends where the limit is
            blocks.emplace_back(new char[1 << 20]);
    }
    if (verb == "garbage") {
        const std::string noise(1000, '\xff');
        (void)!::write(0, noise.data(), noise.size());
        return {};
    }
    return tryForbidden(verb, argument);
}

} // namespace

int main(int argc, char** argv)
{
    return segue::worker::serve(argc, argv, handle);
}
