#include "core/text/musical_key.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

class TestMusicalKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAreReadAsTaggersWriteThem_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("pitch");
        QTest::addColumn<bool>("minor");
        const auto row = [](const char* text, int pitch, bool minor) {
            QTest::newRow(text) << QByteArray(text) << pitch << minor;
        };
        row("C", 0, false);
        row("Am", 9, true);
        row("CM", 0, false);
        row("C#m", 1, true);
        row("Bb", 10, false);
        row("bbm", 10, true);
        row("B", 11, false);
        row("F sharp minor", 6, true);
        row("F♯ maj", 6, false);
        row("E♭", 3, false);
        row("Cb", 11, false);
        row("a-Moll", 9, true);
        row("8A", 9, true);
        row("8B", 0, false);
        row("12a", 1, true);
        row("1B", 11, false);
        row("1d", 0, false);
        row("6m", 8, true);
    }
    void keysAreReadAsTaggersWriteThem()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, pitch);
        QFETCH(bool, minor);
        QCOMPARE(int(parseMusicalKey(text.toStdString())), int(musicalKey(pitch, minor)));
    }

    void whatIsNoKeyIsUnknown()
    {
        for (const char* text : {"", "o", "H", "Amx", "13A", "0B", "8C", "Happy", "All", "M", "8"})
            QVERIFY2(parseMusicalKey(text) == unknownKey, text);
    }

    void namesReadBackAsTheSameKey()
    {
        for (int key = 1; key <= 24; ++key) {
            const std::string name = musicalKeyName(static_cast<MusicalKey>(key));
            QCOMPARE(int(parseMusicalKey(name)), key);
        }
        QVERIFY(musicalKeyName(unknownKey).empty());
        QVERIFY(musicalKeyName(25).empty());
    }

    void distanceGoesRoundTheCircleOfFifths()
    {
        const auto distance = [](const char* a, const char* b) {
            return keyDistance(parseMusicalKey(a), parseMusicalKey(b));
        };
        QCOMPARE(distance("C", "C"), 0);
        QCOMPARE(distance("C", "Am"), 0);
        QCOMPARE(distance("C", "G"), 1);
        QCOMPARE(distance("F", "C"), 1);
        QCOMPARE(distance("C", "Em"), 1);
        QCOMPARE(distance("C", "F#"), 6);
        QCOMPARE(distance("B", "Db"), 2);
        QCOMPARE(distance("Bm", "D"), 0);
    }
};

SEGUE_TEST(TestMusicalKey)
#include "tst_musical_key.moc"
