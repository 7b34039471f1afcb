// bench_window DATA_FOLDER [--make TRACKS] [--analysed 1] [--runs 5]
//
// The real window on a large library, driven by keys and wheel as by a user: from the start of the
// process to the first rows and to the first answer of the search, then a key in the search box,
// scrolling, sorting, selecting all, with the longest time in which the window would not have
// answered, and the memory. Runs on the display of the environment (Xvfb, say).
// --make fills DATA_FOLDER with made tracks when it has no database yet, --analysed with made
// numbers of their sound. Each start is a process of
// its own (--once 1, used by the program itself).
#include "app/app_context.h"
#include "app/player_factory.h"
#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/library/library_service.h"
#include "core/playback/engine_player.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/made_database.h"
#include "ui/main_window.h"
#include "ui/models/track_model.h"
#include "ui/pages/search_page.h"
#include "ui/pages/songs_page.h"
#include "ui/theme/theme.h"
#include "ui/views/track_view.h"
#include "ui/widgets/waveform_paint.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QProcess>
#include <QScrollBar>
#include <QSettings>
#include <QTest>
#include <QTimer>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::bench;

namespace {

/// Milliseconds since this process was started, by the kernel's account (10 ms steps).
double sinceStart()
{
    std::ifstream stat("/proc/self/stat");
    std::string line;
    std::getline(stat, line);
    long long ticks = 0;
    std::sscanf(line.c_str() + line.rfind(')') + 1,
        " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %lld",
        &ticks);
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6
        - static_cast<double>(ticks) * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// The longest time between two visits of the event loop: what a click would have waited.
class Stalls : public QObject {
public:
    Stalls()
    {
        auto* dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { watch_.restart(); });
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this,
            [this] { longest_ = std::max(longest_, watch_.milliseconds()); });
    }
    double take() { return std::exchange(longest_, 0); }

private:
    Stopwatch watch_;
    double longest_ = 0;
};

