// `segue listeners`: several people on one data folder, each with plays and ratings of their own.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

class TestListenersCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratingsBelongToWhoeverListens()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const auto rating = [&] {
            const QJsonArray found = program.run({u"tracks"_s, u"harbour"_s, u"--json"_s}).array();
            return found.isEmpty() ? -2 : found[0][u"rating"_s].toInt(-1);
        };
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"4"_s}));
        QCOMPARE(rating(), 8);

        REQUIRE_OK(program.run({u"listeners"_s, u"--add"_s, u"Ada"_s}));
        QCOMPARE(rating(), 8); // still me
        REQUIRE_OK(program.run({u"listeners"_s, u"--switch"_s, u"ada"_s}));
        QCOMPARE(rating(), -1);
        REQUIRE_OK(program.run({u"listeners"_s, u"--rename"_s, u"Ada"_s, u"Ada L."_s}));
        const QJsonArray all
            = program.run({u"listeners"_s, u"--json"_s}).object()[u"listeners"_s].toArray();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[1][u"name"_s].toString(), u"Ada L."_s);
        QVERIFY(all[1][u"current"_s].toBool() && !all[0][u"current"_s].toBool());
        QVERIFY(program.run({u"listeners"_s}).out.contains("Ada L."));
        REQUIRE_OK(program.run({u"listeners"_s, u"--switch"_s, u"1"_s}));
        QCOMPARE(rating(), 8);
    }

    void wrongUseIsToldInWords()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run nobody = program.run({u"listeners"_s, u"--switch"_s, u"Bo"_s});
        QCOMPARE(nobody.exitCode, 1);
        QVERIFY(nobody.err.contains("Bo"));
        QCOMPARE(program.run({u"listeners"_s, u"--add"_s, u""_s}).exitCode, 1);
        REQUIRE_OK(program.run({u"listeners"_s, u"--add"_s, u"Bo"_s}));
        const Run taken = program.run({u"listeners"_s, u"--add"_s, u"BO"_s});
        QCOMPARE(taken.exitCode, 1);
        QVERIFY(taken.err.contains("already"));
    }
};

SEGUE_TEST(TestListenersCli)
#include "tst_listeners_cli.moc"
