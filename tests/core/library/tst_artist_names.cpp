#include "core/library/artist_names.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

class TestArtistNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void artists_data()
    {
        QTest::addColumn<QByteArray>("names");
        const auto row
            = [](const char* text, const char* names) { QTest::newRow(text) << QByteArray(names); };
        row("", "");
        row("Kate Bush", "Kate Bush");
        row("A; B", "A|B");
        row("A;B ; C", "A|B|C");
        row("A\x1f"
            "B",
            "A|B");
        row("Queen feat. David Bowie", "Queen|David Bowie");
        row("A Feat. B & C", "A|B & C");
        row("A ft. B", "A|B");
        row("A FEATURING B", "A|B");
        row("A (feat. B)", "A|B");
        row("A [feat. B]", "A|B");
        row("A (with B)", "A|B");
        row("A / B", "A|B");
        row("A vs. B", "A|B");
        row("A; A", "A");
        row("; A;", "A");
        // One name each.
        row("AC/DC", "AC/DC");
        row("Simon & Garfunkel", "Simon & Garfunkel");
        row("Earth, Wind & Fire", "Earth, Wind & Fire");
        row("Defeat the Odds", "Defeat the Odds");
        row("Left Featherston", "Left Featherston");
        row("!!! (Chk Chk Chk)", "!!! (Chk Chk Chk)");
        row("Sunn O)))", "Sunn O)))");
    }
    void artists()
    {
        QFETCH(QByteArray, names);
        QByteArray found;
        for (const std::string_view name : artistsIn(QTest::currentDataTag()))
            found += (found.isEmpty() ? "" : "|") + QByteArray(name.data(), qsizetype(name.size()));
        QCOMPARE(found, names);
    }

    void someNamesStandForNobody()
    {
        QVERIFY(isNoArtist("various artists"));
        QVERIFY(isNoArtist("<unknown>"));
        QVERIFY(!isNoArtist("the unknown"));
        QVERIFY(!isNoArtist(""));
    }
};

SEGUE_TEST(TestArtistNames)
#include "tst_artist_names.moc"
