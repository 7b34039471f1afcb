#include "core/text/display_path.h"
#include "core/text/text_fold.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>
#include <thread>
#include <vector>

using namespace segue;
using namespace Qt::StringLiterals;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void differentSpellingsFoldToTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("folded");
        const auto row = [](const char* name, const char* text, const char* folded) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(folded);
        };
        row("case", "The BEATLES", "the beatles");
        row("diacritics", "Bohème", "boheme");
        row("decomposed", "Bohe\u0300me", "boheme");
        row("several marks", "Tiếng Việt", "tieng viet");
        row("Scandinavian", "Sigur Rós, Mø, Ångström, Smørrebrød",
            "sigur ros, mo, angstrom, smorrebrod");
        row("Polish", "Łódź Żółw", "lodz zolw");
        row("Icelandic", "Þögn, Hafið", "thogn, hafid");
        row("ligatures", "ﬁn Æon Œuvre", "fin aeon oeuvre");
        row("sharp s", "Straße", "strasse");
        row("capital sharp s", "STRAẞE", "strasse");
        row("Turkish", "İstanbul Işık Diyarbakır", "istanbul isik diyarbakir");
        row("full width", "ＡＢＣ１２３", "abc123");
        row("half width kana", "ﾊﾝｶｸ", "ハンカク");
        row("half width voiced kana", "ｶﾞ", "カ");
        row("Cyrillic", "ЁЛКА Чёрный", "елка черныи");
        row("Greek with final sigma", "Δρόμος ΔΡΌΜΟΣ", "δρομοσ δρομοσ");
        row("Hebrew points", "שָׁלוֹם", "שלום");
        row("Arabic marks", "حَبيبي أحمد", "حبيبي احمد");
        row("apostrophes", "Don’t don't Rock ’n’ Roll", "dont dont rock n roll");
        row("quotes and dashes", "“Heroes” – Live", "\"heroes\" - live");
        row("blanks", "  a \t\n b\u00a0c\u3000d ", "a b c d");
        row("emoji with selector", "❤️", "❤");
        row("invisible", "zero\u200bwidth\ufeff", "zerowidth");
        row("astral", "𝓐 🎸", "a 🎸");
        row("beyond the table", "𠀋", "𠀋");
        row("invalid bytes",
            "a\xff\xfe"
            "b\xc3",
            "a\xef\xbf\xbd\xef\xbf\xbd"
            "b\xef\xbf\xbd");
        row("overlong", "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");
        row("empty", "", "");
        row("only marks", "\u0301\u0302", "");
    }
    void differentSpellingsFoldToTheSame()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, folded);
        const std::string once = foldText(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(once), folded);
        QCOMPARE(QByteArray::fromStdString(foldText(once)), folded);
    }

    void indicVowelSignsAreKept() { QVERIFY(foldText("कुमार") != foldText("कमार")); }

    void koreanTypedAndStoredDifferentlyMatches()
    {
        const QString composed = u"사랑"_s;
        const QString decomposed = composed.normalized(QString::NormalizationForm_D);
        QVERIFY(composed != decomposed);
        QCOMPARE(foldText(composed.toStdString()), foldText(decomposed.toStdString()));
    }

    void everyCodePointFoldsToValidUtf8AndStaysFolded()
    {
        for (char32_t c = 1; c < 0x20000; ++c) {
            if (c >= 0xd800 && c < 0xe000)
                continue;
            const std::string folded = foldText(QString::fromUcs4(&c, 1).toStdString());
            const QByteArray bytes = QByteArray::fromStdString(folded);
            QVERIFY2(
                QString::fromUtf8(bytes).toUtf8() == bytes, qPrintable(QString::number(c, 16)));
            QVERIFY2(foldText(folded) == folded, qPrintable(QString::number(c, 16)));
        }
    }

    void foldingWorksOnSeveralThreadsAtOnce()
    {
        std::vector<std::string> results(4);
        {
            std::vector<std::jthread> threads;
            for (std::string& result : results)
                threads.emplace_back([&result] {
                    for (char32_t c = 0xa0; c < 0xd000; c += 7)
                        appendFolded(result, QString::fromUcs4(&c, 1).toStdString());
                });
        }
        QVERIFY(!results[0].empty());
        QVERIFY(std::ranges::all_of(results, [&](const auto& r) { return r == results[0]; }));
    }

    void namesSortAsPeopleExpect_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        const auto row = [](const char* a, const char* b) {
            QTest::addRow("%s | %s", a, b) << QByteArray(a) << QByteArray(b);
        };
        row("Track 2", "Track 10");
        row("Track 02", "Track 10");
        row("Track 9", "Track 1000000000000");
        row("Symphony No. 9", "Symphony No. 10");
        row("The Beatles", "Beck");
        row("A Tribe Called Quest", "Tricky");
        row("Die Ärzte", "Blur");
        row("Les Négresses Vertes", "Oasis");
        row("El Guincho", "Hot Chip");
        row("Los Lobos", "Madness");
        row("...And Justice for All", "Blackened");
        row("(I Can't Get No) Satisfaction", "Jumpin' Jack Flash");
        row("ABBA", "abc");
        row("Édith Piaf", "Eels");
        row("Zappa", "Αγάπη");
        row("Αγάπη", "Ария");
        row("99 Luftballons", "Abba");
    }
    void namesSortAsPeopleExpect()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QVERIFY(sortKey(first.toStdString()) < sortKey(second.toStdString()));
        QVERIFY(!(sortKey(second.toStdString()) < sortKey(first.toStdString())));
    }

    void lettersSortAsInTheListenersLanguage_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QByteArray>("names"); // in their order
        const auto row = [](const char* language, const char* names) {
            QTest::newRow(language) << QByteArray(language) << QByteArray(names);
        };
        row("en", "Ärzte|Azure|Nina|Ñu|Oasis|Öland|Zappa");
        row("de-AT", "Ärzte|Azure|Oasis|Öland|Zappa");
        row("sv-SE", "Azure|Oasis|Zappa|Zzz|Åsa|Ärzte|Öland|Αγάπη");
        row("da_DK.UTF-8", "Azure|Zappa|Ærø|Øland|Åse");
        row("es", "Nina|Nzz|Ñu|Oasis");
        row("pl", "Las|Lzy|Łódź|Mazur");
        row("tr", "Cem|Çağ|Dede|Hz|Işık|İzmir|Sel|Şeker");
        row("cs", "Cz|Čas|Den|Řeka|Sen|Šedá");
        row("xx", "Ärzte|Azure");
        row("", "Ärzte|Azure");
    }
    void lettersSortAsInTheListenersLanguage()
    {
        QFETCH(QByteArray, language);
        QFETCH(QByteArray, names);
        setSortLanguage(language.toStdString());
        QByteArrayList list = names.split('|');
        std::ranges::reverse(list);
        std::ranges::stable_sort(
            list, {}, [](const QByteArray& n) { return sortKey(n.toStdString()); });
        setSortLanguage({});
        QCOMPARE(list.join('|'), names);
    }

    void decomposedLettersHaveTheSamePlace()
    {
        setSortLanguage("sv");
        QCOMPARE(sortKey("A\u0308rzte"), sortKey("Ärzte"));
        QCOMPARE(sortKey("ÅSA"), sortKey("åsa"));
        setSortLanguage({});
        QVERIFY(foldText("Ärzte") == "arzte"); // searching is the same everywhere
    }

    void articlesAloneAndPunctuationAloneStay()
    {
        QCOMPARE(sortKey("The"), std::string("the"));
        QCOMPARE(sortKey("The The"), std::string("the"));
        QCOMPARE(sortKey("!!!"), std::string("!!!"));
        QCOMPARE(sortKey("A-ha"), std::string("a-ha"));
    }

    void aPathCannotBreakALine()
    {
        QCOMPARE(displayPath("/m/a\nb\x1b[31m.mp3"), u"/m/a␊b␛[31m.mp3"_s);
        QCOMPARE(displayPath("/m/\xff.mp3"), u"/m/\ufffd.mp3"_s);
    }
};

SEGUE_TEST(TestText)
#include "tst_text.moc"
