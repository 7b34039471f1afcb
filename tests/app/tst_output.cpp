// What the command line prints: JSON, tables, times.
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "app/data_folder.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <clocale>
#include <limits>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::app;

class TestOutput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::setlocale(LC_CTYPE, "C.UTF-8"); }

    void jsonReadsBackAsWritten()
    {
        const std::string odd = "quote \" back \\ line\n tab\t bell\a del\x7F snow \xE2\x98\x83";
        JsonWriter json;
        json.beginArray();
        json.beginObject().member("text", std::string_view(odd)).member("n", -5);
        json.member("big", std::int64_t{9'007'199'254'740'991}).member("yes", true);
        json.member("real", .1).member("none", std::optional<int>()).key("list").beginArray();
        json.value(1).value(2).endArray().endObject();
        json.beginObject().endObject().endArray();
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(json.take(), &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(document.array().size(), 2);
        const QJsonObject object = document.array().at(0).toObject();
        QCOMPARE(object.value(u"text"_s).toString(), QString::fromStdString(odd));
        QCOMPARE(object.value(u"n"_s).toInt(), -5);
        QCOMPARE(object.value(u"big"_s).toInteger(), 9'007'199'254'740'991);
        QCOMPARE(object.value(u"real"_s).toDouble(), .1);
        QVERIFY(object.value(u"none"_s).isNull());
        QCOMPARE(object.value(u"list"_s).toArray(), (QJsonArray{1, 2}));
    }

    void aNumberThatJsonLacksIsNull()
    {
        JsonWriter json;
        json.beginArray().value(std::numeric_limits<double>::quiet_NaN()).endArray();
        QCOMPARE(json.take(), QByteArray("[\nnull\n]\n"));
    }

    void aPathThatIsNotUtf8CarriesItsBytes()
    {
        const std::string bytes = "/m/\xFF.mp3";
        JsonWriter json;
        json.beginObject().path(bytes).endObject();
        const QJsonObject object = QJsonDocument::fromJson(json.take()).object();
        QCOMPARE(object.value(u"path"_s).toString(), u"/m/\uFFFD.mp3"_s);
        QCOMPARE(QByteArray::fromBase64(object.value(u"path_base64"_s).toString().toLatin1()),
            QByteArray::fromStdString(bytes));

        JsonWriter plain;
        plain.beginObject().path("/m/\xC3\xA9.mp3").endObject();
        QVERIFY(!QJsonDocument::fromJson(plain.take()).object().contains(u"path_base64"_s));
    }

    void jsonLinesStayOnOneLine()
    {
        JsonWriter json(false);
        json.beginObject().member("a", std::string_view("x\ny")).member("b", 2).endObject();
        const QByteArray line = json.take();
        QCOMPARE(line.count('\n'), 1);
        QVERIFY(line.endsWith('\n'));
    }

    void columnsAreAlignedByWhatATerminalShows()
    {
        TextTable table({{u"Id"_s, TextTable::Align::right}, {u"Title"_s}, {u"Empty"_s},
            {u"Time"_s, TextTable::Align::right}});
        table.add({u"1"_s, u"夜曲"_s, QString(), u"3:07"_s});
        table.add({u"22"_s, u"Ocean"_s, QString(), u"12:00"_s});
        QCOMPARE(table.text(0),
            u"Id  Title   Time\n"
            " 1  夜曲    3:07\n"
            "22  Ocean  12:00\n"_s);
    }

    void aNarrowTerminalCutsOnlyWhatMayShrink()
    {
        TextTable table(
            {{u"Id"_s, TextTable::Align::right}, {u"Title"_s, TextTable::Align::left, true}});
        table.add({u"123456"_s, u"A very long title that goes on"_s});
        const QStringList lines = table.text(20).split(u'\n');
        QCOMPARE(displayWidth(lines.at(1)), 20);
        QVERIFY(lines.at(1).startsWith(u"123456  A very"_s));
        QVERIFY(lines.at(1).endsWith(u'…'));
    }

    void controlCharactersCannotReachTheTerminal()
    {
        QCOMPARE(printable(std::string_view("a\x1B[31m\nb\xFF")), u"a\u241B[31m\u240Ab\uFFFD"_s);
        QCOMPARE(printable(u"x\u202Ey"_s), u"x\uFFFDy"_s);
    }

    void lengthsReadAsOnAClock()
    {
        QCOMPARE(clockText(187'000), u"3:07"_s);
        QCOMPARE(clockText(3'765'999), u"1:02:45"_s);
        QCOMPARE(clockText(0), QString());
        QCOMPARE(starsText(7), u"3.5"_s);
        QCOMPARE(starsText(10), u"5"_s);
    }

    void timesAreIsoAndNothingElse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("utc"); // -1: refused
        QTest::newRow("UTC") << u"2026-05-17T20:15:00Z"_s << qint64{1'779'048'900'000};
        QTest::newRow("offset") << u"2026-05-17T22:15:00+02:00"_s << qint64{1'779'048'900'000};
        QTest::newRow("local is UTC here") << u"2026-05-17 20:15"_s << qint64{1'779'048'900'000};
        QTest::newRow("a day") << u"2026-05-17"_s << qint64{1'778'976'000'000};
        QTest::newRow("no such day") << u"2026-02-30"_s << qint64{-1};
        QTest::newRow("a word") << u"yesterday"_s << qint64{-1};
        QTest::newRow("empty") << QString() << qint64{-1};
        QTest::newRow("a number") << u"1779048900"_s << qint64{-1};
        QTest::newRow("more behind it") << u"2026-05-17T20:15:00Zzz"_s << qint64{-1};
    }
    void timesAreIsoAndNothingElse()
    {
        QFETCH(QString, text);
        QFETCH(qint64, utc);
        QCOMPARE(parseTime(text).value_or(-1), utc);
    }

    void timesAreWrittenInUtc()
    {
        QCOMPARE(isoUtc(1'779'048'900'999), u"2026-05-17T20:15:00Z"_s);
        QCOMPARE(localText(1'779'048'900'000, 120), u"2026-05-17 22:15"_s);
    }

    void theDataFolderIsChosenInOrder()
    {
        qputenv("SEGUE_DATA_DIR", "/from/env");
        qputenv("XDG_DATA_HOME", "/xdg");
        qputenv("HOME", "/home/me");
        QCOMPARE(chooseDataFolder("/given/")->string(), std::string("/given"));
        QCOMPARE(chooseDataFolder(std::nullopt)->string(), std::string("/from/env"));
        qunsetenv("SEGUE_DATA_DIR");
        QCOMPARE(chooseDataFolder(std::nullopt)->string(), std::string("/xdg/segue"));
        qputenv("XDG_DATA_HOME", "relative/is/ignored");
        QCOMPARE(
            chooseDataFolder(std::nullopt)->string(), std::string("/home/me/.local/share/segue"));
        QVERIFY(!chooseDataFolder(""));
        QCOMPARE(absolutePath("/a/b", "../c/./d/"), std::string("/a/c/d"));
    }
};

SEGUE_TEST(TestOutput)
#include "tst_output.moc"
