#include "core/listeners/listener_service.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace segue;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{1'700'000'000'000};
    std::unique_ptr<db::Store> store;
    std::unique_ptr<ListenerService> listeners;

    Fixture()
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        restart();
    }
    void restart()
    {
        listeners.reset();
        listeners = std::make_unique<ListenerService>(*store, clock);
    }
};

} // namespace

class TestListenerService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewDataFolderHasOneListener()
    {
        const Fixture f;
        QCOMPARE(f.listeners->all().size(), std::size_t{1});
        QCOMPARE(f.listeners->current(), f.listeners->all().front().id);
    }

    void addedAndRenamedListenersAreThereAfterARestart()
    {
        Fixture f;
        QSignalSpy changed(f.listeners.get(), &Listeners::changed);
        const auto ada = f.listeners->add(u"  Ada  L. "_s);
        QVERIFY(ada);
        QVERIFY(f.listeners->rename({1}, u"Bo"_s));
        QCOMPARE(changed.count(), 2);
        f.restart();
        QCOMPARE(f.listeners->all().size(), std::size_t{2});
        QCOMPARE(f.listeners->all()[0].name, u"Bo"_s);
        QCOMPARE(f.listeners->all()[1].name, u"Ada L."_s);
        QCOMPARE(f.listeners->all()[1].createdAt, f.clock.now());
    }

    void namesThatCannotBeTakenAreRefusedInWords()
    {
        Fixture f;
        QVERIFY(f.listeners->add(u"Ada"_s));
        QVERIFY(!f.listeners->add(u" "_s));
        QVERIFY(!f.listeners->add(QString(Listeners::longestName + 1, u'x')));
        const auto taken = f.listeners->add(u"ada"_s);
        QVERIFY(!taken && QString::fromStdString(taken.error().message).contains(u"Ada"_s));
        QVERIFY(!f.listeners->rename({1}, u"ADA"_s));
        QVERIFY(!f.listeners->rename({99}, u"Cy"_s));
        QVERIFY(f.listeners->rename(f.listeners->all()[1].id, u"ADA"_s)); // their own
        QCOMPARE(f.listeners->all().size(), std::size_t{2});
    }

    void whatTheDatabaseRefusesDoesNotStay()
    {
        Fixture f;
        QVERIFY(f.store->writeAndWait(db::Durability::normal, [](db::Connection& c) {
            c.exec("CREATE TRIGGER full BEFORE INSERT ON listener BEGIN SELECT RAISE(ABORT, 'no "
                   "room'); END");
            c.exec("CREATE TRIGGER fuller BEFORE UPDATE ON listener BEGIN SELECT RAISE(ABORT, 'no "
                   "room'); END");
        }));
        const QString name = f.listeners->all()[0].name;
        QSignalSpy problem(f.listeners.get(), &Listeners::problem);
        QVERIFY(f.listeners->add(u"Ada"_s));
        QVERIFY(f.listeners->rename({1}, u"Bo"_s));
        QTRY_COMPARE(problem.count(), 2);
        QVERIFY(problem[0][0].toString().contains(u"no room"_s));
        QCOMPARE(f.listeners->all().size(), std::size_t{1});
        QCOMPARE(f.listeners->all()[0].name, name);
    }

    void aSwitchHoldsFromTheNextStartOn()
    {
        Fixture f;
        const auto ada = f.listeners->add(u"Ada"_s);
        QVERIFY(ada);
        QSignalSpy switched(f.listeners.get(), &Listeners::switched);
        QVERIFY(f.listeners->switchTo(*ada));
        QVERIFY(switched.wait(10'000));
        QCOMPARE(f.listeners->current(), ListenerId{1});
        f.restart();
        QCOMPARE(f.listeners->current(), *ada);
        QVERIFY(!f.listeners->switchTo({99}));
    }

    void aSettingThatNamesNobodyFallsBackToTheFirst()
    {
        Fixture f;
        for (const char* value : {"99", "", "nobody"}) {
            QVERIFY(f.store->writeAndWait(db::Durability::normal, [value](db::Connection& c) {
                auto& row = c.statement(
                    "INSERT OR REPLACE INTO setting (key, value) VALUES ('listener.current', ?)");
                row.bind(1, value);
                row.exec();
            }));
            f.restart();
            QCOMPARE(f.listeners->current(), ListenerId{1});
        }
    }
};

SEGUE_TEST(TestListenerService)
#include "tst_listener_service.moc"
