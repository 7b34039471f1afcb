#include "core/playlist/smart_list.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::test;

namespace {

struct Library {
    Library()
        : clock(100 * msPerDay)
        , run(std::make_shared<const SearchIndex>(makeTable({
                  {"a", "X", "", "", "", "Rock", 0, 0, 1980},
                  {"b", "X", "", "", "", "Rock", 0, 0, 1990},
                  {"c", "Y", "", "", "", "Jazz", 0, 0, 1970},
                  {"d", "Y", "", "", "", "Rock", 0, 0, 1960},
              })),
              stats(), clock)
    {
    }
    static TrackStatsPtr stats()
    {
        auto map = std::make_shared<TrackStatsMap>();
        (*map)[TrackId{1}].rating = 6;
        (*map)[TrackId{2}].rating = 10;
        (*map)[TrackId{4}].plays = 3;
        return map;
    }
    QByteArray titles(const SmartRule& rule, std::uint64_t seed = 1)
    {
        std::string out;
        for (const Row row : smartRows(run, rule, seed, clock))
            out += run.table().text(run.table()[row].title);
        return QByteArray::fromStdString(out);
    }
    ManualClock clock;
    FilterRun run;
};

} // namespace

class TestSmartList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filterOrderAndLimit()
    {
        Library library;
        QCOMPARE(library.titles({"genre:rock", "", 0}), QByteArray("abd"));
        QCOMPARE(library.titles({"genre:rock", "year:d", 0}), QByteArray("bad"));
        QCOMPARE(library.titles({"", "rating:d year:a", 3}), QByteArray("bad"));
        QCOMPARE(library.titles({"", "plays:d artist:d year", 0}), QByteArray("dcab"));
        QCOMPARE(library.titles({"rating:none", "title:d", 1}), QByteArray("d"));
    }

    void aRandomOrderHoldsForADay()
    {
        Library library;
        QSet<QByteArray> seen;
        for (int day = 0; day < 20; ++day) {
            library.clock.set((100 + day) * msPerDay + 1);
            const QByteArray morning = library.titles({"", "random", 3});
            library.clock.advance(msPerDay - 2);
            QCOMPARE(library.titles({"", "random", 3}), morning);
            QCOMPARE(morning.size(), 3);
            seen << morning;
        }
        QVERIFY(seen.size() > 5);
    }

    void whatIsWrongIsSaid()
    {
        QVERIFY(!problemOf({"artist:x", "rating:d", 5}));
        QVERIFY(problemOf({"year:x", "", 0})->message.find("Column 6") != std::string::npos);
        QVERIFY(problemOf({"", "beauty", 0})->message.find("“beauty”") != std::string::npos);
        QVERIFY(problemOf({"", "year:up", 0}));
        QVERIFY(problemOf({"", "beauty", 0})->message.find("rating") != std::string::npos);
    }
};

SEGUE_TEST(TestSmartList)
#include "tst_smart_list.moc"
