// The program as a user meets it: the real executable, a data folder of its own, real files.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

QString typeName(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return u"null"_s;
    case QJsonValue::Bool:
        return u"bool"_s;
    case QJsonValue::Double:
        return u"number"_s;
    case QJsonValue::String:
        return u"text"_s;
    case QJsonValue::Array:
        return u"list"_s;
    case QJsonValue::Object:
        return u"object"_s;
    case QJsonValue::Undefined:
        break;
    }
    return u"missing"_s;
}

/// "key:type key:type" of what differs from `expected`; a type may be "number|null".
QString differences(const QJsonObject& object, const QString& expected)
{
    QStringList wrong;
    QSet<QString> known{u"path_base64"_s};
    for (const QString& entry : expected.split(u' ')) {
        const QString key = entry.section(u':', 0, 0);
        known << key;
        const QString type = typeName(object.value(key));
        if (!entry.section(u':', 1).split(u'|').contains(type))
            wrong << key + u':' + type;
    }
    for (const QString& key : object.keys()) {
        if (!known.contains(key))
            wrong << u"not expected: "_s + key;
    }
    return wrong.join(u", "_s);
}

qint64 idOf(const Program& program, const QString& title)
{
    for (const QJsonValue track : program.run({u"tracks"_s, u"--json"_s}).array()) {
        if (track[u"title"_s].toString() == title)
            return track[u"id"_s].toInteger();
    }
    return 0;
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
    }

    void helpNamesEveryCommandAndGivesExamples()
    {
        const Program program;
        const Run run = program.run({u"--help"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.err.isEmpty());
        for (const char* word : {"scan [DIR…]", "tracks [QUERY…]", "for-you", "rate [TARGET] STARS",
                 "love", "never", "history", "play [FILE…]", "pause", "next", "previous", "import",
                 "evaluate", "--history", "--screenshot", "--page", "--theme", "--size", "--scale",
                 "--data", "--json", "--limit", "--why", "--at", "--seed", "--output", "--fast",
                 "Examples:", "Exit codes"})
            QVERIFY2(run.out.contains(word), word);
        for (const QByteArray& line : run.out.split('\n'))
            QVERIFY2(QString::fromUtf8(line).size() <= 118, line.constData());
        const Run one = Program().run({u"for-you"_s, u"--help"_s});
        QCOMPARE(one.exitCode, 0);
        QVERIFY(one.out.startsWith("Usage: segue for-you"));
        QVERIFY(Program().run({u"--version"_s}).out.startsWith("segue "));
    }

    void wrongUseIsExitCodeTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{u"--nonsense"_s};
        QTest::newRow("unknown option of a command") << QStringList{u"scan"_s, u"--nonsense"_s};
        QTest::newRow("no command and no file") << QStringList{u"frobnicate"_s};
        QTest::newRow("bad time") << QStringList{u"for-you"_s, u"--at"_s, u"yesterday"_s};
        QTest::newRow("bad seed") << QStringList{u"for-you"_s, u"--seed"_s, u"x"_s};
        QTest::newRow("bad stars") << QStringList{u"rate"_s, u"1"_s, u"4.3"_s};
        QTest::newRow("too many stars") << QStringList{u"rate"_s, u"1"_s, u"5.5"_s};
        QTest::newRow("no stars") << QStringList{u"rate"_s};
        QTest::newRow("bad limit") << QStringList{u"history"_s, u"--limit"_s, u"-1"_s};
        QTest::newRow("bad output")
            << QStringList{u"play"_s, u"x.mp3"_s, u"--output"_s, u"speaker"_s};
        QTest::newRow("output without files") << QStringList{u"play"_s, u"--output"_s, u"null"_s};
        QTest::newRow("fast without output") << QStringList{u"play"_s, u"x.mp3"_s, u"--fast"_s};
        QTest::newRow("bad size") << QStringList{
            u"--screenshot"_s, u"x.png"_s, u"--size"_s, u"12"_s};
        QTest::newRow("bad page") << QStringList{
            u"--screenshot"_s, u"x.png"_s, u"--page"_s, u"nowhere"_s};
        QTest::newRow("page without screenshot") << QStringList{u"--page"_s, u"songs"_s};
    }
    void wrongUseIsExitCodeTwo()
    {
        QFETCH(QStringList, arguments);
        const Program program;
        const Run run = program.run(arguments);
        QCOMPARE(run.exitCode, 2);
        QVERIFY(run.out.isEmpty());
        QVERIFY(run.err.startsWith("segue: "));
        QVERIFY(run.err.contains("--help"));
        QVERIFY2(!QDir(program.data()).exists(), "wrong use must leave nothing behind");
    }

    void withoutALibraryCommandsSayWhatToDo()
    {
        const Program program;
        for (const QStringList& arguments : {QStringList{u"tracks"_s}, QStringList{u"for-you"_s},
                 QStringList{u"history"_s}, QStringList{u"rate"_s, u"1"_s, u"3"_s}}) {
            const Run run = program.run(arguments);
            QCOMPARE(run.exitCode, 1);
            QVERIFY(run.err.contains("segue scan DIR"));
            QVERIFY(run.err.contains(program.data().toUtf8()));
        }
        QVERIFY(!QDir(program.data()).exists());
    }

    void controlsNeedARunningSegue()
    {
        const Program program;
        for (const QString& command : {u"pause"_s, u"next"_s, u"previous"_s, u"play"_s}) {
            const Run run = program.run({command});
            QCOMPARE(run.exitCode, 1);
            QVERIFY(run.err.contains("not running"));
        }
    }

    void scanGivesItsFiguresAndFindsWhatChanged()
    {
        const Program program;
        const QTemporaryDir folder;
        for (const QString& name : {u"one.flac"_s, u"three.mp3"_s})
            QVERIFY(QFile::copy(music().file(name), folder.filePath(name)));
        QFile broken(folder.filePath(u"broken.flac"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("fLaC and then nothing that makes sense");
        broken.close();

        const Run first = program.run({u"scan"_s, folder.path(), u"--json"_s});
        REQUIRE_OK(first);
        const QString keys
            = u"tracks:number added:number updated:number moved:number removed:number unavailable:number quarantined:number seconds:number"_s;
        QCOMPARE(differences(first.object(), keys), QString());
        QCOMPARE(first.object()[u"tracks"_s].toInt(), 2);
        QCOMPARE(first.object()[u"added"_s].toInt(), 2);
        QCOMPARE(first.object()[u"quarantined"_s].toInt(), 1);
        QVERIFY2(first.err.contains("broken.flac"), first.err.constData());

        QVERIFY(QFile::remove(folder.filePath(u"three.mp3"_s)));
        QVERIFY(QFile::copy(music().file(u"two.flac"_s), folder.filePath(u"two.flac"_s)));
        const Run second = program.run({u"scan"_s, u"--json"_s});
        REQUIRE_OK(second);
        QCOMPARE(second.object()[u"tracks"_s].toInt(), 2);
        QCOMPARE(second.object()[u"added"_s].toInt(), 1);
        QCOMPARE(second.object()[u"unavailable"_s].toInt(), 1);
        QCOMPARE(second.object()[u"removed"_s].toInt(), 0);
    }

    void scanOfWhatIsNoFolderFails()
    {
        const Program program;
        const Run missing = program.run({u"scan"_s, u"/no/such/folder"_s});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.err.contains("/no/such/folder"));
        const Run file = program.run({u"scan"_s, music().file(u"one.flac"_s)});
        QCOMPARE(file.exitCode, 1);
        QVERIFY(file.err.contains("one.flac"));
        const Run none = program.run({u"scan"_s});
        QCOMPARE(none.exitCode, 1);
        // One bad name does not keep the others from being read.
        const Run both
            = program.run({u"scan"_s, u"/no/such/folder"_s, music().path(), u"--json"_s});
        QCOMPARE(both.exitCode, 1);
        QCOMPARE(both.object()[u"tracks"_s].toInt(), 6);
    }

    void tracksAreListedFoundAndLimited()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run all = program.run({u"tracks"_s, u"--json"_s});
        REQUIRE_OK(all);
        QCOMPARE(all.array().size(), 6);
        const QString keys
            = u"id:number path:text title:text artist:text album_artist:text composer:text album:text genres:list year:number disc:number track:number duration_ms:number codec:text rating:null|number plays:number skips:number last_played:null|text"_s;
        for (const QJsonValue track : all.array())
            QCOMPARE(differences(track.toObject(), keys), QString());

        const Run found = program.run({u"tracks"_s, u"koln"_s, u"etude"_s, u"--json"_s});
        REQUIRE_OK(found);
        QCOMPARE(found.array().size(), 1);
        const QJsonObject track = found.array().first().toObject();
        QCOMPARE(track[u"title"_s].toString(), u"Köln Étude"_s);
        QCOMPARE(track[u"artist"_s].toString(), u"Ida Öst"_s);
        QCOMPARE(track[u"path"_s].toString(), music().file(u"five.ogg"_s));
        QCOMPARE(track[u"genres"_s].toArray(), QJsonArray{u"Folk"_s});
        QCOMPARE(track[u"year"_s].toInt(), 2001);
        QCOMPARE(track[u"codec"_s].toString(), u"Ogg Vorbis"_s);
        QVERIFY(std::abs(track[u"duration_ms"_s].toInt() - 1000) < 60);
        QVERIFY(track[u"rating"_s].isNull());

        QCOMPARE(program.run({u"tracks"_s, u"--limit"_s, u"2"_s, u"--json"_s}).array().size(), 2);
        const Run nothing = program.run({u"tracks"_s, u"no such words"_s, u"--json"_s});
        QCOMPARE(nothing.exitCode, 0);
        QCOMPARE(nothing.out.simplified(), QByteArray("[]"));
        const Run text = program.run({u"tracks"_s, u"harbour"_s});
        QVERIFY(text.out.contains("Harbour  The Low Tide  Salt"));
    }

    void aPathThatIsNotUtf8ComesWithItsBytes()
    {
        const Program program;
        const QTemporaryDir folder;
        const QByteArray name = folder.path().toUtf8() + "/caf\xE9\n.flac";
        QVERIFY(QFile::copy(music().file(u"one.flac"_s), folder.filePath(u"x"_s)));
        QCOMPARE(rename((folder.path().toUtf8() + "/x").constData(), name.constData()), 0);
        REQUIRE_OK(program.run({u"scan"_s, folder.path()}));
        const Run run = program.run({u"tracks"_s, u"--json"_s});
        QCOMPARE(run.array().size(), 1);
        const QJsonObject track = run.array().first().toObject();
        QCOMPARE(QByteArray::fromBase64(track[u"path_base64"_s].toString().toLatin1()), name);
        QVERIFY(track[u"path"_s].toString().contains(u"caf\uFFFD\n"_s));
        // QTemporaryDir cannot remove what QString cannot name.
        QCOMPARE(remove(name.constData()), 0);
    }

    void ratingsAreKeptByIdFileAndWords()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const qint64 id = idOf(program, u"Harbour"_s);
        const Run byId = program.run({u"rate"_s, QString::number(id), u"4.5"_s, u"--json"_s});
        REQUIRE_OK(byId);
        QCOMPARE(byId.object()[u"track_id"_s].toInteger(), id);
        QCOMPARE(byId.object()[u"rating"_s].toInt(), 9);
        const auto ratingNow = [&] {
            return program.run({u"tracks"_s, u"harbour"_s, u"--json"_s})
                .array()
                .first()[u"rating"_s];
        };
        QCOMPARE(ratingNow().toInt(), 9);
        REQUIRE_OK(program.run({u"rate"_s, music().file(u"three.mp3"_s), u".5"_s}));
        QCOMPARE(ratingNow().toInt(), 1);
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"0"_s}));
        QVERIFY(ratingNow().isNull());

        const Run love = program.run({u"love"_s, u"harbour"_s, u"--json"_s});
        REQUIRE_OK(love);
        QCOMPARE(love.object()[u"loved"_s].toBool(), true);
        const Run unlove = program.run({u"love"_s, u"harbour"_s, u"--off"_s, u"--json"_s});
        QCOMPARE(unlove.object()[u"loved"_s].toBool(), false);
        const Run never = program.run({u"never"_s, u"harbour"_s, u"--json"_s});
        QCOMPARE(never.object()[u"never"_s].toBool(), true);
    }

    void anUnclearTargetIsRefused()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run many = program.run({u"rate"_s, u"glass"_s, u"3"_s});
        QCOMPARE(many.exitCode, 1);
        QVERIFY(many.err.contains("Morning Glass"));
        QVERIFY(many.err.contains("Evening Glass"));
        QVERIFY(!many.err.contains("Harbour"));
        QVERIFY(many.out.isEmpty());
        const Run none = program.run({u"rate"_s, u"no such words"_s, u"3"_s});
        QCOMPARE(none.exitCode, 1);
        const Run id = program.run({u"rate"_s, u"999999"_s, u"3"_s});
        QCOMPARE(id.exitCode, 1);
        QVERIFY(id.err.contains("999999"));
        const Run playing = program.run({u"rate"_s, u"3"_s});
        QCOMPARE(playing.exitCode, 1);
        QVERIFY(playing.err.contains("Nothing is playing"));
        const Run foreign = program.run({u"rate"_s, QStringLiteral(SEGUE_PROGRAM), u"3"_s});
        QCOMPARE(foreign.exitCode, 1);
        QVERIFY(foreign.err.contains("cannot be read as music"));
    }
};

SEGUE_TEST(TestCli)
#include "tst_cli.moc"
