#include "core/db/backup.h"
#include "core/db/migrations.h"
#include "core/db/store.h"
#include "tests/support/test_main.h"

#include <SQLiteCpp/Database.h>

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::db;

class TestMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersAreOneTwoThree()
    {
        int expected = 1;
        for (const Migration& step : migrations())
            QCOMPARE(step.number, expected++);
    }

    void aStepThatFailsLeavesTheVersionBeforeIt()
    {
        SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        const std::vector<Migration> steps{
            {1, "good", "CREATE TABLE a (x); INSERT INTO a VALUES (7);"},
            {2, "bad", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);"}};
        const auto result = migrate(database, steps);
        QVERIFY(!result.ok());
        QCOMPARE(versionOf(database), 1);
        QCOMPARE(database.execAndGet("SELECT x FROM a").getInt(), 7);
        QVERIFY(!database.tableExists("b"));
    }

    void stepsAlreadyDoneAreNotRepeated()
    {
        SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        const std::vector<Migration> one{
            {1, "one", "CREATE TABLE a (x); INSERT INTO a VALUES (1);"}};
        const std::vector<Migration> two{one[0], {2, "two", "UPDATE a SET x = x + 1;"}};
        QVERIFY(migrate(database, one).ok());
        QVERIFY(migrate(database, two).ok());
        QVERIFY(migrate(database, two).ok());
        QCOMPARE(database.execAndGet("SELECT x FROM a").getInt(), 2);
        QCOMPARE(versionOf(database), 2);
    }

    void aNewerFileIsRefusedUntouched()
    {
        QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "segue.db";
        {
            SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            database.exec("CREATE TABLE future (x); PRAGMA user_version = 9999;");
        }
        const auto modified = std::filesystem::last_write_time(path);
        const auto opened = Store::open(path, SystemClock());
        QVERIFY(!opened.ok());
        QVERIFY(opened.error().message.find("newer Segue") != std::string::npos);
        QCOMPARE(std::filesystem::last_write_time(path), modified);
    }
};

SEGUE_TEST(TestMigrations)
#include "tst_migrations.moc"
