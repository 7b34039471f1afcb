#include "app/screenshot.h"

#include "app/app_context.h"
#include "app/cli/io.h"
#include "app/data_folder.h"
#include "app/player_factory.h"
#include "app/queue_store.h"
#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/library.h"
#include "core/recommend/service/for_you.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QSettings>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTimer>

#include <SQLiteCpp/Backup.h>

#include <unistd.h>

#include <functional>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace fs = std::filesystem;

namespace {

constexpr qint64 patienceMs = 30'000;
constexpr int lookAgainMs = 10;

int complain(const QString& message)
{
    const QByteArray line = "segue: " + message.toUtf8() + '\n';
    (void)writeAll(STDERR_FILENO, line.constData(), static_cast<std::size_t>(line.size()));
    return 1;
}

/// The database as it is now, beside whoever writes it; nothing when there is none yet.
Result<void> copyDatabase(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    if (!fs::exists(from, error))
        return {};
    auto source = db::Store::openReadOnly(from);
    if (!source)
        return source.error();
    try {
        db::Connection target(to.string(), db::Access::readWrite);
        SQLite::Backup(target.database(), (*source)->database()).executeStep(-1);
        return {};
    } catch (const std::exception& e) {
        return Error{"The database " + from.string() + " could not be copied: " + e.what()};
    }
}

/// Handles events until `ready`, or for too long.
bool waitUntil(const std::function<bool()>& ready)
{
    QElapsedTimer timer;
    timer.start();
    QTimer tick; // looks again also when nothing else happens
    tick.start(lookAgainMs);
    while (!ready() && timer.elapsed() < patienceMs)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return ready();
}

QImage render(AppContext& context, QSettings& settings, const ScreenshotOptions& options)
{
    ui::MainWindow window(context.windowServices(settings));
    window.show();
    if (!options.page.empty())
        window.showPage(QString::fromStdString(options.page));
    // A remembered geometry does not count.
    window.setWindowState(Qt::WindowNoState);
    window.resize(options.width, options.height);
    for (int round = 0; round < 4; ++round) { // rows, their covers, what these change
        QCoreApplication::processEvents();
        QThreadPool::globalInstance()->waitForDone(static_cast<int>(patienceMs));
        QCoreApplication::processEvents();
        window.settle();
    }
    return window.grab().toImage();
}

} // namespace

int takeScreenshot(const Command& command, const fs::path& dataFolder)
{
    const ScreenshotOptions& options = command.screenshot;
    const QTemporaryDir copy;
    const fs::path folder = copy.path().toStdString();
    if (!copy.isValid())
        return complain(u"No temporary folder could be made: "_s + copy.errorString());
    if (const auto copied = copyDatabase(databasePath(dataFolder), databasePath(folder)); !copied)
        return complain(QString::fromStdString(copied.error().message));

    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        qputenv("XDG_RUNTIME_DIR", copy.path().toLocal8Bit()); // Qt asks for one
    qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scale));
    static char name[] = "segue";
    char* arguments[] = {name, nullptr};
    int count = 1;
    QApplication application(count, arguments);
    QCoreApplication::setApplicationName(u"segue"_s);
    const QString settingsFile = QFile::decodeName(settingsPath(folder).c_str());
    QFile::copy(QFile::decodeName(settingsPath(dataFolder).c_str()), settingsFile);
    QSettings settings(settingsFile, QSettings::IniFormat);
    const QString theme = options.theme.empty() ? settings.value(u"window/theme"_s).toString()
                                                : QString::fromStdString(options.theme);
    ui::applyTheme(application, ui::themeModeFromString(theme).value_or(ui::ThemeMode::system));

    auto context = AppContext::open(folder);
    if (!context)
        return complain(QString::fromStdString(context.error().message));
    auto player = makeHeadlessPlayer(**context, {}, {}, false); // shows the queue, never plays
    QueueStore queue((*context)->store(), (*context)->taste().listener(), *player);
    (*context)->usePlayer(std::move(player));
    queue.restore();
    (*context)->startForWindow();
    if (!waitUntil([&] { return (*context)->isReady(); }))
        return complain(u"The library was not ready within 30 s; the picture was not taken."_s);
    const QImage image = render(**context, settings, options);
    const QString file = QFile::decodeName(options.file.c_str());
    if (!image.save(file, "PNG"))
        return complain(
            u"The picture %1 could not be written. Check the folder and its permissions."_s.arg(
                file));
    return 0;
}

} // namespace segue::app
