#include "app/signals.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace segue::app {

namespace {

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};
std::array<int, 2> pipeEnds{-1, -1};
std::atomic<int> seen{0};

// Only what is safe in a signal handler: write(), _exit().
void onSignal(int signal)
{
    const int before = errno;
    if (seen.exchange(signal) == signal)
        _exit(128 + signal);
    const char byte = static_cast<char>(signal);
    if (write(pipeEnds[1], &byte, 1) < 0)
        _exit(128 + signal);
    errno = before;
}

} // namespace

SignalWatcher::SignalWatcher()
{
    // A file that would become too large is an error of the write, not the end of the program.
    std::signal(SIGXFSZ, SIG_IGN);
    if (pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the default action still ends the process
    auto* notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (read(pipeEnds[0], &byte, 1) == 1)
            Q_EMIT caught(byte);
    });
    for (const int signal : watched) {
        struct sigaction action = {};
        action.sa_handler = onSignal;
        action.sa_flags = SA_RESTART;
        struct sigaction old = {};
        sigaction(signal, nullptr, &old);
        if (old.sa_handler != SIG_IGN) // nohup
            sigaction(signal, &action, nullptr);
    }
}

SignalWatcher::~SignalWatcher()
{
    for (const int signal : watched) {
        struct sigaction old = {};
        sigaction(signal, nullptr, &old);
        if (old.sa_handler == onSignal)
            std::signal(signal, SIG_DFL);
    }
    for (const int end : pipeEnds) {
        if (end >= 0)
            close(end);
    }
}

} // namespace segue::app

#include "moc_signals.cpp"
