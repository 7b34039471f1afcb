// Filters and playlists on the command line.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

QStringList titlesOf(const QJsonArray& tracks)
{
    QStringList titles;
    for (const QJsonValue track : tracks)
        titles << track[u"title"_s].toString();
    return titles;
}

QStringList sorted(QStringList texts)
{
    texts.sort();
    return texts;
}

} // namespace

class TestLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        REQUIRE_OK(program_.run({u"scan"_s, music().path()}));
    }

    void tracksTakesAFilter()
    {
        const auto found = [&](const QStringList& words) {
            return sorted(
                titlesOf(program_.run(QStringList{u"tracks"_s, u"--json"_s} + words).array()));
        };
        QCOMPARE(found({u"artist:lund"_s}), (QStringList{u"Evening Glass"_s, u"Morning Glass"_s}));
        QCOMPARE(found({u"glass -evening year:2001"_s}), QStringList{u"Morning Glass"_s});
        QCOMPARE(found({u"artist=the low tide"_s, u"title:harbour"_s}), QStringList{u"Harbour"_s});
        QCOMPARE(found({u"length>20s OR etude"_s}), (QStringList{u"Köln Étude"_s, u"Long Walk"_s}));
        REQUIRE_OK(program_.run({u"rate"_s, u"harbour"_s, u"4.5"_s}));
        QCOMPARE(found({u"rating>=4"_s}), QStringList{u"Harbour"_s});
        QCOMPARE(found({u"is:lossless"_s, u"added:today"_s, u"played:never"_s}).size(), 3);
    }

    void aWrongFilterSaysWhereAndWhat()
    {
        const Run run = program_.run({u"tracks"_s, u"harbour raitng>4"_s, u"--json"_s});
        QCOMPARE(run.exitCode, 2);
        QVERIFY(run.out.isEmpty());
        QVERIFY2(run.err.contains("Column 9: There is no field “raitng”. Did you mean rating?"),
            run.err.constData());
        QVERIFY(run.err.contains("--help"));
        const Run open = program_.run({u"tracks"_s, u"year:"_s});
        QCOMPARE(open.exitCode, 2);
        QVERIFY(open.err.contains("Column 1: "));
    }

private:
    Program program_;
};

SEGUE_TEST(TestLists)
#include "tst_lists.moc"
