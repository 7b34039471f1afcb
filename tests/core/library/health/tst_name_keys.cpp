#include "core/library/health/name_keys.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue::health;

class TestNameKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spellingsOfOneArtist_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* a, const char* b, bool same) {
            QTest::addRow("%s | %s", a, b) << QString::fromUtf8(a) << QString::fromUtf8(b) << same;
        };
        row("The Beatles", "Beatles, The", true);
        row("The Beatles", "BEATLES", true);
        row("Björk", "Bjork", true);
        row("Simon & Garfunkel", "Simon and Garfunkel", true);
        row("Simon + Garfunkel", "Simon und Garfunkel", true);
        row("R.E.M.", "REM", true);
        row("AC/DC", "AC-DC", true);
        row("Guns N' Roses", "Guns n Roses", true);
        row("Die Ärzte", "Ärzte, Die", true);
        row("Jay-Z", "Jay Z", true);
        row("The The", "The", false);
        row("Air", "Airs", false);
        row("Yes", "Y", false);
        row("Echo & the Bunnymen", "Echo", false);
        row("Sunn O)))", "Sunn", false);
        row("2 Unlimited", "Unlimited", false);
    }
    void spellingsOfOneArtist()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, same);
        QCOMPARE(artistKey(a.toStdString()) == artistKey(b.toStdString()), same);
    }

    void namesOfSignsHaveNoKey()
    {
        QVERIFY(artistKey("!!!").empty());
        QVERIFY(artistKey("").empty());
        QVERIFY(!artistKey("Кино").empty());
        QVERIFY(artistKey("Кино") != artistKey("Аквариум"));
    }

    void guestsOfArtistsAndTitles()
    {
        QCOMPARE(mainArtist("Santana feat. Rob Thomas"), std::string_view("Santana"));
        QCOMPARE(mainArtist("A (Ft. B)"), std::string_view("A"));
        QCOMPARE(mainArtist("A featuring B & C"), std::string_view("A"));
        QCOMPARE(mainArtist("Little Feat"), std::string_view("Little Feat"));
        QCOMPARE(mainArtist("Daft Punk"), std::string_view("Daft Punk"));
        QCOMPARE(mainArtist("feat. B"), std::string_view("feat. B"));
        QCOMPARE(featuredIn("Smooth (feat. Rob Thomas) [Live]"), std::string_view("Rob Thomas"));
        QCOMPARE(featuredIn("Smooth ft. Rob Thomas"), std::string_view("Rob Thomas"));
        QVERIFY(featuredIn("Defeated").empty());
        QVERIFY(featuredIn("Feats of Strength").empty());
    }

    void editionsOfOneRecordingAndVersionsOfAnother()
    {
        QCOMPARE(recordingKey("Song"), recordingKey("SONG (2011 Remaster)"));
        QCOMPARE(recordingKey("Song"), recordingKey("Song - Remastered 2009"));
        QCOMPARE(recordingKey("Song"), recordingKey("Song (feat. B)"));
        QCOMPARE(recordingKey("Song"), recordingKey("Song ft. B [Explicit]"));
        for (const char* other :
            {"Song (Live)", "Song (Demo)", "Song (Acoustic)", "Song - Remix", "Song 2"})
            QVERIFY2(recordingKey("Song") != recordingKey(other), other);
        for (const char* generic : {"Intro", "Track 01", "01", "Allegro", "Untitled", ""})
            QVERIFY2(recordingKey(generic).empty(), generic);
    }
};

SEGUE_TEST(TestNameKeys)
#include "tst_name_keys.moc"
