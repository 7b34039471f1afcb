#include "core/library/sort_order.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <numeric>

using namespace segue;
using namespace segue::test;

namespace {

QByteArray sorted(const TrackTable& table, const std::vector<SortKey>& keys)
{
    std::vector<Row> rows(table.size());
    std::iota(rows.rbegin(), rows.rend(), 0u);
    std::string out;
    for (const Row row : sortedRows(table, rows, keys))
        out += (out.empty() ? "" : ",") + std::string(table.text(table[row].title));
    return QByteArray::fromStdString(out);
}

} // namespace

class TestSortOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneColumnUpAndDown()
    {
        const auto t = makeTable({{"b", "X"}, {"a", "Y"}, {"c", "Z"}});
        QCOMPARE(sorted(*t, {{SortColumn::title, false}}), QByteArray("a,b,c"));
        QCOMPARE(sorted(*t, {{SortColumn::title, true}}), QByteArray("c,b,a"));
        QCOMPARE(sorted(*t, {{SortColumn::artist, false}}), QByteArray("b,a,c"));
        QCOMPARE(sorted(*t, {}), QByteArray("b,a,c"));
    }

    void unknownValuesComeLastInBothDirections()
    {
        const auto t = makeTable({{"old", "A", "", "", "", "", 0, 0, 1960}, {"none", "A"},
            {"new", "A", "", "", "", "", 0, 0, 2020}});
        QCOMPARE(sorted(*t, {{SortColumn::year, false}}), QByteArray("old,new,none"));
        QCOMPARE(sorted(*t, {{SortColumn::year, true}}), QByteArray("new,old,none"));
        const auto g = makeTable(
            {{"r", "A", "", "", "", "Rock"}, {"n", "A"}, {"p", "A", "", "", "", "Pop"}});
        QCOMPARE(sorted(*g, {{SortColumn::genre, false}}), QByteArray("p,r,n"));
        QCOMPARE(sorted(*g, {{SortColumn::genre, true}}), QByteArray("r,p,n"));
    }

    void severalColumnsByImportanceThenTableOrder()
    {
        const auto t = makeTable(
            {{"a", "X", "", "", "", "", 0, 0, 2000}, {"b", "X", "", "", "", "", 0, 0, 1990},
                {"c", "W", "", "", "", "", 0, 0, 2000}, {"d", "W", "", "", "", "", 0, 0, 2000}});
        QCOMPARE(sorted(*t, {{SortColumn::year, true}, {SortColumn::artist, true}}),
            QByteArray("a,c,d,b"));
    }

    void onlyTheGivenRowsAreSorted()
    {
        const auto t = makeTable({{"b", "A"}, {"a", "A"}, {"c", "A"}});
        const std::vector<Row> rows{2, 0};
        const SortKey key[] = {{SortColumn::title, true}};
        QCOMPARE(sortedRows(*t, rows, key), (std::vector<Row>{2, 0}));
        QVERIFY(sortedRows(*t, {}, key).empty());
    }
};

SEGUE_TEST(TestSortOrder)
#include "tst_sort_order.moc"