/// Runs the event loop until `done`, up to a minute.
bool runUntil(const std::function<bool()>& done)
{
    const Stopwatch watch;
    QTimer tick;
    tick.start(1);
    while (!done()) {
        if (watch.seconds() > 60)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void runFor(int milliseconds)
{
    bool over = false;
    QTimer::singleShot(milliseconds, qApp, [&over] { over = true; });
    runUntil([&over] { return over; });
}

using Figures = std::vector<std::pair<std::string, double>>;

/// Milliseconds of `act` until `done` and the picture is painted.
double timed(QWidget& window, const std::function<void()>& act, const std::function<bool()>& done)
{
    const Stopwatch watch;
    act();
    runUntil(done);
    window.repaint();
    return watch.milliseconds();
}

void drive(ui::MainWindow& window, app::AppContext& context, Stalls& stalls, Figures& figures)
{
    const auto add = [&](const char* name, double value) { figures.emplace_back(name, value); };
    auto* songs = window.findChild<ui::SongsPage*>()->findChild<ui::TrackView*>();
    runUntil([&] { return songs->model()->rowCount() > 0; });
    window.repaint();
    add("start to rows", sinceStart());
    auto* box = window.findChild<QLineEdit*>();
    box->setFocus();
    const auto results = [&]() -> QAbstractItemModel* {
        auto* page = window.findChild<ui::SearchPage*>();
        return page ? page->findChild<ui::TrackView*>()->model() : nullptr;
    };
    QTest::keyClick(box, Qt::Key_M);
    runUntil([&] { return results() && results()->rowCount() > 0; });
    window.repaint();
    add("start to the answer of a search", sinceStart());
    runUntil([&] { return context.isReady(); });
    runFor(500);
    add("longest stall of the start", stalls.take());
    double worstKey = 0;
    for (const Qt::Key key : {Qt::Key_O, Qt::Key_O, Qt::Key_N, Qt::Key_Backspace, Qt::Key_Backspace,
             Qt::Key_Backspace, Qt::Key_Backspace, Qt::Key_E, Qt::Key_Space, Qt::Key_R}) {
        worstKey = std::max(worstKey,
            timed(
                window, [&] { QTest::keyClick(box, key); }, [] { return true; }));
        runFor(20);
    }
    add("a key in the search box, the slowest of ten", worstKey);
    window.showPage(u"songs"_s);
    runFor(200);
    stalls.take();
    double scroll = 0;
    QScrollBar* bar = songs->verticalScrollBar();
    for (int i = 0; i < 60; ++i) {
        scroll = std::max(scroll,
            timed(
                window,
                [&] { bar->setValue(i % 2 == 0 ? bar->value() + 3 : bar->maximum() / 60 * i); },
                [] { return true; }));
    }
    add("scrolling, the slowest of 60 steps and leaps", scroll);
    songs->setFocus();
    add("select all",
        timed(
            window, [&] { QTest::keyClick(songs, Qt::Key_A, Qt::ControlModifier); },
            [] { return true; }));
    runFor(100);
    stalls.take();
    const auto first = [&] { return songs->model()->index(0, 0).data(); };
    const QVariant before = first();
    add("sort by title, until it is shown",
        timed(
            window, [&] { Q_EMIT songs->sortRequested(ui::Column::title); },
            [&] { return first() != before; }));
    add("longest stall of scrolling, selecting, sorting", stalls.take());
    analysis::Waveform wave;
    for (std::size_t i = 0; i < wave.bytes.size(); ++i)
        wave.bytes[i] = static_cast<std::uint8_t>(90 + i * 7919 % 160);
    Stopwatch drawing;
    for (const bool played : {true, false})
        (void)ui::waveformPixmap(wave, {900, 28}, 2, ui::waveformColors(played));
    add("the seek bar's waveform, drawn anew", drawing.milliseconds());
    runFor(1500);
    add("resident, idle (MiB)", residentMebibytes());
    add("stall while idle", stalls.take());
}

int once(const std::string& folder)
{
    int count = 1;
    char name[] = "bench_window";
    char* arguments[] = {name, nullptr};
    QApplication application(count, arguments);
    Stalls stalls;
    auto context = app::AppContext::open(folder);
    if (!context) {
        std::fprintf(stderr, "%s\n", context.error().message.c_str());
        return 1;
    }
    const std::string settingsFile = folder + "/bench.ini";
    std::filesystem::remove(settingsFile);
    QSettings settings(QString::fromStdString(settingsFile), QSettings::IniFormat);
    ui::applyTheme(application, ui::ThemeMode::dark);
    (*context)->usePlayer(app::makeHeadlessPlayer(**context, {}, {}, false));
    (*context)->startForWindow();
    Figures figures;
    {
        ui::MainWindow window((*context)->windowServices(settings));
        window.resize(1280, 800);
        window.show();
        window.showPage(u"songs"_s);
        drive(window, **context, stalls, figures);
    }
    for (const auto& [what, value] : figures)
        std::printf("%s\t%f\n", what.c_str(), value);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    Report report("window", argc, argv);
    if (report.arguments().size() != 1) {
        std::fputs("bench_window DATA_FOLDER [--make TRACKS] [--analysed 1] [--runs 5]\n", stderr);
        return 2;
    }
    const std::string folder = report.arguments()[0];
    if (report.option("once", 0) != 0)
        return once(folder);
    const long made = report.option("make", 100'000);
    makeData(folder, made);
    if (report.option("analysed", 0) != 0) {
        const SystemClock clock;
        if (auto opened = db::Store::open(std::filesystem::path(folder) / "segue.db", clock))
            fillMadeSound(*opened->store, clock);
    }
    std::map<std::string, std::vector<double>> values;
    std::vector<std::string> order;
    for (long run = -1; run < report.option("runs", 5); ++run) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(u"/proc/self/exe"_s, {QString::fromStdString(folder), u"--once"_s, u"1"_s});
        if (!process.waitForFinished(300'000) || process.exitCode() != 0)
            return 1;
        if (run < 0)
            continue; // the first one warms the caches and keeps the table
        for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
            const auto at = line.indexOf('\t');
            if (at < 0)
                continue;
            const std::string what = line.left(at).toStdString();
            if (values[what].empty())
                order.push_back(what);
            values[what].push_back(line.mid(at + 1).toDouble());
        }
    }
    const double start = made > 300'000 ? 1500 : 300;
    const std::map<std::string, double> budgets{{"start to rows", start},
        {"start to the answer of a search", start}, {"longest stall of the start", 16},
        {"a key in the search box, the slowest of ten", 16},
        {"scrolling, the slowest of 60 steps and leaps", 16}, {"select all", 16},
        {"longest stall of scrolling, selecting, sorting", 16}, {"stall while idle", 16},
        {"the seek bar's waveform, drawn anew", 16}, {"resident, idle (MiB)", 200}};
    for (const std::string& what : order) {
        const bool memory = what.find("MiB") != std::string::npos;
        const auto budget = budgets.find(what);
        const double value = quantile(values[what], .5);
        if (budget == budgets.end() || (memory && made > 300'000))
            report.add(what, value, memory ? "MiB" : "ms");
        else
            report.add(what, value, memory ? "MiB" : "ms", budget->second, "budget");
    }
    return report.finish();
}
