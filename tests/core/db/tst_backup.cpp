#include "core/db/backup.h"
#include "core/db/connection.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>

using namespace segue;
using namespace segue::db;

namespace {

constexpr UtcMs today = 20'000 * msPerDay + 12 * msPerHour;

std::vector<Backup> madeAt(const std::vector<double>& daysAgo)
{
    std::vector<Backup> backups;
    for (double days : daysAgo) {
        backups.push_back({std::filesystem::path(std::to_string(days)),
            today - static_cast<UtcMs>(days * msPerDay)});
    }
    return backups;
}

} // namespace

class TestBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fewBackupsAreAllKept() { QVERIFY(backupsToDelete(madeAt({0, 1, 2})).empty()); }

    void oneADayIsKeptAndTheOldestOldOne()
    {
        const auto gone = backupsToDelete(madeAt({0, .1, .2, 1, 2, 3, 4, 5, 6, 20, 30}));
        std::vector<std::string> names;
        for (const Backup& backup : gone)
            names.push_back(backup.path.string());
        QCOMPARE(names.size(), std::size_t(5));
        // Of today's three the newest stays, then four more days, and the oldest of all.
        QCOMPARE(names,
            (std::vector<std::string>{
                "0.100000", "0.200000", "5.000000", "6.000000", "20.000000"}));
    }

    void commitsOnTheWayDoNotStartItAnew()
    {
        const QTemporaryDir dir;
        const std::filesystem::path path
            = std::filesystem::path(dir.path().toStdString()) / "segue.db";
        Connection writer(path.string(), Access::readWrite);
        writer.exec("PRAGMA journal_mode = WAL");
        writer.exec("PRAGMA synchronous = OFF");
        writer.exec("CREATE TABLE t (a INTEGER, b BLOB)");
        writer.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    "4000) INSERT INTO t SELECT 0, zeroblob(10000) FROM n"); // ten steps
        std::atomic<bool> taken = false;
        bool wasTakenMeanwhile = false;
        std::jthread commits([&] {
            // Each changes two rows, so that half a commit would show in the copy.
            const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
            while (!taken && std::chrono::steady_clock::now() < until)
                writer.exec("UPDATE t SET a = a + 1 WHERE rowid IN (1, 4000)");
            wasTakenMeanwhile = taken;
        });
        const auto copy = takeBackup(path, today, "test");
        taken = true;
        commits.join();
        QVERIFY(copy.ok());
        QVERIFY(wasTakenMeanwhile);
        QCOMPARE(*integrityProblem(*copy), std::string());
        Connection read(copy->string(), Access::readOnly);
        QCOMPARE(read.database()
                     .execAndGet("SELECT count(DISTINCT a) FROM t WHERE rowid IN (1, 4000)")
                     .getInt(),
            1);
    }

    void whatWasThereBeforeAMassRemovalIsNeverRotatedAway()
    {
        const QTemporaryDir dir;
        const std::filesystem::path path
            = std::filesystem::path(dir.path().toStdString()) / "100% of it?.db";
        Connection writer(path.string(), Access::readWrite);
        writer.exec("CREATE TABLE play (id INTEGER PRIMARY KEY)");
        writer.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
                    "INSERT INTO play SELECT i FROM n");
        UtcMs now = today;
        const auto nextDay = [&] {
            now += msPerDay + 1;
            QVERIFY(backupDaily(path, now));
        };
        nextDay();
        writer.exec("DELETE FROM play WHERE id > 60"); // not most of them
        nextDay();
        for (const Backup& backup : listBackups(path))
            QCOMPARE(backup.label, std::string("daily"));
        writer.exec("DELETE FROM play WHERE id > 25");
        for (int day = 0; day < 30; ++day)
            nextDay();
        std::vector<std::filesystem::path> kept;
        for (const Backup& backup : listBackups(path)) {
            if (backup.label == "before-removal")
                kept.push_back(backup.path);
        }
        QCOMPARE(kept.size(), std::size_t{1});
        Connection copy(kept[0].string(), Access::readOnly);
        QCOMPARE(copy.database().execAndGet("SELECT count(*) FROM play").getInt(), 60);
        QVERIFY(listBackups(path).size() <= 8);
        // Nothing lies beside them.
        const auto rest = std::filesystem::directory_iterator(kept[0].parent_path());
        for (const auto& entry : rest)
            QVERIFY(entry.path().string().find(".db-") == std::string::npos
                || entry.path().string().find("before-removal") != std::string::npos);
    }

    void manyBackupsOfOneDayDoNotPushOutOlderDays()
    {
        const auto gone = backupsToDelete(madeAt({0, .01, .02, .03, .04, .05, .06, 1, 2}));
        QCOMPARE(gone.size(), std::size_t(6));
    }
};

SEGUE_TEST(TestBackup)
#include "tst_backup.moc"
