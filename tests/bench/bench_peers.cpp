// bench_peers SEGUE FOLDER… [--runs 3] [--threads 2] [--quiet 10]
//
// A first scan by Segue's window and by other players' where they are installed (Strawberry,
// Clementine), in turn: from the start of the program until every track is in its database, held
// against TagLib and SQLite alone in the same run. Each program has a home folder of its own. A
// scan is over when no track came in for --quiet seconds; the time is that of the last one. Needs
// the display of the environment (Xvfb, say), or QT_QPA_PLATFORM=offscreen.
#include "tests/bench/bench_report.h"
#include "tests/bench/scan_floor.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>

#include <sqlite3.h>

#include <cstdio>
#include <map>
#include <optional>

using namespace segue::bench;
using namespace Qt::StringLiterals;

namespace {

/// Runs SQL on a file that another program has open; none while that one keeps it locked.
std::optional<long> askDatabase(const QString& file, const QByteArray& sql, bool writes = false)
{
    if (!QFile::exists(file))
        return std::nullopt;
    sqlite3* database = nullptr;
    std::optional<long> answer;
    const int how = writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(QFile::encodeName(file).constData(), &database, how, nullptr)
        == SQLITE_OK) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database, sql.constData(), -1, &statement, nullptr) == SQLITE_OK) {
            const int state = sqlite3_step(statement);
            if (state == SQLITE_ROW)
                answer = static_cast<long>(sqlite3_column_int64(statement, 0));
            else if (state == SQLITE_DONE)
                answer = 0;
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    return answer;
}

/// A program with a home folder of its own.
class Player {
public:
    Player(QString program, QString database)
        : program_(std::move(program))
        , database_(home_.filePath(database))
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const auto& [name, folder] : std::map<QString, QString>{{u"HOME"_s, u""_s},
                 {u"XDG_CONFIG_HOME"_s, u"config"_s}, {u"XDG_DATA_HOME"_s, u"data"_s},
                 {u"XDG_CACHE_HOME"_s, u"cache"_s}, {u"XDG_RUNTIME_DIR"_s, u"run"_s}}) {
            QDir(home_.path()).mkpath(home_.filePath(folder));
            environment.insert(name, home_.filePath(folder));
        }
        QFile::setPermissions(
            home_.filePath(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        // One bus each: else a second start may only raise the window of the first.
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
        process_.setProcessEnvironment(environment);
        process_.setStandardOutputFile(QProcess::nullDevice());
        process_.setStandardErrorFile(QProcess::nullDevice());
    }
    ~Player() { end(); }

    QString home() const { return home_.path(); }
    void start(const QStringList& arguments) { process_.start(program_, arguments); }
    void end()
    {
        process_.terminate();
        if (!process_.waitForFinished(10'000)) {
            process_.kill();
            process_.waitForFinished(10'000);
        }
    }
    std::optional<long> ask(const QByteArray& sql, bool writes = false) const
    {
        return askDatabase(database_, sql, writes);
    }
    /// Until the answer is there and more than `over`.
    bool waitFor(const QByteArray& sql, long over, int seconds) const
    {
        const Stopwatch watch;
        while (watch.seconds() < seconds) {
            if (ask(sql).value_or(over) > over)
                return true;
            QThread::msleep(50);
        }
        return false;
    }

private:
    QTemporaryDir home_;
    QString program_, database_;
    QProcess process_;
};

struct Scanned {
    double seconds = 0; ///< from the start of the program to the last track
    long tracks = 0;
};

Scanned watchScan(
    const Player& player, const QByteArray& countSql, const Stopwatch& since, long quiet)
{
    Scanned scanned;
    constexpr double longest = 1800, untilTheFirst = 600;
    while (since.seconds() < longest) {
        if (const auto count = player.ask(countSql); count && *count > scanned.tracks)
            scanned = {since.seconds(), *count};
        const double waited = since.seconds() - scanned.seconds;
        if (waited > (scanned.tracks > 0 ? static_cast<double>(quiet) : untilTheFirst))
            break;
        QThread::msleep(20);
    }
    return scanned;
}

Scanned scanWithSegue(const QString& segue, const QString& folder, long quiet)
{
    Player player(segue, u"d/segue.db"_s);
    const Stopwatch watch;
    player.start({u"--data"_s, player.home() + u"/d"_s, folder});
    return watchScan(player, "SELECT count(*) FROM file", watch, quiet);
}

/// Both keep their folders and songs in tables of the same names.
std::optional<Scanned> scanWithPeer(
    const QString& program, const QString& database, const QString& folder, long quiet)
{
    Player player(program, database);
    player.start({}); // makes its database
    if (!player.waitFor("SELECT count(*) FROM sqlite_master WHERE name = 'directories'", 0, 60))
        return std::nullopt;
    QThread::sleep(3);
    player.end();
    QString path = folder;
    const QByteArray add = "INSERT INTO directories (path, subdirs) VALUES ('"
        + QFile::encodeName(path.replace(u'\'', u"''"_s)) + "', 1)";
    if (!player.ask(add, true))
        return std::nullopt;
    const Stopwatch watch;
    player.start({});
    return watchScan(player, "SELECT count(*) FROM songs", watch, quiet);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    Report report("other players", argc, argv);
    if (report.arguments().size() < 2) {
        std::fputs("usage: bench_peers SEGUE FOLDER… [--runs N] [--threads N]\n", stderr);
        return 2;
    }
    const QString segue = QString::fromStdString(report.arguments().front());
    const long runs = report.option("runs", 3), quiet = report.option("quiet", 10);
    const int threads = static_cast<int>(report.option("threads", 2));
    const std::map<QString, QString> peers{
        {u"strawberry"_s, u"data/strawberry/strawberry/strawberry.db"_s},
        {u"clementine"_s, u"config/Clementine/clementine.db"_s}};
    for (std::size_t i = 1; i < report.arguments().size(); ++i) {
        const std::string& folder = report.arguments()[i];
        const QString path = QString::fromStdString(folder);
        std::map<QString, std::vector<double>> seconds;
        std::map<QString, long> tracks;
        std::vector<double> floors;
        for (long run = 0; run < runs; ++run) {
            const QTemporaryDir scratch;
            floors.push_back(
                bareScan(folder, threads, scratch.filePath(u"floor.db"_s).toStdString()).total());
            const auto note = [&](const QString& who, const Scanned& scanned) {
                seconds[who].push_back(scanned.seconds);
                tracks[who] = scanned.tracks;
            };
            note(u"segue"_s, scanWithSegue(segue, path, quiet));
            for (const auto& [program, database] : peers) {
                const QString file = QStandardPaths::findExecutable(program);
                if (file.isEmpty())
                    continue;
                if (const auto scanned = scanWithPeer(file, database, path, quiet))
                    note(program, *scanned);
            }
        }
        for (const auto& [who, times] : seconds) {
            const std::string name = who.toStdString() + ", " + std::to_string(tracks[who])
                + " tracks from its start into its database";
            report.add(name, quantile(times, .5), "s", quantile(floors, .5),
                "TagLib and SQLite alone", 1e9);
        }
    }
    return report.finish();
}
