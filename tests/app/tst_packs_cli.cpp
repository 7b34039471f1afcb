// `segue packs`: public lists of who plays what, added, listed, learned from and removed.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

/// 40 listeners who play what is in the music folder, and something that is not.
QByteArray radio()
{
    QByteArray text = "user\tartist\ttitle\tcount\n";
    for (int i = 0; i < 40; ++i) {
        const QByteArray who = "u" + QByteArray::number(i);
        text += who + "\tAda Lund\tMorning Glass\t3\n" + who + "\tThe Low Tide\tHarbour\t1\n" + who
            + "\tNobody\tNothing\t1\n";
    }
    return text + "u1\tAda Lund\tMorning Glass\tmany\n";
}

} // namespace

class TestPacksCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        REQUIRE_OK(program_.run({u"scan"_s, music().path()}));
        QFile file(file_);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(radio());
    }

    void aDryRunShowsAndKeepsNothing()
    {
        const Run dry = program_.run({u"packs"_s, u"add"_s, file_, u"--dry-run"_s});
        QVERIFY2(dry.exitCode == 0, dry.err.constData());
        QVERIFY2(dry.out.contains("In the library: 2 of these tracks; 40 listeners"),
            dry.out.constData());
        QVERIFY2(dry.err.contains("line 122 has a count"), dry.err.constData());
        QVERIFY(packs().isEmpty());
    }

    void addedLearnedFromListedAndRemoved()
    {
        const QJsonObject added
            = program_.run({u"packs"_s, u"add"_s, file_, u"--name"_s, u"Radio"_s, u"--json"_s})
                  .object();
        QCOMPARE(added[u"name"_s].toString(), u"Radio"_s);
        QCOMPARE(added[u"lines_left_out"_s].toInt(), 1);
        QCOMPARE(added[u"in_library"_s].toObject()[u"listeners"_s].toInt(), 40);
        QCOMPARE(packs().size(), 1);
        QCOMPARE(models().size(), 1); // learned at once, without a window
        QVERIFY(program_.run({u"packs"_s}).out.contains("Radio"));
        const Run again = program_.run({u"packs"_s, u"add"_s, file_, u"--name"_s, u"radio"_s});
        QCOMPARE(again.exitCode, 1);
        QVERIFY(again.err.contains("already"));
        REQUIRE_OK(program_.run({u"for-you"_s}));
        REQUIRE_OK(program_.run({u"packs"_s, u"remove"_s, u"RADIO"_s}));
        QVERIFY(packs().isEmpty());
        QVERIFY(models().isEmpty());
        QVERIFY(QDir(dataFolder() + u"/packs"_s).isEmpty());
    }

    void wrongUseIsToldInWords()
    {
        QCOMPARE(program_.run({u"packs"_s, u"add"_s}).exitCode, 2);
        QCOMPARE(program_.run({u"packs"_s, u"lose"_s}).exitCode, 2);
        const Run columns
            = program_.run({u"packs"_s, u"add"_s, file_, u"--columns"_s, u"user,nonsense"_s});
        QCOMPARE(columns.exitCode, 2);
        QVERIFY(columns.err.contains("nonsense"));
        const Run nobody = program_.run({u"packs"_s, u"remove"_s, u"Nobody"_s});
        QCOMPARE(nobody.exitCode, 1);
        QVERIFY(nobody.err.contains("segue packs list"));
        const Run missing = program_.run({u"packs"_s, u"add"_s, u"nowhere.tsv"_s});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.err.contains("nowhere.tsv"));
    }

private:
    QJsonArray packs() const
    {
        return program_.run({u"packs"_s, u"list"_s, u"--json"_s}).object()[u"packs"_s].toArray();
    }
    QString dataFolder() const { return program_.data(); }
    QStringList models() const
    {
        return QDir(dataFolder()).entryList({u"others-*.model"_s}, QDir::Files);
    }

    QTemporaryDir folder_;
    QString file_ = folder_.filePath(u"radio.tsv"_s);
    Program program_;
};

SEGUE_TEST(TestPacksCli)
#include "tst_packs_cli.moc"
