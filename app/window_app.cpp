#include "app/window_app.h"

#include "app/app_context.h"
#include "app/data_folder.h"
#include "app/dispatch.h"
#include "app/file_edits.h"
#include "app/instance/instance_server.h"
#include "app/memory.h"
#include "app/moved_files.h"
#include "app/player_factory.h"
#include "app/queue_entries.h"
#include "app/queue_store.h"

#include "app/signals.h"
#include "app/startup_trace.h"
#include "core/analysis/service/analysis_service.h"
#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/listeners/listener_service.h"
#include "core/playback/engine_player.h"
#include "core/recommend/service/for_you_service.h"
#include "core/tasks/task_runner.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QFile>
#include <QMessageBox>
#include <QSettings>
#include <QThreadPool>
#include <QTimer>

#include <unistd.h>

#include <cstdlib>
#include <utility>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

bool hasDisplay()
{
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"}) {
        if (const char* value = std::getenv(name); value && *value)
            return true;
    }
    return false;
}

int complain(const QString& message)
{
    const QByteArray line = "segue: " + message.toUtf8() + '\n';
    (void)writeAll(STDERR_FILENO, line.constData(), static_cast<std::size_t>(line.size()));
    return 1;
}

/// Started from a desktop there is no terminal to read the reason on.
int complainInWindow(const QString& message)
{
    if (!isatty(STDERR_FILENO) && QApplication::platformName() != u"offscreen")
        QMessageBox::critical(nullptr, u"Segue"_s, message);
    return complain(message);
}

QtMessageHandler usualHandler = nullptr;

/// Qt Multimedia complains on stderr where no sound server runs; the player says so in the window.
void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (usualHandler && !message.startsWith(u"PulseAudioService: "))
        usualHandler(type, context, message);
}

/// The window and what acts on it from outside.
class WindowApp : public QObject {
public:
    WindowApp(AppContext& context, QSettings& settings)
        : context_(context)
        , window_(context.windowServices(settings))
    {
        new MovedFiles(context, window_); // goes with the window
        new FileEdits(context, settings, &window_);
        analyseByItself(settings);
        context.openInWindow = [this](const std::vector<std::string>& files) { open(files); };
    }
    ~WindowApp() override { context_.openInWindow = nullptr; }

    void show(const std::vector<std::string>& files)
    {
        window_.show();
        traceFirstPictures(window_, context_.library());
        if (!files.empty())
            open(files);
        if (!context_.notice().isEmpty())
            window_.toast().showMessage(context_.notice(), {}, true);
        // The disk is looked at after the first picture is on the screen.
        QTimer::singleShot(0, this, [this] {
            context_.whenLoaded(nullptr, [this] { context_.library().watch(); });
            const auto giveBack = [] { QThreadPool::globalInstance()->start(giveBackFreeMemory); };
            connect(&context_.library(), &Library::scanFinished, this, giveBack);
            connect(&context_.analysis(), &Analysis::finished, this, giveBack);
            runThen(
                this,
                [&store = context_.store(), now = context_.clock().now()] {
                    return store.maintain(now);
                },
                [this](const Result<void>& result) {
                    if (!result)
                        window_.toast().showMessage(
                            QString::fromStdString(result.error().message), {}, true);
                });
        });
    }

    /// As if the listener closed it: what it keeps is kept.
    void close() { window_.close(); }

private:
    /// What a scan found is analysed behind it; the track that plays before the others.
    void analyseByItself(QSettings& settings)
    {
        AnalysisService& analysis = context_.analysis();
        connect(&context_.library(), &Library::scanFinished, this, [&analysis, &settings] {
            if (settings.value(ui::analyseSetting, true).toBool() && !analysis.progress().running)
                analysis.start({});
        });
        connect(&analysis, &Analysis::problem, this,
            [this](const QString& message) { window_.toast().showMessage(message, {}, true); });
        Player& player = *context_.player();
        const auto tell = [&analysis, &player] {
            const auto entry = player.current();
            analysis.setPlaying(
                player.state() == PlaybackState::playing, entry ? entry->track : TrackId{});
        };
        connect(&player, &Player::stateChanged, this, tell);
        connect(&player, &Player::currentChanged, this, tell);
        tell();
    }

