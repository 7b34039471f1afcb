#include "core/library/search.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::test;

namespace {

SearchIndex indexOf(const std::vector<MadeTrack>& tracks)
{
    return SearchIndex(makeTable(tracks));
}

QByteArray titles(const SearchIndex& index, std::string_view query)
{
    std::string out;
    for (const Row row : index.find(query))
        out += (out.empty() ? "" : ",")
            + std::string(index.table()->text((*index.table())[row].title));
    return QByteArray::fromStdString(out);
}

} // namespace

class TestSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyQueryFindsAllAndAnEmptyTableNothing()
    {
        const auto index = indexOf({{"a", "A"}, {"b", "B"}});
        QCOMPARE(index.find("").size(), std::size_t(2));
        QCOMPARE(index.find("   ").size(), std::size_t(2));
        const auto empty = indexOf({});
        QVERIFY(empty.find("").empty());
        QVERIFY(empty.find("x").empty());
    }

    void spellingDoesNotMatter()
    {
        const auto index
            = indexOf({{"La Bohème", "Puccini"}, {"Ｗａｌｋ", "X"}, {"Другая", "Кино"}});
        QCOMPARE(titles(index, "boheme"), QByteArray("La Bohème"));
        QCOMPARE(titles(index, "BOHÈME"), QByteArray("La Bohème"));
        QCOMPARE(titles(index, "walk"), QByteArray("Ｗａｌｋ"));
        QCOMPARE(titles(index, "КИНО"), QByteArray("Другая"));
    }

    void everyWordHasToMatchInAnyField()
    {
        const auto index = indexOf({{"Heroes", "David Bowie", "Heroes"},
            {"Heroes", "Motörhead", "Covers"}, {"Low", "David Bowie", "Low", "", "", "Art Rock"}});
        QCOMPARE(index.find("bowie heroes").size(), std::size_t(1));
        QCOMPARE(index.find("heroes").size(), std::size_t(2));
        QCOMPARE(titles(index, "rock bowie"), QByteArray("Low"));
        QVERIFY(index.find("bowie motorhead").empty());
    }

    void aMatchDoesNotSpanFieldsOrTracks()
    {
        const auto index
            = indexOf({{"ab", "cd", "x", "", "/m/1.mp3"}, {"ef", "gh", "y", "", "/m/2.mp3"}});
        QVERIFY(index.find("abcd").empty());
        QVERIFY(index.find("2ef").empty());
        QVERIFY(index.find("1ef").empty());
    }

    void rowsComeInTableOrderOnceEach()
    {
        std::vector<MadeTrack> tracks;
        for (int i = 0; i < 300; ++i)
            tracks.push_back({"song song " + std::to_string(i), "A", "X", "", "", "", 0, i + 1});
        const auto index = indexOf(tracks);
        const std::vector<Row> rows = index.find("song");
        QCOMPARE(rows.size(), std::size_t(300));
        QVERIFY(std::ranges::is_sorted(rows));
        QCOMPARE(titles(index, "song 299"), QByteArray("song song 299"));
    }

    void namesOfFileAndFolderAreFoundWhereTagsLackThem()
    {
        const auto index
            = indexOf({{"Untitled", "", "", "", "/m/Mixtape 2003/track_from_anna.mp3"}});
        QCOMPARE(titles(index, "mixtape"), QByteArray("Untitled"));
        QCOMPARE(titles(index, "anna"), QByteArray("Untitled"));
    }
};

SEGUE_TEST(TestSearch)
#include "tst_search.moc"
