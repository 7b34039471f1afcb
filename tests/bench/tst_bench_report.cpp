#include "tests/bench/bench_report.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace segue::bench;

class TestBenchReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratioIsTheValueOverItsReference()
    {
        const Figure figure{"scan", 30, "s", 20, "floor", 1.25};
        QCOMPARE(figure.ratio().value(), 1.5);
        QVERIFY(!figure.withinLimit());
        QVERIFY((Figure{"scan", 30, "s", 0, "floor", 1.25}).withinLimit());
        QVERIFY(!(Figure{"scan", 30, "s", 0, "floor", 1.25}).ratio());
    }

    void jsonIsOneDocumentThatSurvivesOddNames()
    {
        const char* argv[] = {"bench", "--json"};
        Report report("tags \"and\"\nmore", 2, argv);
        report.add("a\\b", 2.5, "ms", 5, "budget");
        report.add("plain", 7, "MiB");
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(report.json()));
        QVERIFY(document.isObject());
        QCOMPARE(document[QLatin1String("bench")].toString(), QStringLiteral("tags \"and\"\nmore"));
        const auto figures = document[QLatin1String("figures")].toArray();
        QCOMPARE(figures.size(), 2);
        QCOMPARE(figures[0][QLatin1String("name")].toString(), QStringLiteral("a\\b"));
        QCOMPARE(figures[0][QLatin1String("ratio")].toDouble(), .5);
        QVERIFY(figures[0][QLatin1String("ok")].toBool());
        QVERIFY(figures[1][QLatin1String("ratio")].isNull());
    }

    void textMarksAFigureOverItsLimit()
    {
        const char* argv[] = {"bench"};
        Report report("start", 1, argv);
        report.add("window", 290, "ms", 300, "budget");
        QVERIFY(report.text().find("OVER") == std::string::npos);
        report.add("search", 17, "ms", 16, "budget");
        QVERIFY(report.text().find("OVER") != std::string::npos);
    }

    void optionsAndArgumentsAreToldApart()
    {
        const char* argv[] = {"bench", "--tracks", "500", "/some/folder", "--check"};
        const Report report("scan", 5, argv);
        QCOMPARE(report.option("tracks", 10), 500L);
        QCOMPARE(report.option("threads", 2), 2L);
        QCOMPARE(report.arguments(), std::vector<std::string>{"/some/folder"});
    }

    void checkFailsOnlyWhenAsked()
    {
        const char* argv[] = {"bench", "--json", "--check"};
        Report lenient("x", 2, argv);
        Report strict("x", 3, argv);
        for (Report* report : {&lenient, &strict})
            report->add("slow", 2, "s", 1, "budget");
        QCOMPARE(lenient.finish(), 0);
        QCOMPARE(strict.finish(), 1);
    }

    void quantilesUseTheNearestRank()
    {
        QCOMPARE(quantile({5, 1, 4, 2, 3}, .5), 3.);
        QCOMPARE(quantile({5, 1, 4, 2, 3}, .99), 5.);
        QCOMPARE(quantile({5, 1, 4, 2, 3}, 0), 1.);
        QCOMPARE(quantile({}, .5), 0.);
    }
};

SEGUE_TEST(TestBenchReport)
#include "tst_bench_report.moc"
