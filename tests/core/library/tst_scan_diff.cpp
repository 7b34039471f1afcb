#include "core/library/scan/scan_diff.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

KnownFile known(const char* path, std::int64_t size, std::int64_t mtime, bool missing = false)
{
    return {FileId{1}, TrackId{1}, path, size, mtime, missing};
}

FoundFiles found(const std::vector<std::tuple<const char*, int, int>>& files)
{
    FoundFiles all;
    for (const auto& [path, size, mtime] : files)
        all.add("", path, size, mtime);
    return all;
}

LostFile lost(const char* name, int size, int mtime, std::uint32_t ms = 0, const char* mbid = "",
    const char* identity = "")
{
    return {name, size, mtime, ms, mbid, identity, {}};
}

NewFile added(const char* name, int size, int mtime, std::uint32_t ms = 0, const char* mbid = "",
    const char* identity = "")
{
    return {name, size, mtime, ms, mbid, identity, {}};
}

QByteArray matches(const std::vector<LostFile>& l, const std::vector<NewFile>& a, bool tags = true)
{
    QByteArray out;
    for (const MoveMatch& m : matchMoves(l, a, tags))
        out += QByteArray::number(m.lost) + ">" + QByteArray::number(m.added) + ":" + m.by + " ";
    return out.trimmed();
}

} // namespace

class TestScanDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfDifferenceIsTold()
    {
        const std::vector<KnownFile> k{known("same", 1, 1), known("size", 1, 1),
            known("time", 1, 1), known("gone", 1, 1), known("back", 1, 1, true),
            known("backOther", 1, 1, true), known("stillGone", 1, 1, true)};
        const FoundFiles f = found({{"new", 1, 1}, {"same", 1, 1}, {"size", 2, 1}, {"time", 1, 2},
            {"back", 1, 1}, {"backOther", 2, 2}});
        const ScanDiff diff = diffFiles(k, {}, f);
        QCOMPARE(diff.unchanged, std::size_t(1));
        QCOMPARE(diff.added, std::vector<std::uint32_t>{0});
        QCOMPARE(diff.changed.size(), std::size_t(3));
        QCOMPARE(diff.returned.size(), std::size_t(1));
        QCOMPARE(diff.returned[0].known, 4u);
        QCOMPARE(diff.vanished, std::vector<std::uint32_t>{3});
        QCOMPARE(diff.stillMissing, std::vector<std::uint32_t>{6});
    }

    void problemsAreTriedAgainOnlyWhenTheyChange()
    {
        const FoundFiles f = found({{"bad", 1, 1}, {"mended", 2, 2}});
        const ScanDiff diff = diffFiles({}, {known("bad", 1, 1), known("mended", 1, 1)}, f);
        QCOMPARE(diff.quarantined, std::size_t(1));
        QCOMPARE(diff.added, std::vector<std::uint32_t>{1});
    }

    void whatLiesInAnUnreadableFolderHasNotVanished()
    {
        const std::vector<KnownFile> k{
            known("a/1", 1, 1), known("ab/1", 1, 1), known("a/b/1", 1, 1)};
        const ScanDiff diff = diffFiles(k, {}, found({}), {"a"});
        QCOMPARE(diff.vanished, std::vector<std::uint32_t>{1});
        QVERIFY(diffFiles(k, {}, found({}), {""}).vanished.empty());
    }

    void aMissingOrSuddenlyEmptyRootIsFrozen()
    {
        QVERIFY(shallFreeze(true, 10, 0));
        QVERIFY(shallFreeze(true, 0, 0));
        QVERIFY(shallFreeze(false, 10, 0));
        QVERIFY(!shallFreeze(false, 0, 0));
        QVERIFY(!shallFreeze(false, 10, 1));
    }

    void movesAreRecognisedByTheStrongestKey_data()
    {
        QTest::addColumn<QByteArray>("got");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("name") << matches({lost("a", 5, 7)}, {added("a", 5, 7)})
                              << QByteArray("0>0:name");
        QTest::newRow("name without tags")
            << matches({lost("a", 5, 7)}, {added("a", 5, 7)}, false) << QByteArray("0>0:name");
        QTest::newRow("mbid") << matches(
            {lost("a", 5, 7, 1000, "m")}, {added("b", 6, 8, 9000, "m")})
                              << QByteArray("0>0:mbid");
        QTest::newRow("mbid needs tags")
            << matches({lost("a", 5, 7, 1000, "m")}, {added("b", 6, 8, 9000, "m")}, false)
            << QByteArray();
        QTest::newRow("tags") << matches(
            {lost("a", 5, 7, 1000, "", "i")}, {added("b", 6, 8, 2900, "", "i")})
                              << QByteArray("0>0:tags");
        QTest::newRow("tags, other length")
            << matches({lost("a", 5, 7, 1000, "", "i")}, {added("b", 6, 8, 3100, "", "i")})
            << QByteArray();
        QTest::newRow("copy with its own mtime") << matches({lost("a", 5, 7, 1000, "", "i")},
            {added("a", 5, 8, 1000, "", "i")}) << QByteArray("0>0:copy");
        QTest::newRow("audio before tags") << [] {
            LostFile one = lost("a", 5, 7, 1000, "m", "i"), two = lost("b", 6, 7, 1000);
            NewFile file = added("c", 9, 9, 1000, "m", "i");
            two.audioKey = file.audioKey = "sixteen bytes…";
            return matches({one, two}, {file});
        }() << QByteArray("1>0:audio");
        QTest::newRow("content") << matches({lost("a", 5, 7, 1000)}, {added("b", 5, 7, 1000)})
                                 << QByteArray("0>0:content");
        QTest::newRow("content, length unknown")
            << matches({lost("a", 5, 7)}, {added("b", 5, 7)}) << QByteArray();
        QTest::newRow("nothing in common")
            << matches({lost("a", 5, 7, 1, "x", "i")}, {added("b", 6, 8, 1, "y", "j")})
            << QByteArray();
        QTest::newRow("empty keys match nothing")
            << matches({lost("a", 0, 7, 1000)}, {added("a", 0, 7, 1000)}) << QByteArray();
    }
    void movesAreRecognisedByTheStrongestKey()
    {
        QFETCH(QByteArray, got);
        QFETCH(QByteArray, expected);
        QCOMPARE(got, expected);
    }

    void severalCandidatesMergeNothing()
    {
        QCOMPARE(matches({lost("a", 5, 7), lost("a", 5, 7)}, {added("a", 5, 7)}), QByteArray());
        QCOMPARE(matches({lost("a", 5, 7)}, {added("a", 5, 7), added("a", 5, 7)}), QByteArray());
        // A weaker key decides where the stronger is ambiguous.
        QCOMPARE(matches({lost("a", 5, 7, 1000, "m1"), lost("a", 5, 7, 1000, "m2")},
                     {added("a", 5, 7, 1000, "m2"), added("a", 5, 7, 1000, "m1")}),
            QByteArray("0>1:mbid 1>0:mbid"));
    }

    void identityNeedsArtistAndTitleAndIgnoresSpelling()
    {
        QVERIFY(identityOf("", "t", "a").empty());
        QVERIFY(identityOf("x", "", "a").empty());
        QCOMPARE(identityOf("Björk", "Jóga", ""), identityOf("bjork", "JOGA", ""));
        QVERIFY(identityOf("a", "bc", "") != identityOf("ab", "c", ""));
    }
};

SEGUE_TEST(TestScanDiff)
#include "tst_scan_diff.moc"
