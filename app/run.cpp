#include "app/run.h"

#include "app/app_context.h"
#include "app/data_folder.h"
#include "app/dispatch.h"
#include "app/instance/instance_client.h"
#include "app/instance/instance_server.h"
#include "app/signals.h"
#include "app/window_app.h"

#include <QCoreApplication>

#include <unistd.h>

#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr auto ownerPatience = 15s; // for an owner that starts, ends or does short work
constexpr auto retryPause = 20ms;

int complain(const std::string& message)
{
    const std::string line = "segue: " + message + '\n';
    (void)writeAll(STDERR_FILENO, line.data(), line.size());
    return 1;
}

int ownerProblem(const fs::path& folder, const ForwardResult& result)
{
    const std::string who = "The Segue that uses " + folder.string() + " (process "
        + std::to_string(result.ownerPid) + ')';
    if (result.state == ForwardResult::State::lost)
        return complain(who + " ended before the command was done. Run it again.");
    return complain(who + " does not answer. Wait for it, or end it with: kill "
        + std::to_string(result.ownerPid));
}

bool wantsWindow(const Command& command)
{
    return command.kind == Command::Kind::window;
}

int runHere(const Command& command, const fs::path& folder, const InstanceLock& lock)
{
    if (command.needsInstance)
        return complain("Segue is not running. Start it with: segue");
    return wantsWindow(command) ? runWindow(command, folder, lock)
                                : runHeadless(command, folder, lock);
}

} // namespace

int runCommand(
    const Command& command, const fs::path& folder, const std::vector<std::string>& arguments)
{
    std::error_code error;
    if (command.needsInstance && !fs::exists(folder / "segue.lock", error))
        return complain("Segue is not running. Start it with: segue");
    if (!command.needsInstance && !command.makesLibrary && !wantsWindow(command)
        && !fs::exists(databasePath(folder), error)) {
        return complain("There is no library yet in " + folder.string()
            + ". Scan a folder first: segue scan DIR");
    }
    const Io::Origin origin = processOrigin(command.json);
    const Request request{
        origin.folder, origin.outIsTerminal, origin.errIsTerminal, origin.columns, arguments};
    const auto deadline = std::chrono::steady_clock::now() + ownerPatience;
    while (true) {
        const auto lock = InstanceLock::tryAcquire(folder);
        if (!lock)
            return complain(lock.error().message);
        if (lock->has_value())
            return runHere(command, folder, **lock);
        const ForwardResult result = forwardToOwner(folder, request);
        if (result.state == ForwardResult::State::finished)
            return result.exitCode;
        if (result.state != ForwardResult::State::unreachable
            || std::chrono::steady_clock::now() > deadline)
            return ownerProblem(folder, result);
        std::this_thread::sleep_for(retryPause);
    }
}

int runHeadless(const Command& command, const fs::path& folder, const InstanceLock& lock)
{
    int argc = 0;
    QCoreApplication application(argc, nullptr);
    QCoreApplication::setApplicationName(u"segue"_s);
    SignalWatcher signalWatcher;
    const auto io = std::make_shared<ProcessIo>(processOrigin(command.json));
    auto context = AppContext::open(folder);
    if (!context)
        return complain(context.error().message);
    if (!(*context)->notice().isEmpty())
        io->errLine(u"segue: "_s + (*context)->notice());

    InstanceServer server([&context, &command](const Request& asked, const IoPtr& asking) {
        dispatch(**context, command.name, asked, asking);
    });
    if (command.lasting) {
        if (const auto socket = server.listen(folder))
            lock.publish(*socket);
        else
            io->errLine(u"segue: "_s + QString::fromStdString(socket.error().message));
    }
    int exitCode = 0;
    const auto quit = [] { QCoreApplication::quit(); };
    QObject::connect(io.get(), &ProcessIo::finished, io.get(), [&](int code) {
        exitCode = code;
        server.close();
        if (server.isIdle())
            QMetaObject::invokeMethod(&application, quit, Qt::QueuedConnection);
        else
            QObject::connect(&server, &InstanceServer::idle, &application, quit);
    });
    QObject::connect(&signalWatcher, &SignalWatcher::caught, io.get(), &Io::cancelled);
    QMetaObject::invokeMethod(
        io.get(), [&] { command.run(**context, io); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    return exitCode;
}

int runAlone(const Command& command)
{
    int argc = 0;
    QCoreApplication application(argc, nullptr);
    QCoreApplication::setApplicationName(u"segue"_s);
    SignalWatcher signalWatcher;
    const auto io = std::make_shared<ProcessIo>(processOrigin(command.json));
    int exitCode = 0;
    QObject::connect(io.get(), &ProcessIo::finished, io.get(), [&](int code) {
        exitCode = code;
        QMetaObject::invokeMethod(
            &application, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
    });
    QObject::connect(&signalWatcher, &SignalWatcher::caught, io.get(), &Io::cancelled);
    QMetaObject::invokeMethod(
        io.get(), [&] { command.runAlone(io); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    return exitCode;
}

} // namespace segue::app
