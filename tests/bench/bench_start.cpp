// How long the program takes to show its window on an existing library, and its commands to answer.
//
//   bench_start PROGRAM DATA_FOLDER [FOLDER…] [--runs N] [--cold 1] [--settle S] [--slow MS]
//   [--make TRACKS]
//
// --make fills DATA_FOLDER, when it has no database yet, with made tracks.
// The window opens on the platform of the environment (QT_QPA_PLATFORM=offscreen without a
// display).
// --cold 1 drops the kernel's caches before each start; only root may. --settle S keeps each window
// for S seconds more, while the program looks at its folders, and reports how long its thread was
// busy at most.
// --slow MS delays each look at DATA_FOLDER and the FOLDERs by that much. The commands are left out
// then: they end when they have read the database, which is what was asked to take long.
#include "tests/bench/bench_report.h"
#include "tests/bench/made_database.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>

using namespace segue::bench;

namespace {

constexpr int idleAfterMs = 1500;

double nowMs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Starts the program; its stderr (or stdout) can be read from `out`.
pid_t start(const std::vector<std::string>& command, int stream, int& out)
{
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        std::exit(1);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], stream);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t pid = 0;
    if (posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
        std::perror(arguments[0]);
        std::exit(1);
    }
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    out = ends[0];
    return pid;
}

/// Peak and present resident memory of a process, MiB.
std::pair<double, double> memoryOf(pid_t pid)
{
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    std::pair<double, double> memory;
    for (std::string line; std::getline(status, line);) {
        double kib = 0;
        if (std::sscanf(line.c_str(), "VmHWM: %lf", &kib) == 1)
            memory.first = kib / 1024;
        if (std::sscanf(line.c_str(), "VmRSS: %lf", &kib) == 1)
            memory.second = kib / 1024;
    }
    return memory;
}

/// Milliseconds from the start of the process to each of its points; the window is closed then.
std::map<std::string, double> startWindow(
    const std::string& program, const std::string& data, double settleMs)
{
    int err = -1;
    const double began = nowMs();
    const pid_t pid = start({program, "--data", data}, STDERR_FILENO, err);
    std::map<std::string, double> points;
    std::string text;
    points["longest stall"] = 0;
    const auto isOver = [&] {
        const auto rows = points.find("rows");
        return rows != points.end() && nowMs() - began > rows->second + settleMs;
    };
    while (!isOver() && nowMs() - began < 60'000 + settleMs) {
        pollfd entry{err, POLLIN, 0};
        std::array<char, 4096> buffer{};
        if (poll(&entry, 1, 50) <= 0)
            continue;
        const ssize_t size = read(err, buffer.data(), buffer.size());
        if (size <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(size));
        for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            std::array<char, 32> name{};
            long long at = 0;
            if (std::sscanf(text.c_str(), "startup stall %lld", &at) == 1)
                points["longest stall"]
                    = std::max(points["longest stall"], static_cast<double>(at) / 1e6);
            else if (std::sscanf(text.c_str(), "startup %31s %lld", name.data(), &at) == 2)
                points.emplace(name.data(), static_cast<double>(at) / 1e6 - began);
            text.erase(0, end + 1);
        }
    }
    // Idle: what the start itself needed is given back by then.
    poll(nullptr, 0, idleAfterMs);
    const auto [peak, present] = memoryOf(pid);
    points["peak"] = peak;
    points["idle"] = present;
    kill(pid, SIGTERM);
    int status = 0;
    waitpid(pid, &status, 0);
    close(err);
    return points;
}

double runCommand(std::vector<std::string> command)
{
    int out = -1;
    const double began = nowMs();
    const pid_t pid = start(command, STDOUT_FILENO, out);
    std::array<char, 65536> buffer{};
    while (read(out, buffer.data(), buffer.size()) > 0) { }
    int status = 0;
    waitpid(pid, &status, 0);
    close(out);
    if (status != 0)
        std::fprintf(stderr, "%s failed\n", command[1].c_str());
    return nowMs() - began;
}

void dropCaches()
{
    sync();
    std::ofstream drop("/proc/sys/vm/drop_caches");
    drop << "3\n";
    if (!drop.flush())
        std::fputs("the caches could not be dropped: the figures are warm\n", stderr);
}

/// From here on, programs started find `folders` (and the data folder) slow.
void delayStorage(const std::vector<std::string>& arguments, long ms)
{
    std::string folders;
    for (std::size_t i = 1; i < arguments.size(); ++i)
        folders += arguments[i] + ':';
    setenv("SEGUE_SLOW_PATHS", folders.c_str(), 1);
    setenv("SEGUE_SLOW_MS", std::to_string(ms).c_str(), 1);
    setenv("LD_PRELOAD", SEGUE_SLOW_STORAGE, 1);
}

} // namespace

int main(int argc, char** argv)
{
    Report report("start", argc, argv);
    if (report.arguments().size() < 2) {
        std::fputs("bench_start PROGRAM DATA_FOLDER [FOLDER…] [--runs N] [--cold 1] [--settle S] "
                   "[--slow MS]\n",
            stderr);
        return 2;
    }
    const std::string program = report.arguments()[0], data = report.arguments()[1];
    const long runs = report.option("runs", 7);
    const bool cold = report.option("cold", 0) != 0;
    if (const long made = report.option("make", 0); made > 0)
        makeData(data, made);
    const double settleMs = 1000.0 * static_cast<double>(report.option("settle", 0));
    const long slowMs = report.option("slow", 0);
    setenv("SEGUE_STARTUP_TRACE", "1", 1);
    if (slowMs > 0)
        delayStorage(report.arguments(), slowMs);
    if (!cold)
        startWindow(program, data, settleMs);
    std::map<std::string, std::vector<double>> points;
    for (long run = 0; run < runs; ++run) {
        if (cold)
            dropCaches();
        for (const auto& [name, ms] : startWindow(program, data, settleMs))
            points[name].push_back(ms);
    }
    if (points["rows"].empty()) {
        std::fputs(
            "bench_start: the window did not open: set DISPLAY, or QT_QPA_PLATFORM=offscreen.\n",
            stderr);
        return 1;
    }
    constexpr double budgetMs = 300, budgetMib = 200;
    for (const char* name : {"main", "database", "shown", "rows"}) {
        const std::string figure = std::string("start to ") + name;
        if (std::string(name) == "rows" && !cold && slowMs == 0)
            report.add(figure, quantile(points[name], .5), "ms", budgetMs, "budget");
        else
            report.add(figure, quantile(points[name], .5), "ms");
    }
    report.add("resident memory, idle", quantile(points["idle"], .5), "MiB", budgetMib, "budget");
    report.add("resident memory, peak of the start", quantile(points["peak"], .5), "MiB");
    if (settleMs > 0)
        report.add(
            "longest stall, once shown", quantile(points["longest stall"], 1), "ms", 16, "a frame");
    unsetenv("SEGUE_STARTUP_TRACE");
    const std::map<std::string, std::vector<std::string>> commands{
        {"tracks --limit 1", {program, "tracks", "--limit", "1", "--data", data}},
        {"tracks --json", {program, "tracks", "--json", "--data", data}},
        {"for-you", {program, "for-you", "--json", "--data", data}},
        {"history", {program, "history", "--limit", "20", "--data", data}}};
    for (const auto& [name, command] : commands) {
        if (slowMs > 0)
            break;
        std::vector<double> times;
        for (long run = 0; run < runs; ++run)
            times.push_back(runCommand(command));
        report.add("segue " + name, quantile(times, .5), "ms");
    }
    return report.finish();
}