    void open(const std::vector<std::string>& files)
    {
        window_.setWindowState(window_.windowState() & ~Qt::WindowMinimized);
        window_.show();
        window_.raise();
        window_.activateWindow();
        std::vector<std::string> songs;
        for (const std::string& file : files) {
            std::error_code error;
            if (!std::filesystem::is_directory(file, error))
                songs.push_back(file);
            else if (const auto added = context_.library().addRoot(QByteArray::fromStdString(file));
                     !added)
                window_.toast().showMessage(
                    QString::fromStdString(added.error().message), {}, true);
        }
        if (songs.empty())
            return;
        context_.whenLoaded(nullptr, [this, songs] {
            makeQueueEntries(
                context_.library(), songs, this, [this](std::vector<QueueEntry> entries) {
                    context_.player()->playNow(std::move(entries), 0, StartedBy::user);
                });
        });
    }

    AppContext& context_;
    ui::MainWindow window_;
};

/// The window's exit code when it is to open again for another listener.
constexpr int otherListener = -1;

/// One listener's services and window, until it is closed or another listener takes over.
int runForListener(const std::filesystem::path& dataFolder, const InstanceLock& lock,
    QSettings& settings, const std::vector<std::string>& files)
{
    auto context = AppContext::open(dataFolder);
    if (!context)
        return complainInWindow(QString::fromStdString(context.error().message));
    traceStartup("database");
    InstanceServer server([&context](const Request& request, const IoPtr& io) {
        dispatch(**context, {}, request, io);
    });
    if (const auto socket = server.listen(dataFolder))
        lock.publish(*socket);
    else
        complain(QString::fromStdString(socket.error().message));

    auto player = makeWindowPlayer(**context);
    EnginePlayer& playing = *player;
    (*context)->usePlayer(std::move(player));
    (*context)->startForWindow();
    int exitCode = 0;
    {
        QueueStore queue((*context)->store(), (*context)->taste().listener(), playing);
        queue.restore();
        WindowApp window(**context, settings);
        ListenerService& listeners = (*context)->listeners();
        // Whoever asked is answered first.
        QObject::connect(
            &listeners, &Listeners::switched, &window,
            [&listeners, &window](ListenerId to) {
                if (to == listeners.current())
                    return;
                // A quit that is asked for by the closing window would end the next one.
                QApplication::setQuitOnLastWindowClosed(false);
                window.close();
                QApplication::exit(otherListener);
            },
            Qt::QueuedConnection);
        QApplication::setQuitOnLastWindowClosed(true);
        window.show(files);
        exitCode = QApplication::exec();
    }
    server.close();
    (void)(*context)->endPlayer();
    return exitCode;
}

} // namespace

int runWindow(
    const Command& command, const std::filesystem::path& dataFolder, const InstanceLock& lock)
{
    if (!hasDisplay()) {
        return complain(
            u"There is no display to open the window on. Commands work without one: segue --help"_s);
    }
    usualHandler = qInstallMessageHandler(handleMessage);
    static char name[] = "segue";
    char* arguments[] = {name, nullptr};
    int count = 1;
    QApplication application(count, arguments);
    QCoreApplication::setApplicationName(u"segue"_s);
    QGuiApplication::setApplicationDisplayName(u"Segue"_s);
    QGuiApplication::setDesktopFileName(u"segue"_s);
    SignalWatcher signalWatcher;
    QObject::connect(&signalWatcher, &SignalWatcher::caught, &application, &QApplication::quit);

    QSettings settings(QFile::decodeName(settingsPath(dataFolder).c_str()), QSettings::IniFormat);
    ui::applyTheme(application,
        ui::themeModeFromString(settings.value(u"window/theme"_s).toString())
            .value_or(ui::ThemeMode::system));
    std::vector<std::string> files;
    for (const std::string& file : command.files)
        files.push_back(absolutePath(processOrigin(false).folder, file));
    int exitCode = otherListener;
    while (exitCode == otherListener)
        exitCode = runForListener(dataFolder, lock, settings, std::exchange(files, {}));
    return exitCode;
}

} // namespace segue::app
