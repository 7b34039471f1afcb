// `segue import` and `segue health`, run as a process.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

QString rhythmdbOf(const QList<std::pair<QString, int>>& filesAndPlays)
{
    QString xml = u"<?xml version=\"1.0\"?>\n<rhythmdb version=\"2.0\">\n"_s;
    for (const auto& [file, plays] : filesAndPlays) {
        xml += u"<entry "
               u"type=\"song\"><title>T</title><location>file://%1</location><rating>4</rating>"
               "<play-count>%2</play-count><first-seen>1300000000</first-seen>"
               "<last-played>1400000000</last-played></entry>\n"_s.arg(file)
                   .arg(plays);
    }
    return xml + u"</rhythmdb>\n"_s;
}

} // namespace

class TestImportCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        REQUIRE_OK(program_.run({u"scan"_s, music().path()}));
        write(u"rhythmdb.xml"_s,
            rhythmdbOf({{music().file(u"three.mp3"_s), 7}, {u"/gone/x.mp3"_s, 3}}));
    }

    void aDryRunShowsAndChangesNothing()
    {
        const Run dry = program_.run({u"import"_s, path_, u"--dry-run"_s});
        QVERIFY2(dry.exitCode == 0, dry.err.constData());
        QVERIFY(dry.out.contains("Rhythmbox: 2 tracks, 1 of them in the library"));
        QVERIFY(dry.out.contains("Nothing was changed"));
        const QJsonObject json
            = program_.run({u"import"_s, path_, u"--dry-run"_s, u"--json"_s}).object();
        QCOMPARE(json[u"source"_s].toString(), u"rhythmbox"_s);
        QCOMPARE(json[u"matched"_s].toObject()[u"path"_s].toInt(), 1);
        QCOMPARE(json[u"unmatched"_s].toArray().size(), 1);
        QVERIFY(program_.run({u"import"_s, u"--list"_s, u"--json"_s}).array().isEmpty());
        QCOMPARE(playsOf(), 0);
    }

    void importedAgainAndTakenBack()
    {
        for (int i = 0; i < 2; ++i)
            REQUIRE_OK(program_.run({u"import"_s, path_}));
        QCOMPARE(playsOf(), 7);
        const QJsonArray runs = program_.run({u"import"_s, u"--list"_s, u"--json"_s}).array();
        QCOMPARE(runs.size(), 2);
        for (const QJsonValue run : runs)
            REQUIRE_OK(program_.run(
                {u"import"_s, u"--undo"_s, QString::number(run[u"import"_s].toInt())}));
        QCOMPARE(playsOf(), 0);
        const Run again = program_.run({u"import"_s, u"--undo"_s, u"1"_s});
        QCOMPARE(again.exitCode, 1);
        QVERIFY(again.err.contains("taken back already"));
    }

    void aListeningHistoryIsSeenImportedAndTakenBack()
    {
        const Program own;
        REQUIRE_OK(own.run({u"scan"_s, music().path()}));
        const QString file = folder_.filePath(u"Streaming_History_Audio_2023.json"_s);
        QFile json(file);
        QVERIFY(json.open(QIODevice::WriteOnly));
        const auto play = [](const char* time, const char* title, int ms, const char* end) {
            return QByteArray("{\"ts\":\"2023-01-31T") + time + "Z\",\"ms_played\":"
                + QByteArray::number(ms) + ",\"master_metadata_track_name\":\"" + title
                + "\",\"master_metadata_album_artist_name\":\"Ada Lund\",\"reason_end\":\"" + end
                + "\"}";
        };
        json.write("[" + play("12:00:00", "Morning Glass", 2000, "trackdone") + ","
            + play("12:10:00", "Evening Glass", 200, "fwdbtn") + ","
            + play("13:10:00", "Elsewhere", 2000, "trackdone") + "]");
        json.close();
        const auto rows = [&own](const QStringList& arguments) {
            return own.run(arguments + QStringList{u"--json"_s}).array().size();
        };
        const QJsonObject dry = own.run({u"import"_s, file, u"--dry-run"_s, u"--json"_s}).object();
        QCOMPARE(dry[u"source"_s].toString(), u"spotify"_s);
        QCOMPARE(dry[u"to_import"_s].toInt(), 2);
        QCOMPARE(dry[u"left_out"_s].toObject()[u"not_in_library"_s].toInt(), 1);
        QCOMPARE(rows({u"history"_s}), 0);
        QVERIFY(own.run({u"for-you"_s}).out.contains("Nothing learned yet"));
        const Run first = own.run({u"import"_s, file});
        REQUIRE_OK(first);
        QVERIFY2(first.out.contains("2 plays of 2 tracks"), first.out.constData());
        QVERIFY(first.out.contains("Ada Lund: 1 plays of 1 tracks"));
        QCOMPARE(rows({u"history"_s}), 2);
        QVERIFY(own.run({u"for-you"_s}).out.contains("Learned from"));
        const Run second = own.run({u"import"_s, file});
        REQUIRE_OK(second);
        QVERIFY(second.out.contains("nothing to import"));
        QCOMPARE(rows({u"history"_s}), 2);
        QCOMPARE(rows({u"import"_s, u"--list"_s}), 1);

        REQUIRE_OK(own.run({u"import"_s, file, u"--listener"_s, u"Bo"_s}));
        QCOMPARE(rows({u"history"_s}), 2); // his are his
        const QJsonArray listeners
            = own.run({u"listeners"_s, u"--json"_s}).object()[u"listeners"_s].toArray();
        QCOMPARE(listeners.size(), 2);
        QCOMPARE(listeners[1].toObject()[u"plays"_s].toInt(), 2);
        const Run list = own.run({u"import"_s, u"--list"_s});
        QVERIFY2(list.out.contains("2 plays, for Bo"), list.out.constData());
        REQUIRE_OK(own.run({u"import"_s, u"--undo"_s, u"1"_s}));
        QCOMPARE(rows({u"history"_s}), 0);
        REQUIRE_OK(own.run({u"import"_s, u"--undo"_s, u"2"_s}));
        REQUIRE_OK(own.run({u"import"_s, file}));
        QCOMPARE(rows({u"history"_s}), 2);
        const Run wrong = own.run({u"import"_s, path_, u"--listener"_s, u"Bo"_s});
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY(wrong.err.contains("listening histories"));
        QCOMPARE(own.run({u"import"_s, u"--from"_s, u"spotify"_s}).exitCode, 1);
    }

    void wrongFilesAreNamed()
    {
        const Run none = program_.run({u"import"_s, u"/nowhere/songs"_s});
        QCOMPARE(none.exitCode, 1);
        QVERIFY2(none.err.contains("/nowhere/songs"), none.err.constData());
        const Run player = program_.run({u"import"_s, u"--from"_s, u"winamp"_s});
        QCOMPARE(player.exitCode, 2);
        const Run missing = program_.run({u"import"_s, u"--from"_s, u"strawberry"_s});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY2(missing.err.contains("Strawberry"), missing.err.constData());
        const Run places = program_.run({u"import"_s});
        QVERIFY2(places.exitCode == 0, places.err.constData());
        QVERIFY(places.out.contains("No library of another player"));
    }

    void healthFindsAndFixes()
    {
        const Run look = program_.run({u"health"_s, u"--json"_s});
        QVERIFY2(look.exitCode == 0, look.err.constData());
        const QJsonObject report = look.object();
        QCOMPARE(report[u"tracks"_s].toInt(), 6);
        QVERIFY(report[u"kinds"_s].toObject().contains(u"artists"_s));
        REQUIRE_OK(program_.run({u"health"_s}));
        REQUIRE_OK(program_.run({u"health"_s, u"--fix"_s, u"artists"_s}));
        QCOMPARE(program_.run({u"health"_s, u"--fix"_s, u"years"_s}).exitCode, 2);
        QCOMPARE(program_.run({u"health"_s, u"--undo"_s, u"99"_s}).exitCode, 1);
    }

    void healthWritesIntoFilesWhatIsSure()
    {
        const Program own;
        const QTemporaryDir folder;
        int number = 0;
        for (const QString& genre : {u"Hip-Hop"_s, u"Hip-Hop"_s, u"hiphop"_s}) {
            const QString file = folder.filePath(u"%1.mp3"_s.arg(++number));
            QVERIFY(QFile::copy(music().file(u"three.mp3"_s), file));
            REQUIRE_OK(own.run({u"edit"_s, file, u"--set"_s, u"genre="_s + genre, u"--set"_s,
                u"title=T%1"_s.arg(number)}));
        }
        REQUIRE_OK(own.run({u"scan"_s, folder.path()}));
        const auto genres = [&own] {
            QStringList all;
            for (const QJsonValue track : own.run({u"tracks"_s, u"--json"_s}).array())
                all << track[u"genres"_s].toArray().at(0).toString();
            all.sort();
            return all;
        };
        const QStringList before{u"Hip-Hop"_s, u"Hip-Hop"_s, u"hiphop"_s};
        QCOMPARE(genres(), before);
        const Run plan
            = own.run({u"health"_s, u"--write"_s, u"genres"_s, u"--dry-run"_s, u"--json"_s});
        QCOMPARE(plan.object()[u"files"_s].toArray().size(), 1);
        QCOMPARE(genres(), before);
        REQUIRE_OK(own.run({u"health"_s, u"--write"_s, u"genres"_s}));
        QCOMPARE(genres(), QStringList(3, u"Hip-Hop"_s));
        REQUIRE_OK(own.run({u"health"_s, u"--write"_s, u"genres"_s})); // nothing is left
        REQUIRE_OK(own.run({u"undo"_s}));
        QCOMPARE(genres(), before);
        QCOMPARE(own.run({u"health"_s, u"--write"_s, u"copies"_s}).exitCode, 2);
        QCOMPARE(own.run({u"health"_s, u"--dry-run"_s}).exitCode, 2);
    }

private:
    void write(const QString& name, const QString& text)
    {
        path_ = folder_.filePath(name);
        QFile file(path_);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.toUtf8());
    }
    int playsOf() const
    {
        int sum = 0;
        for (const QJsonValue track : program_.run({u"tracks"_s, u"--json"_s}).array())
            sum += track[u"plays"_s].toInt();
        return sum;
    }

    Program program_;
    QTemporaryDir folder_;
    QString path_;
};

SEGUE_TEST(TestImportCommand)
#include "tst_import_command.moc"
