#include "core/db/store.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace segue;
using namespace segue::db;

namespace {

std::filesystem::path fileIn(const QTemporaryDir& dir)
{
    return std::filesystem::path(dir.path().toStdString()) / "data" / "segue.db";
}

std::unique_ptr<Store> openStore(const std::filesystem::path& path, std::string* notice = nullptr)
{
    auto opened = Store::open(path, SystemClock());
    if (!opened)
        qFatal("%s", opened.error().message.c_str());
    if (notice)
        *notice = opened->notice;
    return std::move(opened->store);
}

void setSetting(Connection& c, const std::string& key, const std::string& value)
{
    auto& s = c.statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)");
    s.bind(1, key);
    s.bind(2, value);
    s.exec();
}

int settings(Store& store)
{
    return store.reader()->database().execAndGet("SELECT count(*) FROM setting").getInt();
}

} // namespace

class TestStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewStoreHasTheSchemaAndOneListener()
    {
        QTemporaryDir dir;
        auto store = openStore(fileIn(dir));
        auto reader = store->reader();
        QCOMPARE(reader->database().execAndGet("SELECT count(*) FROM listener").getInt(), 1);
        QCOMPARE(std::string(reader->database().execAndGet("PRAGMA journal_mode").getString()),
            std::string("wal"));
    }

    void anySqliteOpensTheFile()
    {
        QTemporaryDir dir;
        const auto path = fileIn(dir);
        openStore(path);
        sqlite3* plain = nullptr;
        QCOMPARE(sqlite3_open_v2(path.c_str(), &plain, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
        std::vector<std::string> rows;
        const auto collect = [](void* to, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(to)->emplace_back(values[0] ? values[0] : "");
            return 0;
        };
        // All of it: a tokenizer, collation or function of our own would be an error here.
        QCOMPARE(sqlite3_exec(plain, "PRAGMA integrity_check", collect, &rows, nullptr), SQLITE_OK);
        QCOMPARE(rows, std::vector<std::string>{"ok"});
        rows.clear();
        QCOMPARE(sqlite3_exec(plain, "SELECT name FROM sqlite_master WHERE type = 'table'", collect,
                     &rows, nullptr),
            SQLITE_OK);
        QVERIFY(rows.size() > 10);
        for (const std::string& table : rows) {
            const std::string all = "SELECT * FROM \"" + table + '"';
            QCOMPARE(sqlite3_exec(plain, all.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        }
        QCOMPARE(sqlite3_exec(
                     plain, "VACUUM; UPDATE listener SET name = 'x'", nullptr, nullptr, nullptr),
            SQLITE_OK);
        sqlite3_close(plain);
    }

    void writesHappenInOrderAndAreSeenByReaders()
    {
        QTemporaryDir dir;
        auto store = openStore(fileIn(dir));
        std::vector<std::future<Result<void>>> done;
        for (int i = 0; i < 50; ++i) {
            done.push_back(store->write(i % 2 ? Durability::full : Durability::normal,
                [i](Connection& c) { setSetting(c, "last", std::to_string(i)); }));
        }
        for (auto& f : done)
            QVERIFY(f.get().ok());
        QCOMPARE(std::string(store->reader()
                                 ->database()
                                 .execAndGet("SELECT value FROM setting WHERE key = 'last'")
                                 .getString()),
            std::string("49"));
    }

    void aFailedJobChangesNothingAndSaysWhy()
    {
        QTemporaryDir dir;
        auto store = openStore(fileIn(dir));
        const auto result = store->writeAndWait(Durability::full, [](Connection& c) {
            setSetting(c, "a", "1");
            c.exec("INSERT INTO no_such_table VALUES (1)");
        });
        QVERIFY(!result.ok());
        QVERIFY(result.error().message.find("segue.db") != std::string::npos);
        QCOMPARE(settings(*store), 0);
        QVERIFY(
            store->writeAndWait(Durability::full, [](Connection& c) { setSetting(c, "b", "2"); })
                .ok());
    }

    void aFullDatabaseIsReportedAndWritingGoesOnLater()
    {
        QTemporaryDir dir;
        auto store = openStore(fileIn(dir));
        QVERIFY(store->writeAndWait(
            Durability::normal, [](Connection& c) { setSetting(c, "kept", "1"); }));
        const auto limit = [&](const std::string& pages) {
            return store->writeAndWait(Durability::normal, [pages](Connection& c) {
                c.database().execAndGet("PRAGMA max_page_count = " + pages);
            });
        };
        QVERIFY(limit("1").ok()); // SQLite keeps at least the pages in use: the same as a full disk
        const auto full = store->writeAndWait(Durability::full,
            [](Connection& c) { setSetting(c, "big", std::string(1'000'000, 'x')); });
        QVERIFY(!full.ok());
        QVERIFY2(full.error().message.find("disk is full") != std::string::npos,
            full.error().message.c_str());
        QVERIFY(limit("1000000").ok());
        const auto again = store->writeAndWait(Durability::full,
            [](Connection& c) { setSetting(c, "big", std::string(1'000'000, 'x')); });
        QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
        QCOMPARE(settings(*store), 2);
    }

    void destroyingTheStoreFinishesWhatWasAskedFor()
    {
        QTemporaryDir dir;
        {
            auto store = openStore(fileIn(dir));
            for (int i = 0; i < 20; ++i) {
                store->write(Durability::normal,
                    [i](Connection& c) { setSetting(c, std::to_string(i), "x"); });
            }
        }
        QCOMPARE(settings(*openStore(fileIn(dir))), 20);
    }

    void readersCannotWrite()
    {
        QTemporaryDir dir;
        auto store = openStore(fileIn(dir));
        QVERIFY_THROWS_EXCEPTION(SQLite::Exception, setSetting(*store->reader(), "a", "1"));
    }

    void openingReadOnlyNeedsADatabase()
    {
        QTemporaryDir dir;
        const auto missing = Store::openReadOnly(fileIn(dir));
        QVERIFY(!missing.ok());
        QVERIFY(missing.error().message.find("segue scan") != std::string::npos);
        openStore(fileIn(dir)).reset();
        QVERIFY(Store::openReadOnly(fileIn(dir)).ok());
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        QTemporaryDir dir;
        const auto file = std::filesystem::path(dir.path().toStdString()) / "plain";
        std::ofstream(file) << "not a folder";
        const auto opened = Store::open(file / "segue.db", SystemClock());
        QVERIFY(!opened.ok());
        QVERIFY(opened.error().message.find("plain") != std::string::npos);
    }

    void aDamagedFileIsSetAsideAndTheBackupComesBack()
    {
        QTemporaryDir dir;
        {
            auto store = openStore(fileIn(dir));
            QVERIFY(store->writeAndWait(
                Durability::full, [](Connection& c) { setSetting(c, "kept", "1"); }));
            QVERIFY(store->maintain(SystemClock().now()).ok());
        }
        std::filesystem::remove(fileIn(dir).string() + "-wal");
        std::ofstream(fileIn(dir), std::ios::trunc) << std::string(8192, 'Z');
        std::string notice;
        auto store = openStore(fileIn(dir), &notice);
        QVERIFY2(notice.find("damaged") != std::string::npos, notice.c_str());
        QCOMPARE(settings(*store), 1);
    }

    void damageDeepInTheFileIsFoundByTheCheckAndRepairedAtTheNextStart()
    {
        QTemporaryDir dir;
        {
            auto store = openStore(fileIn(dir));
            QVERIFY(store->writeAndWait(Durability::full, [](Connection& c) {
                for (int i = 0; i < 4000; ++i)
                    setSetting(c, std::to_string(i), std::string(100, 'x'));
            }));
            QVERIFY(store->maintain(SystemClock().now()).ok());
        }
        {
            QFile file(QString::fromStdString(fileIn(dir).string()));
            QVERIFY(file.open(QIODevice::ReadWrite));
            const qint64 size = file.size();
            // Behind the schema, which is read when the file is opened.
            for (qint64 at = size / 8192 * 4096; at + 4096 < size; at += 3 * 4096) {
                file.seek(at);
                file.write(QByteArray(4096, '\x7f'));
            }
        }
        {
            auto store = openStore(fileIn(dir));
            QVERIFY(!store->maintain(SystemClock().now()).ok());
        }
        std::string notice;
        auto store = openStore(fileIn(dir), &notice);
        QVERIFY(!notice.empty());
        QCOMPARE(settings(*store), 4000);
    }

    void readingCanBeStoppedForTheEnd()
    {
        QTemporaryDir dir;
        auto store = openStore(fileIn(dir));
        std::atomic<bool> reads = false;
        int code = 0;
        std::thread reading([&] {
            const auto reader = store->reader();
            reads = true;
            try {
                reader->exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                             "LIMIT 1000000000000) SELECT count(*) FROM n");
            } catch (const SQLite::Exception& e) {
                code = e.getErrorCode();
            }
        });
        while (!reads)
            std::this_thread::yield();
        store->stopReading();
        reading.join();
        QCOMPARE(code, 9); // SQLITE_INTERRUPT
        // A check that was not made says nothing, and nothing is repaired at the next start.
        QVERIFY(store->maintain(SystemClock().now()).ok());
        QVERIFY(!std::filesystem::exists(fileIn(dir).string() + ".damaged"));
        QVERIFY(store->writeAndWait(
            Durability::full, [](Connection& c) { setSetting(c, "written", "still"); }));
        store.reset();
        QCOMPARE(settings(*openStore(fileIn(dir))), 1);
    }
};

SEGUE_TEST(TestStore)
#include "tst_store.moc"
